/** Which text may stand in the forum: none with signs that cannot be seen and change how the rest is read. What people type is cleaned by usulan/clean-text.ts. */

/** Control characters but the end of a line, and the marks that turn the direction of writing. */
const hidden = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

export function isCleanText(text: string): boolean {
	return text.isWellFormed() && !hidden.test(text);
}
