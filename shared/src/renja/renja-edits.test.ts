import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Edit, EditOutcome } from './edit-types.ts';
import { applyEdit, currentValue, isStillMine } from './renja-edits.ts';
import { buildPlanDoc } from './renja-from-plan.ts';
import { readNode, readRenja, readTakenUsulan } from './renja-value.ts';
import { samplePlan } from './sample-plan.ts';

const sub = 'n-2.01.01.2.01.01';
const kegiatan = 'n-2.01.01.2.01';
const program = 'n-2.01.01';

function plan(): Y.Doc {
	return buildPlanDoc(samplePlan(40));
}

function done(doc: Y.Doc, edit: Edit): EditOutcome {
	const result = applyEdit(doc, edit);
	if (!result.ok) throw new Error(`${result.problem} ${result.detail}`);
	return result;
}

const everyEdit: Edit[] = [
	{ edit: 'setNodeText', args: { id: sub, field: 'lokasi', value: 'Kecamatan Gempol' } },
	{ edit: 'setNodeText', args: { id: sub, field: 'lokasi', value: null } },
	{ edit: 'setAmount', args: { id: sub, field: 'pagu', value: 5_000_000 } },
	{ edit: 'setAmount', args: { id: sub, field: 'pagu', value: null } },
	{ edit: 'setBidang', args: { id: program, bidang: 'umkm' } },
	{ edit: 'setBidang', args: { id: program, bidang: null } },
	{ edit: 'addNode', args: { id: 'baru', level: 'subkegiatan', parent: kegiatan, order: 'a9', uraian: 'Baru' } },
	{ edit: 'moveNode', args: { id: sub, parent: 'n-2.01.01.2.02', order: 'a5' } },
	{ edit: 'removeNode', args: { id: program } },
	{
		edit: 'addIndikator',
		args: { nodeId: sub, id: 'i9', jenis: 'hasil', order: 'a9', tolokUkur: 'Persentase', target: '28,24', satuan: '%' }
	},
	{ edit: 'setIndikator', args: { nodeId: sub, id: 'i-2.01.01.2.01.01', field: 'target', value: '12' } },
	{ edit: 'removeIndikator', args: { nodeId: sub, id: 'i-2.01.01.2.01.01' } },
	{ edit: 'addSumberDana', args: { nodeId: sub, id: 's9', nama: 'PAD', jumlah: 7, order: 'a9' } },
	{ edit: 'setSumberDana', args: { nodeId: sub, id: 's-2.01.01.2.01.01', field: 'jumlah', value: 42 } },
	{ edit: 'removeSumberDana', args: { nodeId: sub, id: 's-2.01.01.2.01.01' } },
	{ edit: 'setTriwulan', args: { id: sub, triwulan: 2, field: 'rp', value: 100 } },
	{
		edit: 'takeOver',
		args: { id: sub, usulan: 'u1', taken: true, pagu: 9, lokasi: 'Gempol', target: { indikator: 'i-2.01.01.2.01.01', value: '14' } }
	},
	{ edit: 'takeOver', args: { id: sub, usulan: 'u1', taken: true } },
	{ edit: 'setInfo', args: { field: 'paguLimit', value: 1 } },
	{ edit: 'setPaguLimit', args: { of: 'bidang', key: 'umkm', value: 10 } },
	{ edit: 'writeSection', args: { section: '2.1', text: [{ type: 'paragraph', content: [{ type: 'text', text: 'Pagu naik.' }] }] } },
	{ edit: 'assignSection', args: { section: '2.1', bidang: 'umkm' } }
];

