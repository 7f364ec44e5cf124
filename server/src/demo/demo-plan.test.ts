import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { demoPlan } from './demo-plan.ts';

const value = readRenja(buildPlanDoc(demoPlan));

test('the sums are those that the document prints, prakiraan maju the real sum', () => {
	expect(value.totals).toMatchObject({
		pagu: 12_508_804_849,
		belanjaPegawai: 4_967_791_635,
		belanjaBarangJasa: 6_836_705_479,
		belanjaModal: 704_307_735,
		paguMaju: 13_670_514_386,
		count: 30
	});
});

test('every row has a bidang, by the example split', () => {
	const { '': none, ...bidang } = value.totals.bidang;
	expect(none?.pagu ?? 0).toBe(0);
	expect(Object.keys(bidang).sort()).toEqual(['koperasi', 'sekretariat', 'umkm']);
	expect(bidang.umkm?.pagu).toBe(642_686_495 + 341_827_640 + 269_520_900);
});

test('no sumber dana is split: the document prints none', () => {
	expect(demoPlan.nodes.flatMap((node) => node.sumberDana).every((entry) => entry.jumlah === undefined)).toBe(true);
	expect(value.totals.sumberDana['']).toBe(12_508_804_849);
});

test('the pagu is not stored a second time as masukan', () => {
	expect(demoPlan.nodes.flatMap((node) => node.indikator).filter(({ jenis }) => jenis === 'masukan')).toEqual([]);
});

test('holds facts and figures only', () => {
	const keys = new Set(demoPlan.nodes.flatMap((node) => [node, ...node.indikator, ...node.sumberDana]).flatMap(Object.keys));
	for (const key of ['catatan', 'source', 'line', 'lines', 'kodeCatatan', 'sumberTabel', 'paguCatatan']) expect(keys).not.toContain(key);
});

const source = new URL('../../../../shared/data/plans/kab-pasuruan-2024.renja.json', import.meta.url);

interface SourceNode {
	kode: string;
	level: string;
	uraian: string;
	parentKode: string | null;
	lokasi: string | null;
	pagu: number | null;
	belanja: { pegawai: number; barangJasa: number; modal: number } | null;
	sumberDana: string[];
	prakiraanMaju: { pagu: number | null } | null;
	indikator: { jenis: string; tolokUkur: string; satuan: string | null; target: string | null }[];
}

const jenisNames: Record<string, string> = { capaian_program: 'capaian', hasil_kegiatan: 'hasil', output: 'keluaran', outcome: 'hasil' };

// The extraction lies beside the project where it is developed; elsewhere the sums above must do.
describe.skipIf(!existsSync(source))('beside the extraction of the document', () => {
	test('every row, target and amount is equal, in the same order', () => {
		const { nodes } = JSON.parse(readFileSync(source, 'utf8')) as { nodes: SourceNode[] };
		const byId = new Map(value.nodes.map((node) => [node.id, node]));
		const mine = value.nodes.map((node) => ({
			kode: node.kode,
			level: node.level,
			uraian: node.uraian,
			parentKode: node.parent === null ? null : byId.get(node.parent)?.kode,
			lokasi: node.lokasi ?? null,
			pagu: node.pagu ?? null,
			paguMaju: node.paguMaju ?? null,
			belanja: [node.belanjaPegawai ?? null, node.belanjaBarangJasa ?? null, node.belanjaModal ?? null],
			sumberDana: node.sumberDana.map(({ nama }) => nama),
			indikator: node.indikator.map(({ jenis, tolokUkur, satuan, target }) => [jenis, tolokUkur, satuan ?? null, target ?? null])
		}));
		const printed = nodes.map((node) => ({
			kode: node.kode,
			level: node.level,
			uraian: node.uraian,
			parentKode: node.parentKode,
			lokasi: node.lokasi,
			pagu: node.pagu,
			paguMaju: node.prakiraanMaju?.pagu ?? null,
			belanja: [node.belanja?.pegawai ?? null, node.belanja?.barangJasa ?? null, node.belanja?.modal ?? null],
			sumberDana: node.sumberDana,
			indikator: node.indikator
				.filter(({ jenis }) => jenis !== 'input')
				.map(({ jenis, tolokUkur, satuan, target }) => [jenisNames[jenis], tolokUkur, satuan, target])
		}));
		expect(mine).toEqual(printed);
	});
});
