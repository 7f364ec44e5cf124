import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionToken, type Mention } from '@rembug/shared/discussion/mentions.ts';
import { completeMention, draftToText, mentionQuery, textToDraft } from './draft-text.ts';

const people: Record<string, string> = { a: 'Ani', b: 'Ani Lestari', c: 'Bidang Koperasi' };
const nameOf = ({ id }: Mention): string | undefined => people[id];

describe('a comment while it is typed', () => {
	it('knows that somebody is being mentioned, and whom', () => {
		expect(mentionQuery('Tolong @', 8)).toBe('');
		expect(mentionQuery('Tolong @ani l', 13)).toBe('ani l');
		expect(mentionQuery('surel a@b.id', 12)).toBeNull();
		expect(mentionQuery('Tolong @ani', 6)).toBeNull();
	});

	it('completes the name and goes on behind it', () => {
		expect(completeMention('Tolong @an dicek', 10, 'Ani Lestari')).toEqual({ text: 'Tolong @Ani Lestari dicek', cursor: 20 });
	});

	it('sends what was picked as mentions, the longer name before the one that begins it', () => {
		const picked = [
			{ nama: 'Ani', mention: { of: 'akun' as const, id: 'a' } },
			{ nama: 'Ani Lestari', mention: { of: 'akun' as const, id: 'b' } }
		];
		expect(draftToText(' @Ani Lestari dan @Ani, juga @Budi ', picked)).toBe('@{akun:b} dan @{akun:a}, juga @Budi');
	});

	it('is the same text again after it was opened and closed without a change', () => {
		const token = fc
			.record({ of: fc.constantFrom('akun' as const, 'bidang' as const), id: fc.constantFrom('a', 'b', 'c', 'gone') })
			.map(mentionToken);
		fc.assert(
			fc.property(fc.array(fc.oneof(token, fc.constantFrom(' dan ', 'Tolong ', ', '))), (pieces) => {
				const text = pieces.join(', ').trim();
				const { draft, picked } = textToDraft(text, (mention) => (mention.of === 'akun' ? nameOf(mention) : undefined));
				expect(draftToText(draft, picked)).toBe(text);
			})
		);
	});
});
