/** New receipt codes, by the random numbers of the system. */
import { randomInt } from 'node:crypto';
import { receiptAlphabet, receiptLength } from '@rembug/shared/usulan/receipt-code.ts';

export function newReceiptCode(): string {
	return Array.from({ length: receiptLength }, () => receiptAlphabet[randomInt(receiptAlphabet.length)]).join('');
}
