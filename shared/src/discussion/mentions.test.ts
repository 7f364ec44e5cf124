import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionsMe, mentionToken, textParts } from './mentions.ts';

describe('mentions', () => {
	it('are found among the words, of accounts and of bidang', () => {
		const text = `Tolong ${mentionToken({ of: 'akun', id: 'ani' })}, atau ${mentionToken({ of: 'bidang', id: 'umkm' })}.`;
		expect(textParts(text)).toEqual([
			{ text: 'Tolong ' },
			{ mention: { of: 'akun', id: 'ani' } },
			{ text: ', atau ' },
			{ mention: { of: 'bidang', id: 'umkm' } },
			{ text: '.' }
		]);
		expect(mentionsMe(text, { id: 'ani', unitIds: [] })).toBe(true);
		expect(mentionsMe(text, { id: 'budi', unitIds: ['umkm'] })).toBe(true);
		expect(mentionsMe(text, { id: 'budi', unitIds: ['koperasi'] })).toBe(false);
	});

	it('never lose or add a character, whatever the text', () => {
		const token = fc.record({ of: fc.constantFrom('akun' as const, 'bidang' as const), id: fc.uuid() }).map(mentionToken);
		const piece = fc.oneof(fc.string(), token, fc.constantFrom('@{', '@{akun:', '}', '@', '@{akun:}', '<b>'));
		fc.assert(
			fc.property(fc.array(piece), (pieces) => {
				const text = pieces.join('');
				expect(
					textParts(text)
						.map((part) => ('text' in part ? part.text : mentionToken(part.mention)))
						.join('')
				).toBe(text);
			})
		);
	});
});