describe('applyEdit', () => {
	it.each(everyEdit.map((edit) => [`${edit.edit} ${JSON.stringify(edit.args)}`, edit] as const))(
		'%s is taken back by its inverse, and that by its own',
		(_name, edit) => {
			const doc = plan();
			const before = readRenja(doc);
			const { inverse } = done(doc, edit);
			const after = readRenja(doc);
			expect(after).not.toEqual(before);
			const back = done(doc, inverse as Edit);
			// A row that was added stays in the document as removed: taking back never destroys.
			const visible = (value: typeof before): unknown => ({
				...value,
				nodes: value.nodes
					.filter((node) => !node.removed)
					.map((node) => ({
						...node,
						indikator: node.indikator.filter((entry) => !entry.removed),
						sumberDana: node.sumberDana.filter((entry) => !entry.removed)
					}))
			});
			expect(visible(readRenja(doc))).toEqual(visible(before));
			done(doc, back.inverse as Edit);
			expect(readRenja(doc)).toEqual(after);
		}
	);

	it('is one transaction, and one that changes nothing sends nothing', () => {
		const doc = plan();
		let updates = 0;
		doc.on('update', () => updates++);
		done(doc, { edit: 'removeNode', args: { id: program } });
		expect(updates).toBe(1);
		const { inverse } = done(doc, {
			edit: 'setNodeText',
			args: { id: 'n-2.01', field: 'uraian', value: readNode(doc, 'n-2.01')?.uraian ?? '' }
		});
		expect([updates, inverse]).toEqual([1, null]);
	});

	it.each<[string, Edit]>([
		['value.invalid', { edit: 'setAmount', args: { id: sub, field: 'pagu', value: 1.5 } }],
		['value.invalid', { edit: 'setAmount', args: { id: sub, field: 'pagu', value: -1 } }],
		['value.invalid', { edit: 'setNodeText', args: { id: sub, field: 'uraian', value: 'x'.repeat(20_001) } }],
		['value.invalid', { edit: 'setInfo', args: { field: 'tahun', value: 24 } }],
		['value.invalid', { edit: 'addIndikator', args: { nodeId: sub, id: 'a/b', jenis: 'hasil', order: 'a0' } }],
		['level.field', { edit: 'setAmount', args: { id: program, field: 'pagu', value: 1 } }],
		['level.field', { edit: 'addSumberDana', args: { nodeId: kegiatan, id: 's', nama: 'PAD', order: 'a0' } }],
		['node.missing', { edit: 'setBidang', args: { id: 'tidak-ada', bidang: null } }],
		['node.exists', { edit: 'addNode', args: { id: sub, level: 'subkegiatan', parent: kegiatan, order: 'a0' } }],
		['node.parent', { edit: 'addNode', args: { id: 'x', level: 'subkegiatan', parent: program, order: 'a0' } }],
		['node.parent', { edit: 'moveNode', args: { id: sub, parent: sub, order: 'a0' } }],
		['entry.missing', { edit: 'setIndikator', args: { nodeId: sub, id: 'tidak-ada', field: 'target', value: '1' } }]
	])('refuses with %s and changes nothing: %j', (problem, edit) => {
		const doc = plan();
		const before = readRenja(doc);
		expect(applyEdit(doc, edit)).toMatchObject({ ok: false, problem });
		expect(readRenja(doc)).toEqual(before);
	});

	it('refuses to edit a removed row, and to bring back a row whose parent stays removed', () => {
		const doc = plan();
		done(doc, { edit: 'removeNode', args: { id: program } });
		expect(applyEdit(doc, { edit: 'setAmount', args: { id: sub, field: 'pagu', value: 1 } })).toMatchObject({
			ok: false,
			problem: 'node.removed'
		});
		expect(applyEdit(doc, { edit: 'restoreNodes', args: { ids: [sub] } })).toMatchObject({ ok: false, problem: 'node.parent' });
	});

	it('leaves a row that was removed earlier in the trash when its parent is taken back', () => {
		const doc = plan();
		done(doc, { edit: 'removeNode', args: { id: sub } });
		const { inverse } = done(doc, { edit: 'removeNode', args: { id: kegiatan } });
		done(doc, inverse as Edit);
		expect([readNode(doc, kegiatan)?.removed, readNode(doc, sub)?.removed]).toEqual([undefined, true]);
	});
});

describe('isStillMine', () => {
	it('is over once a colleague typed in the row that I added', () => {
		const doc = plan();
		const edit: Edit = { edit: 'addNode', args: { id: 'baru', level: 'subkegiatan', parent: kegiatan, order: 'a9' } };
		const { after } = done(doc, edit);
		expect(isStillMine(doc, edit, after)).toBe(true);
		done(doc, { edit: 'setNodeText', args: { id: 'baru', field: 'uraian', value: 'punya orang lain' } });
		expect(isStillMine(doc, edit, after)).toBe(false);
	});

	it('is over once a colleague put a row under the one that I added', () => {
		const doc = plan();
		const edit: Edit = { edit: 'addNode', args: { id: 'baru', level: 'kegiatan', parent: program, order: 'a9' } };
		const { after } = done(doc, edit);
		done(doc, { edit: 'addNode', args: { id: 'anak', level: 'subkegiatan', parent: 'baru', order: 'a0' } });
		expect(isStillMine(doc, edit, after)).toBe(false);
	});

	it('is over once a colleague set another amount', () => {
		const doc = plan();
		const edit: Edit = { edit: 'setAmount', args: { id: sub, field: 'pagu', value: 5 } };
		const { after } = done(doc, edit);
		done(doc, { edit: 'setAmount', args: { id: sub, field: 'pagu', value: 6 } });
		expect([isStillMine(doc, edit, after), currentValue(doc, edit)]).toEqual([false, 6]);
	});
});

