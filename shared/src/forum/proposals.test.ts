import { describe, expect, it } from 'vitest';
import { rupiahMax } from '../pagu/rupiah.ts';
import type { IndikatorValue, NodeValue } from '../renja/renja-types.ts';
import { isProposal, takeOverOffer, type Proposal } from './proposals.ts';

const proposal: Proposal = { id: 'u1', asal: 'pokir', usulan: 'Pelatihan', status: 'diterima', subkegiatan: 's1', biaya: 20_000_000 };
const output: IndikatorValue = { id: 'i1', jenis: 'keluaran', target: '1.200', satuan: 'Orang' };
const row = (more: Partial<NodeValue> = {}): NodeValue => ({
	...{ id: 's1', level: 'subkegiatan', parent: 'k1', indikator: [output], sumberDana: [], ...more }
});

describe('what the forum proposes', () => {
	it('is what it accepted and linked', () => {
		expect(isProposal(proposal)).toBe(true);
		expect(isProposal({ ...proposal, status: 'disesuaikan' })).toBe(true);
		expect(isProposal({ ...proposal, status: 'ditangguhkan' })).toBe(false);
		expect(isProposal({ ...proposal, removed: true })).toBe(false);
		const { subkegiatan: _link, ...unlinked } = proposal;
		expect(isProposal(unlinked)).toBe(false);
	});

	it('adds to the pagu what the forum named, else what was estimated, never beyond what a pagu may be', () => {
		const pagu = (more: Partial<Proposal>, held?: number) =>
			takeOverOffer({ ...proposal, ...more }, row(held === undefined ? {} : { pagu: held })).pagu;
		expect(pagu({}, 5)).toBe(20_000_005);
		expect(pagu({ usulPagu: 7 }, 5)).toBe(12);
		expect(pagu({})).toBe(20_000_000);
		expect(pagu({ biaya: rupiahMax }, 5)).toBe(null);
		expect(takeOverOffer({ ...proposal, biaya: undefined as never }, row({ pagu: 5 })).pagu).toBe(null);
	});

	it('adds a place that the row does not name yet', () => {
		const lokasi = (held?: string) =>
			takeOverOffer({ ...proposal, desa: 'Karangrejo', kecamatan: 'Gempol' }, row(held === undefined ? {} : { lokasi: held })).lokasi;
		expect(lokasi()).toBe('Desa Karangrejo, Kec. Gempol');
		expect(lokasi('Kab. Pasuruan ')).toBe('Kab. Pasuruan; Desa Karangrejo, Kec. Gempol');
		expect(lokasi('desa karangrejo, kec. gempol dan sekitarnya')).toBe(null);
		expect(takeOverOffer(proposal, row()).lokasi).toBe(null);
	});

	it.each<[string, Partial<Proposal>, IndikatorValue[], string | null]>([
		['of the same satuan', { volume: '20', satuan: 'orang' }, [output], '1.220'],
		['as the forum wrote it', { usulVolume: '2,5 Orang', volume: '9' }, [output], '1.202,5'],
		['where none stood', { volume: '20', satuan: 'Orang' }, [{ id: 'i1', jenis: 'keluaran', satuan: 'Orang' }], '20'],
		['of another satuan: not', { volume: '20', satuan: 'paket' }, [output], null],
		['in words: not', { volume: 'beberapa', satuan: 'Orang' }, [output], null],
		['to a target in words: not', { volume: '20', satuan: 'Orang' }, [{ ...output, target: 'semua' }], null],
		['where two outputs could be meant: not', { volume: '20', satuan: 'Orang' }, [output, { ...output, id: 'i2' }], null],
		['to an outcome: not', { volume: '20', satuan: 'Orang' }, [{ ...output, jenis: 'hasil' }], null]
	])('adds a volume %s', (_what, more, indikator, after) => {
		expect(takeOverOffer({ ...proposal, ...more }, row({ indikator })).target?.after ?? null).toBe(after);
	});
});
