/**
 * Text that the public wrote, made fit to be shown and stored: without signs that cannot be seen and change how the rest is read.
 */

/** Control characters but the end of a line, and the marks that turn the direction of writing. */
const hidden = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
const hiddenAll = new RegExp(hidden.source, 'gu');

export function isCleanText(text: string): boolean {
	return text.isWellFormed() && !hidden.test(text);
}

/** Tabs become spaces, line ends one sign; what is hidden goes. Trimmed. */
export function cleanText(text: string): string {
	return text.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\t', ' ').replace(hiddenAll, '').trim();
}