describe('currentValue', () => {
	it.each(
		everyEdit.filter(({ edit }) => edit.startsWith('set')).map((edit) => [`${edit.edit} ${JSON.stringify(edit.args)}`, edit] as const)
	)('of %s stays what it was set to when the row is taken away', (_name, edit) => {
		const doc = plan();
		const { after } = done(doc, edit);
		done(doc, { edit: 'removeNode', args: { id: program } });
		expect(currentValue(doc, edit)).toEqual(after);
	});
});

describe('taking an usulan over', () => {
	const take = (usulan: string, pagu: number, id = sub): Edit => ({ edit: 'takeOver', args: { id, usulan, taken: true, pagu } });
	const other = 'n-2.01.01.2.02.01';

	it('happens once, into whichever row it was first', () => {
		const doc = plan();
		done(doc, take('u1', 500));
		for (const id of [sub, other]) {
			expect(applyEdit(doc, take('u1', 900, id))).toMatchObject({ ok: false, problem: 'usulan.taken' });
		}
		expect(readNode(doc, sub)).toMatchObject({ pagu: 500, usulan: ['u1'] });
	});

	it('is one update, so that no writer or server can lose a part of it', () => {
		const doc = plan();
		const updates: Uint8Array[] = [];
		doc.on('update', (update: Uint8Array) => updates.push(update));
		const brings = { pagu: 9, lokasi: 'Gempol', target: { indikator: 'i-2.01.01.2.01.01', value: '14' } };
		done(doc, { edit: 'takeOver', args: { id: sub, usulan: 'u1', taken: true, ...brings } });
		expect(updates).toHaveLength(1);
	});

	it('is open again when the row it went into was removed', () => {
		const doc = plan();
		done(doc, take('u1', 500));
		done(doc, { edit: 'removeNode', args: { id: sub } });
		done(doc, take('u1', 700, other));
		expect(readTakenUsulan(doc)).toEqual(new Map([['u1', other]]));
	});

	it('keeps a removed row away while what it held stands in another one', () => {
		const doc = plan();
		const restore: Edit = { edit: 'restoreNodes', args: { ids: [sub] } };
		done(doc, take('u1', 500));
		done(doc, { edit: 'removeNode', args: { id: sub } });
		done(doc, take('u1', 700, other));
		expect(applyEdit(doc, restore)).toMatchObject({ ok: false, problem: 'usulan.elsewhere', detail: 'u1' });
		done(doc, { edit: 'takeOver', args: { id: other, usulan: 'u1', taken: false } });
		done(doc, restore);
		expect(readTakenUsulan(doc)).toEqual(new Map([['u1', sub]]));
	});

	it('is taken back as a whole, or not at all once somebody changed the pagu', () => {
		const doc = plan();
		const { after } = done(doc, take('u1', 500));
		expect(isStillMine(doc, take('u1', 500), after)).toBe(true);
		done(doc, { edit: 'setAmount', args: { id: sub, field: 'pagu', value: 800 } });
		expect(isStillMine(doc, take('u1', 500), after)).toBe(false);
	});

	it('keeps both of two usulan that people take over at once without knowing of each other', () => {
		const doc = plan();
		const colleague = new Y.Doc();
		Y.applyUpdate(colleague, Y.encodeStateAsUpdate(doc));
		done(doc, take('u1', 500));
		done(colleague, take('u2', 600));
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(colleague));
		expect(readNode(doc, sub)?.usulan).toEqual(['u1', 'u2']);
	});

	it.each<[string, Edit, string]>([
		['a kegiatan', take('u1', 5, kegiatan), 'level.field'],
		['a row that is not there', take('u1', 5, 'tidak-ada'), 'node.missing'],
		['no whole rupiah', take('u1', 1.5), 'value.invalid'],
		['no id of an usulan', take('a/b', 5), 'value.invalid'],
		[
			'no indikator of the row',
			{ edit: 'takeOver', args: { id: sub, usulan: 'u1', taken: true, target: { indikator: 'x', value: '1' } } },
			'entry.missing'
		]
	])('is refused for %s, and nothing changes', (_what, edit, problem) => {
		const doc = plan();
		const before = readRenja(doc);
		expect(applyEdit(doc, edit)).toMatchObject({ ok: false, problem });
		expect(readRenja(doc)).toEqual(before);
	});
});
