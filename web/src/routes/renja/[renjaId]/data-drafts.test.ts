import { describe, expect, it } from 'vitest';
import { dataDraftsOf, editsOfData, sumOfLimits } from './data-drafts.ts';

const units = [
	{ id: 'sekretariat', nama: 'Sekretariat' },
	{ id: 'koperasi', nama: 'Bidang Koperasi' }
];
const info = { judul: 'Renja 2024', paguLimit: 12_600_000_000, paguLimitBidang: { koperasi: 3_000_000_000 } };

function drafts() {
	return dataDraftsOf(info, units, ['DAU']);
}

describe('data of a Renja', () => {
	it('makes no edit when nothing was changed, also when an amount is written in another form', () => {
		expect(editsOfData(drafts(), drafts())).toEqual({ ok: true, edits: [] });
		expect(editsOfData(drafts(), { ...drafts(), limit: 'Rp 12.600.000.000,00' })).toEqual({ ok: true, edits: [] });
	});

	it('sets, changes and takes away ceilings, and leaves alone what was not touched', () => {
		const changed = drafts();
		changed.layout = 'rinci';
		changed.limit = '12,7 miliar';
		changed.bidang[1] = { ...changed.bidang[1]!, amount: '' };
		changed.sumberDana.push({ key: ' DAK ', label: '', amount: '500 juta' });
		expect(editsOfData(drafts(), changed)).toEqual({
			ok: true,
			edits: [
				{ edit: 'setInfo', args: { field: 'layout', value: 'rinci' } },
				{ edit: 'setInfo', args: { field: 'paguLimit', value: 12_700_000_000 } },
				{ edit: 'setPaguLimit', args: { of: 'bidang', key: 'koperasi', value: null } },
				{ edit: 'setPaguLimit', args: { of: 'sumberDana', key: 'DAK', value: 500_000_000 } }
			]
		});
	});

	it('says where an amount cannot be read, a name is missing or stands twice', () => {
		const wrong = drafts();
		wrong.bidang[1] = { ...wrong.bidang[1]!, amount: 'banyak' };
		expect(editsOfData(drafts(), wrong)).toMatchObject({ ok: false, at: { field: 'bidang', index: 1 } });
		const nameless = drafts();
		nameless.sumberDana.push({ key: '', label: '', amount: '5' });
		expect(editsOfData(drafts(), nameless)).toMatchObject({ ok: false, at: { field: 'sumberDana', index: 1 } });
		const twice = drafts();
		twice.sumberDana.push({ key: 'DAU', label: '', amount: '5' });
		expect(editsOfData(drafts(), twice)).toMatchObject({ ok: false, problem: '“DAU” disebut dua kali.' });
	});

	it('keeps the ceiling of a unit that is no longer listed in sight', () => {
		expect(dataDraftsOf({ paguLimitBidang: { upt: 5 } }, units, []).bidang.at(-1)).toEqual({ key: 'upt', label: 'upt', amount: '5' });
	});

	it('adds up what can be read', () => {
		expect(
			sumOfLimits([
				{ key: 'a', label: '', amount: '1.000' },
				{ key: 'b', label: '', amount: 'x' },
				{ key: 'c', label: '', amount: '' }
			])
		).toBe(1000);
	});
});
