/**
 * Text from the public as it may stand in the document: one line or several, without control characters and without the marks that turn
 * the direction of writing, which can make a text look like another one. Nothing is escaped here: whoever prints a text escapes for his
 * own medium.
 */

/** Control characters but for tab and line break, and marks of format: direction, joining, width zero. */
const unseen = /(?![\t\n])[\p{Cc}\p{Cf}]/gu;
const blanks = /[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g;

/** Control characters but the end of a line, and the marks that turn the direction of writing. */
const hidden = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** Whether a text may stand in the forum as it is; what `cleanLine` and `cleanText` answer may. */
export function isCleanText(text: string): boolean {
	return text.isWellFormed() && !hidden.test(text);
}

/** A cell or an input field as one line. cleaned: something was taken out that nobody could see. */
export function cleanLine(text: string): { text: string; cleaned: boolean } {
	const paragraphs = cleanText(text);
	return { text: paragraphs.text.replace(/\s+/g, ' ').trim(), cleaned: paragraphs.cleaned };
}

/** The same for a text of several lines. */
export function cleanText(text: string): { text: string; cleaned: boolean } {
	const whole = text.isWellFormed() ? text : text.toWellFormed().replaceAll('\ufffd', '');
	const seen = whole.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(unseen, '');
	const tidy = seen
		.split('\n')
		.map((line) => line.replace(blanks, ' ').trim())
		.join('\n')
		.replace(/\n{3,}/g, '\n\n')
		.trim();
	return { text: tidy, cleaned: whole !== text || seen !== whole.replace(/\r\n?|\u2028|\u2029/g, '\n') };
}

/** Numbers as people write telephones in Indonesia: 08…, +62 8…, (0341) 123456; amounts and codes of the plan are none. */
const telephone = /(?<![\d.,])(?:\+?62[\s-]?|0)(?:\(?\d{2,4}\)?[\s-]?)\d{3,4}[\s-]?\d{2,5}(?![\d.,]\d|\d)/g;

/** Takes telephone numbers out of a text that everybody will read. */
export function withoutTelephones(text: string): { text: string; found: string[] } {
	const found: string[] = [];
	const rest = text.replace(telephone, (number) => {
		found.push(number.trim());
		return ' … ';
	});
	return found.length === 0 ? { text, found } : { text: rest.replace(blanks, ' ').trim(), found };
}
