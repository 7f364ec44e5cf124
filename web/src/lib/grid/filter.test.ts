import { describe, expect, it } from 'vitest';
import { filterPlan, noFilter } from './filter.ts';
import { plainPlan, smallNodes } from './plain-plan.ts';

const plan = plainPlan(smallNodes());

describe('filterPlan', () => {
	it('keeps everything above an answering row visible', () => {
		const result = filterPlan(plan, { ...noFilter, text: 'pandaan dokumen' });
		expect([...result.shown].sort()).toEqual(['b', 'k', 'p', 's1', 'u']);
		expect(result.hits).toBe(1);
	});

	it('finds rows by the bidang that they inherit', () => {
		expect([...filterPlan(plan, { ...noFilter, bidang: 'sekretariat', text: 'dokumen' }).shown]).toContain('s1');
		expect(filterPlan(plan, { ...noFilter, bidang: 'koperasi' }).hits).toBe(1);
	});

	it('finds sub kegiatan by sumber dana, and those without any', () => {
		expect(filterPlan(plan, { ...noFilter, sumberDana: 'Dana Alokasi Umum' }).shown.has('s1')).toBe(true);
		const without = filterPlan(plan, { ...noFilter, sumberDana: '' });
		expect(without.shown.has('s2')).toBe(true);
		expect(without.shown.has('s1')).toBe(false);
	});

	it('answers nothing with nothing, but keeps the row under the cursor', () => {
		expect(filterPlan(plan, { ...noFilter, text: 'tidak ada ini' })).toEqual({ shown: new Set(), hits: 0 });
		expect(filterPlan(plan, { ...noFilter, text: 'tidak ada ini' }, 's2').shown.has('s2')).toBe(true);
	});
});
