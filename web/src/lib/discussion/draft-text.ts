/**
 * The text of a comment while it is typed: mentions stand in it as `@Nama`, which people can read and correct; what was picked from the
 * list becomes a mention when it is sent, if its name still stands there.
 */
import { mentionToken, textParts, type Mention } from '@rembug/shared/discussion/mentions.ts';

export interface Picked {
	nama: string;
	mention: Mention;
}

/** The word after the `@` before the cursor, '' right behind it; null when nobody is being mentioned there. */
export function mentionQuery(text: string, cursor: number): string | null {
	const [, query] = /(?:^|[\s(])@([^@\n]{0,40})$/.exec(text.slice(0, cursor)) ?? [];
	return query ?? null;
}

/** The text with the mention that is being typed completed, and where the cursor goes. */
export function completeMention(text: string, cursor: number, nama: string): { text: string; cursor: number } {
	const query = mentionQuery(text, cursor) ?? '';
	const before = `${text.slice(0, cursor - query.length)}${nama} `;
	return { text: before + text.slice(cursor).replace(/^ /, ''), cursor: before.length };
}

/** Names of what was picked -> tokens. Longer names first: one may begin another. */
export function draftToText(draft: string, picked: readonly Picked[]): string {
	const names = [...new Map(picked.map((one) => [one.nama, one])).values()].sort((a, b) => b.nama.length - a.nama.length);
	let text = '';
	for (let at = 0; at < draft.length;) {
		const found = draft[at] === '@' ? names.find(({ nama }) => draft.startsWith(nama, at + 1)) : undefined;
		text += found ? mentionToken(found.mention) : draft[at];
		at += found ? found.nama.length + 1 : 1;
	}
	return text.trim();
}

/** The other way round, for changing a comment. */
export function textToDraft(text: string, nameOf: (mention: Mention) => string | undefined): { draft: string; picked: Picked[] } {
	const picked: Picked[] = [];
	const draft = textParts(text)
		.map((part) => {
			if ('text' in part) return part.text;
			const nama = nameOf(part.mention);
			// Whoever is not known any more stays as he is written.
			if (nama === undefined) return mentionToken(part.mention);
			picked.push({ nama, mention: part.mention });
			return `@${nama}`;
		})
		.join('');
	return { draft, picked };
}
