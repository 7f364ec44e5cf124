/** A comment's text as people read it: mentions under the names of today. */
import { textParts, type Mention } from '@rembug/shared/discussion/mentions.ts';

/** nameOf: undefined for whoever is not known here. */
export function plainText(text: string, nameOf: (mention: Mention) => string | undefined): string {
	return textParts(text)
		.map((part) => ('text' in part ? part.text : mentionName(part.mention, nameOf)))
		.join('');
}

export function mentionName(mention: Mention, nameOf: (mention: Mention) => string | undefined): string {
	return `@${nameOf(mention) ?? (mention.of === 'akun' ? 'akun lain' : 'bidang lain')}`;
}
