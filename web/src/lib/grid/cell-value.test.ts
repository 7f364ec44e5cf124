import { describe, expect, it } from 'vitest';
import { cellKind, cellText, editCell } from './cell-value.ts';
import { gridColumns, type ColumnKey } from './columns.ts';
import { flatten } from './grid-lines.ts';
import { smallNodes, testContext } from './plain-plan.ts';

const columns = gridColumns(2024);
const column = (key: ColumnKey) => columns.find((one) => one.key === key)!;
const context = testContext();
const line = (key: string) => flatten(context.plan, { collapsed: new Set(), shown: null }).find((one) => one.key === key)!;

describe('cellText', () => {
	it('shows amounts in the Indonesian form, sums on rows above', () => {
		expect(cellText(context, line('s1'), column('pagu'))).toBe('1.000.000');
		expect(cellText(context, line('p'), column('pagu'))).toBe('3.500.000');
		expect(cellKind(line('p'), column('pagu'))).toBe('computed');
	});

	it('shows node fields once and indikator fields on every line', () => {
		expect(cellText(context, line('s1/i2'), column('pagu'))).toBe('');
		expect(cellText(context, line('s1/i2'), column('target'))).toBe('100');
	});

	it('shows the inherited bidang', () => {
		expect(cellText(context, line('s1'), column('bidang'))).toBe('Sekretariat');
	});
});

describe('editCell', () => {
	it('reads money in any usual form', () => {
		expect(editCell(context, line('s1'), column('pagu'), 'Rp 1.250.000,00')).toEqual({
			ok: true,
			edits: [{ edit: 'setAmount', args: { id: 's1', field: 'pagu', value: 1_250_000 } }]
		});
	});

	it('says in Indonesian what is wrong with an amount, and changes nothing', () => {
		expect(editCell(context, line('s1'), column('pagu'), 'sejuta')).toEqual({
			ok: false,
			problem: 'Ini bukan jumlah uang. Contoh: 1.250.000'
		});
	});

	it('refuses to fill in a computed sum', () => {
		expect(editCell(context, line('p'), column('pagu'), '5')).toMatchObject({ ok: false });
	});

	it('makes no edit when the cell already says so', () => {
		expect(editCell(context, line('s1'), column('pagu'), '1000000')).toEqual({ ok: true, edits: [] });
		expect(editCell(context, line('s1'), column('bidang'), 'sekretariat')).toEqual({ ok: true, edits: [] });
	});

	it('clears with an empty text', () => {
		expect(editCell(context, line('s1'), column('lokasi'), ' ')).toEqual({
			ok: true,
			edits: [{ edit: 'setNodeText', args: { id: 's1', field: 'lokasi', value: null } }]
		});
	});

	it('adds an indikator when a row without one gets a target', () => {
		expect(editCell(testContext(), line('s2'), column('target'), '12')).toMatchObject({
			ok: true,
			edits: [{ edit: 'addIndikator', args: { nodeId: 's2', id: 'new-1', jenis: 'keluaran', target: '12' } }]
		});
	});

	it('knows a bidang by its name, and lists them for a wrong one', () => {
		expect(editCell(context, line('s1'), column('bidang'), 'Bidang Koperasi')).toMatchObject({
			ok: true,
			edits: [{ args: { bidang: 'koperasi' } }]
		});
		expect(editCell(context, line('s1'), column('bidang'), 'Perdagangan')).toMatchObject({
			ok: false,
			problem: expect.stringContaining('Sekretariat, Koperasi, UMKM')
		});
	});

	it('turns a written split by sumber dana into additions, changes and removals', () => {
		const edits = editCell(testContext(), line('s1'), column('sumberDana'), 'dana alokasi umum: 600.000; PAD: 400.000');
		expect(edits).toMatchObject({
			ok: true,
			edits: [
				{ edit: 'setSumberDana', args: { id: 'd1', field: 'nama', value: 'dana alokasi umum' } },
				{ edit: 'setSumberDana', args: { id: 'd1', field: 'jumlah', value: 600_000 } },
				{ edit: 'addSumberDana', args: { id: 'new-1', nama: 'PAD', jumlah: 400_000 } }
			]
		});
		expect(editCell(testContext(), line('s1'), column('sumberDana'), '')).toMatchObject({
			ok: true,
			edits: [{ edit: 'removeSumberDana' }]
		});
		expect(editCell(testContext(), line('s1'), column('sumberDana'), 'PAD; pad: 1')).toMatchObject({ ok: false });
	});

	it('keeps the split as it is when its own text is put back', () => {
		const nodes = smallNodes();
		nodes[4]!.sumberDana = [
			{ id: 'd1', nama: 'DAU: Earmark 2', jumlah: 5 },
			{ id: 'd2', nama: 'PAD' }
		];
		const own = testContext(nodes);
		expect(editCell(own, line('s1'), column('sumberDana'), cellText(own, line('s1'), column('sumberDana')))).toEqual({
			ok: true,
			edits: []
		});
	});
});
