import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usulanStatuses, type UsulanValue } from '../forum/forum-types.ts';
import { samplePlan } from '../renja/sample-plan.ts';
import type { NodeValue } from '../renja/renja-types.ts';
import type { OfficialTable, TableRow } from './table-types.ts';
import { tableTC32 } from './t-c-32.ts';
import { readUsulanTable } from '../usulan/read-usulan-table.ts';

const plan = samplePlan(30);
const subs = plan.nodes.filter(({ level }) => level === 'subkegiatan');
const [first, second] = subs as [NodeValue, NodeValue];

function usulan(id: string, more: Partial<UsulanValue> = {}): UsulanValue {
	return { id, asal: 'langsung', usulan: `Usulan ${id}`, status: 'baru', order: id, ...more };
}

function said(row: TableRow | undefined): string[] {
	return (row?.cells ?? []).map(([cell]) => (cell?.kind === 'text' ? cell.text : cell?.kind === 'rupiah' ? String(cell.value) : ''));
}

function kinds(table: OfficialTable): string[] {
	return table.rows.map((row) => `${row.kind} ${said(row)[0] || (row.nodeId ?? '')}`.trim());
}

test('usulan stand under their sub kegiatan in the order of the plan, each with one number; those without one stand last', () => {
	const table = tableTC32(plan, [
		usulan('a'),
		usulan('b', { subkegiatan: second.id }),
		usulan('c', { subkegiatan: first.id }),
		usulan('d', { subkegiatan: first.id }),
		usulan('e', { removed: true })
	]);
	const kegiatan = plan.nodes.find(({ id }) => id === first.parent);
	expect(kinds(table)).toEqual([
		`program ${kegiatan?.parent}`,
		`kegiatan ${kegiatan?.id}`,
		`subkegiatan ${first.id}`,
		'usulan 1',
		'usulan 2',
		`subkegiatan ${second.id}`,
		'usulan 3',
		'heading',
		'usulan 4'
	]);
	expect(table.rows.filter(({ kind }) => kind === 'usulan').map(({ nodeId }) => nodeId)).toEqual(['c', 'd', 'b', 'a']);
});

test('a row says where the usulan comes from, what was decided and why, and with which number it is spoken about', () => {
	const table = tableTC32(plan, [
		usulan('a', {
			asal: 'musrenbang_kecamatan',
			pengusulUnit: 'Kecamatan Beji',
			desa: 'Gajahbendo',
			kecamatan: 'Kec. Beji',
			volume: '1',
			satuan: 'Kegiatan',
			biaya: 25_000_000,
			permasalahan: 'Pasar sepi',
			status: 'ditolak',
			alasan: 'Bukan kewenangan'
		}),
		usulan('b', { group: 'a' })
	]);
	expect(table.rows.slice(1).map(said)).toEqual([
		[
			'1',
			'Usulan a',
			'Gajahbendo, Kec. Beji',
			'Pasar sepi',
			'1 Kegiatan',
			'25000000',
			'Musrenbang kecamatan, Kecamatan Beji\nTidak diterima: Bukan kewenangan'
		],
		['2', 'Usulan b', '', '', '', '', 'Usulan langsung\nBelum dibahas\nDibahas bersama nomor 1']
	]);
	expect(table.foot.map(said)).toEqual([['', 'Jumlah 2 usulan, 1 di antaranya dengan anggaran', '', '', '', '25000000', '']]);
});

test('an usulan whose sub kegiatan was removed is not lost', () => {
	const nodes = plan.nodes.map((node) => (node.id === first.id ? { ...node, removed: true as const } : node));
	expect(kinds(tableTC32({ ...plan, nodes }, [usulan('a', { subkegiatan: first.id })]))).toEqual(['heading', 'usulan 1']);
});

test('every usulan that was not removed is printed once, whatever it is linked to, and the sum is that of the rows', () => {
	const anyUsulan = fc.record({
		subkegiatan: fc.option(fc.constantFrom('strange', ...plan.nodes.map(({ id }) => id)), { nil: undefined }),
		status: fc.constantFrom(...usulanStatuses),
		biaya: fc.option(fc.nat(), { nil: undefined }),
		removed: fc.option(fc.constant(true as const), { nil: undefined }),
		group: fc.option(fc.constantFrom('0', '1', 'strange'), { nil: undefined })
	});
	fc.assert(
		fc.property(fc.array(anyUsulan, { maxLength: 30 }), (many) => {
			const given = many.map((one, index) => usulan(String(index), one as Partial<UsulanValue>));
			const live = given.filter(({ removed }) => !removed);
			const table = tableTC32(plan, given);
			const printed = table.rows.filter(({ kind }) => kind === 'usulan');
			expect(printed.map(({ nodeId }) => nodeId).sort()).toEqual(live.map(({ id }) => id).sort());
			expect(printed.map((row) => said(row)[0])).toEqual(printed.map((_, index) => String(index + 1)));
			expect(said(table.foot[0])[5]).toBe(String(live.reduce((sum, { biaya }) => sum + (biaya ?? 0), 0)));
		})
	);
});

test('the plain list has every usulan in a row of its own, and is read again as the same usulan', () => {
	const given = [
		usulan('a', {
			...{ pengusulUnit: 'Pemerintah Desa', urusan: 'Koperasi', desa: 'Gajahbendo', kecamatan: 'Beji' },
			...{ volume: '10', satuan: 'Orang', permasalahan: 'Pasar sepi', biaya: 25_000_000, subkegiatan: second.id }
		}),
		usulan('b', { status: 'ditolak', alasan: 'Bukan kewenangan', subkegiatan: first.id }),
		usulan('c', { removed: true })
	];
	const table = tableTC32(plan, given, 'daftar');
	expect(table.rows.map(said)).toEqual([
		[
			'1',
			'Pemerintah Desa',
			'Koperasi',
			'Usulan a',
			'10 Orang',
			'Pasar sepi',
			'Desa Gajahbendo, Kec. Beji',
			'25000000',
			'Usulan langsung\nBelum dibahas'
		],
		['2', '', '', 'Usulan b', '', '', '', '', 'Usulan langsung\nTidak diterima: Bukan kewenangan']
	]);
	expect(said(table.foot[0])).toEqual(['', '', '', 'Jumlah 2 usulan, 1 di antaranya dengan anggaran', '', '', '', '25000000', '']);
	const { candidates, messages } = readUsulanTable([...table.header.map((row) => row.map(({ text }) => text)), ...table.rows.map(said)], {
		asal: 'langsung'
	});
	expect(messages.filter(({ level }) => level === 'error')).toEqual([]);
	const { pengusulUnit, urusan, desa, kecamatan, volume, satuan, permasalahan, biaya } = given[0] as UsulanValue;
	expect(candidates[0]).toMatchObject({
		...{ usulan: 'Usulan a', pengusulUnit, urusan, desa, kecamatan, volume, satuan, permasalahan, biaya }
	});
	expect(candidates.map(({ usulan: text }) => text)).toEqual(['Usulan a', 'Usulan b']);
});
