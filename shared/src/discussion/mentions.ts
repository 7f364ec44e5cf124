/**
 * Mentions inside the text of a comment: `@{akun:<id>}` and `@{bidang:<id>}`. Ids, not names, so that a renamed account is shown under
 * its new name; everything else in a text is text and nothing but text.
 */
export interface Mention {
	of: 'akun' | 'bidang';
	id: string;
}

export type TextPart = { text: string } | { mention: Mention };

const token = /@\{(akun|bidang):([^{}\s/]{1,100})\}/g;

/** How a mention is written into a text. */
export function mentionToken({ of, id }: Mention): string {
	return `@{${of}:${id}}`;
}

/** A text as its pieces, in order; put together again they are the text. */
export function textParts(text: string): TextPart[] {
	const parts: TextPart[] = [];
	let from = 0;
	for (const match of text.matchAll(token)) {
		if (match.index > from) parts.push({ text: text.slice(from, match.index) });
		parts.push({ mention: { of: match[1] as Mention['of'], id: match[2] as string } });
		from = match.index + match[0].length;
	}
	if (from < text.length) parts.push({ text: text.slice(from) });
	return parts;
}

/** Whether a text mentions this account, by itself or through one of its units. */
export function mentionsMe(text: string, me: { id: string; unitIds: readonly string[] }): boolean {
	return textParts(text).some((part) => {
		if (!('mention' in part)) return false;
		return part.mention.of === 'akun' ? part.mention.id === me.id : me.unitIds.includes(part.mention.id);
	});
}
