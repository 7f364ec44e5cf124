/**
 * Codes of receipts: ten characters out of an alphabet in which no two look or sound alike when they are copied from paper, shown as
 * `ABCDE-FGHJK`. Thirty to the tenth: nobody finds one by trying.
 */
export const receiptAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const receiptLength = 10;

/** As it is printed. */
export function shownReceipt(code: string): string {
	return `${code.slice(0, 5)}-${code.slice(5)}`;
}

/** What somebody typed, as it is stored; null when no code can look like it. */
export function readReceipt(typed: string): string | null {
	const code = typed.toUpperCase().replace(/[\s-]/g, '');
	return code.length === receiptLength && [...code].every((letter) => receiptAlphabet.includes(letter)) ? code : null;
}
