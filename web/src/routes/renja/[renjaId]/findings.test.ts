import { describe, expect, it } from 'vitest';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { amountFindings } from './findings.ts';

const sub: NodeValue = { id: 's', level: 'subkegiatan', parent: 'k', kode: '1.01', pagu: 1_000_000, indikator: [], sumberDana: [] };

describe('amountFindings', () => {
	it('says by how much the belanja misses the pagu', () => {
		expect(amountFindings({ ...sub, belanjaPegawai: 400_000, belanjaModal: 0 })[0]?.text).toBe(
			'1.01: rincian belanja 600.000 di bawah pagu'
		);
		expect(amountFindings({ ...sub, belanjaBarangJasa: 1_000_000 })).toEqual([]);
	});

	it('finds a split above the pagu, and leaves an unfinished one alone', () => {
		expect(amountFindings({ ...sub, sumberDana: [{ id: 'd', nama: 'PAD', jumlah: 1_500_000 }] })[0]?.text).toContain(
			'500.000 di atas pagu'
		);
		expect(amountFindings({ ...sub, sumberDana: [{ id: 'd', nama: 'PAD', jumlah: 1 }] })).toEqual([]);
	});

	it('has nothing to say about a row that is still empty, removed, or computed', () => {
		expect(amountFindings({ ...sub, pagu: undefined })).toEqual([]);
		expect(amountFindings({ ...sub, removed: true, belanjaModal: 1 })).toEqual([]);
		expect(amountFindings({ ...sub, level: 'program', belanjaModal: 1 })).toEqual([]);
	});
});
