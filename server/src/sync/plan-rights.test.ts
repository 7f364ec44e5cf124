import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { infoMap, narrativeMap, nodesMap, sectionUnits } from '@rembug/shared/renja/renja-document.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { registerKind, registerNames } from '@rembug/shared/renja/renja-schema.ts';
import { openPlanRoom, planActor, type PlanRoom } from './plan-room-fixture.ts';
import { decidesRights, forbiddenInPlan } from './plan-rights.ts';

const row = (doc: Y.Doc, id: string): Y.Map<unknown> => nodesMap(doc).get(id) as Y.Map<unknown>;
const entries = (doc: Y.Doc, id: string, collection: string): Y.Map<unknown> => row(doc, id).get(collection) as Y.Map<unknown>;
const newRow = (parent: string, level = 'subkegiatan', more: object = {}): Y.Map<unknown> =>
	new Y.Map(Object.entries({ level, parent, order: 'a0', ...more }));
const edit = (one: Edit) => (doc: Y.Doc) => {
	expect(applyEdit(doc, one)).toMatchObject({ ok: true });
};

// samplePlan gives programs to sekretariat, koperasi and umkm in turn.
const own = { program: 'n-2.01.02', kegiatan: 'n-2.01.02.2.01', other: 'n-2.01.02.2.02', sub: 'n-2.01.02.2.01.01' };
const foreign = { program: 'n-2.01.03', kegiatan: 'n-2.01.03.2.01', sub: 'n-2.01.03.2.01.01' };

describe('staf of koperasi', () => {
	it.each<[string, (doc: Y.Doc) => void]>([
		['an amount', (doc) => row(doc, own.sub).set('pagu', 5)],
		['an amount taken out', (doc) => row(doc, own.sub).delete('pagu')],
		['an usulan taken over', edit({ edit: 'takeOver', args: { id: own.sub, usulan: 'u1', taken: true, pagu: 5 } })],
		['an indikator', (doc) => entries(doc, own.sub, 'indikator').set('new', new Y.Map([['jenis', 'keluaran']]))],
		['a triwulan', edit({ edit: 'setTriwulan', args: { id: own.sub, triwulan: 2, field: 'rp', value: 3 } })],
		['a kegiatan under his program', (doc) => nodesMap(doc).set('new', newRow(own.program, 'kegiatan'))],
		[
			'a kegiatan with a sub kegiatan in it at once',
			(doc) => {
				nodesMap(doc).set('k', newRow(own.program, 'kegiatan'));
				nodesMap(doc).set('s', newRow('k', 'subkegiatan', { pagu: 7 }));
				row(doc, 's').set('pagu', 8);
			}
		],
		['a row that is moved within', edit({ edit: 'moveNode', args: { id: own.sub, parent: own.other, order: 'b0' } })],
		['a branch that is removed', edit({ edit: 'removeNode', args: { id: own.kegiatan } })]
	])('brings %s', (_what, change) => {
		expect(openPlanRoom().send('koperasi', change)).toMatchObject({ kind: 'admitted' });
	});

	it.each<[string, (doc: Y.Doc) => void]>([
		['a cell of another unit', (doc) => row(doc, foreign.sub).set('pagu', 5)],
		['the value that stands there already', (doc) => row(doc, foreign.sub).set('pagu', row(doc, foreign.sub).get('pagu'))],
		['the emptying of a cell', (doc) => row(doc, foreign.sub).delete('pagu')],
		['the mark that an usulan was taken over, on a foreign row', (doc) => row(doc, foreign.sub).set('usulan:u1', true)],
		['an indikator of another unit', (doc) => entries(doc, foreign.sub, 'indikator').set('new', new Y.Map([['jenis', 'keluaran']]))],
		['an empty indikator', (doc) => entries(doc, foreign.sub, 'indikator').set('new', new Y.Map())],
		['a row under a foreign row', (doc) => nodesMap(doc).set('new', newRow(foreign.kegiatan))],
		[
			'a row under a new row under a foreign row',
			(doc) => {
				nodesMap(doc).set('k', newRow(foreign.program, 'kegiatan'));
				nodesMap(doc).set('s', newRow('k'));
			}
		],
		[
			'a row under a foreign row that claims a bidang',
			(doc) => nodesMap(doc).set('new', newRow(foreign.kegiatan, 'subkegiatan', { bidang: 'koperasi' }))
		],
		['a program', (doc) => nodesMap(doc).set('new', newRow('n-2.01', 'program', { bidang: 'koperasi' }))],
		['a bidang of his own for somebody else’s row', (doc) => row(doc, foreign.sub).set('bidang', 'koperasi')],
		[
			'a row that he takes and edits in the same update',
			(doc) => {
				row(doc, foreign.sub).set('bidang', 'koperasi');
				row(doc, foreign.sub).set('pagu', 5);
			}
		],
		[
			'a row that he moves to himself and edits in the same update',
			(doc) => {
				row(doc, foreign.sub).set('parent', own.kegiatan);
				row(doc, foreign.sub).set('pagu', 5);
			}
		],
		['a row of his that he gives away', (doc) => row(doc, own.sub).set('parent', foreign.kegiatan)],
		[
			'a row of his that he moves away and back',
			(doc) => {
				row(doc, own.sub).set('parent', foreign.kegiatan);
				row(doc, own.sub).set('pagu', 5);
			}
		],
		['the order of a program', (doc) => row(doc, own.program).set('order', 'zz')],
		['a program that goes', edit({ edit: 'removeNode', args: { id: own.program } })],
		['a pagu limit', (doc) => (infoMap(doc).get('paguLimitBidang') as Y.Map<unknown>).set('koperasi', 5)],
		['the ceiling', (doc) => infoMap(doc).set('paguLimit', 5)],
		['a section that is given to nobody', (doc) => narrativeMap(doc).set('bab1', new Y.XmlFragment())],
		[
			'one cell of another unit among many of his',
			(doc) => {
				for (const field of ['uraian', 'lokasi', 'catatan']) row(doc, own.sub).set(field, 'x');
				row(doc, foreign.sub).set('lokasi', 'x');
			}
		]
	])('does not bring %s', (_what, change) => {
		const room = openPlanRoom();
		const before = Y.encodeStateAsUpdate(room.doc);
		expect(room.send('koperasi', change)).toMatchObject({ kind: 'refused', reason: 'forbidden' });
		expect(Y.encodeStateAsUpdate(room.doc)).toEqual(before);
		// What is forbidden to him fits the document: the perencana brings the same.
		expect(room.send('perencana', change)).toMatchObject({ kind: 'admitted' });
	});

	it('writes the sections that are given to his unit, from the first word on, and only while they are', () => {
		const room = openPlanRoom();
		const assign = (section: string, unit: string) => (doc: Y.Doc) => (infoMap(doc).get(sectionUnits) as Y.Map<unknown>).set(section, unit);
		const write = (section: string) => (doc: Y.Doc) => {
			const map = narrativeMap(doc);
			if (!map.has(section)) map.set(section, new Y.XmlFragment());
			map.get(section)?.push([new Y.XmlElement('paragraph')]);
		};
		expect(room.send('koperasi', assign('2.1', 'koperasi'))).toMatchObject({ reason: 'forbidden' });
		room.send('perencana', assign('2.1', 'koperasi'));
		room.send('perencana', assign('2.2', 'umkm'));
		expect(room.send('koperasi', write('2.1'))).toMatchObject({ kind: 'admitted' });
		expect(room.send('umkm', write('2.1'))).toMatchObject({ reason: 'forbidden' });
		expect(room.send('koperasi', write('2.2'))).toMatchObject({ reason: 'forbidden' });
		room.send('perencana', assign('2.1', 'umkm'));
		expect(room.send('koperasi', write('2.1'))).toMatchObject({ reason: 'forbidden' });
		expect(room.send('umkm', write('2.1'))).toMatchObject({ kind: 'admitted' });
		room.context.lockedUnits = ['umkm'];
		expect(room.send('umkm', write('2.1'))).toMatchObject({ reason: 'forbidden' });
		expect(room.send('perencana', write('2.1'))).toMatchObject({ kind: 'admitted' });
	});

	it('does not take a section and write it in the same update', () => {
		const room = openPlanRoom();
		const both = (doc: Y.Doc): void => {
			(infoMap(doc).get(sectionUnits) as Y.Map<unknown>).set('2.1', 'koperasi');
			narrativeMap(doc).set('2.1', new Y.XmlFragment());
		};
		expect(room.send('koperasi', both)).toMatchObject({ reason: 'forbidden' });
	});

	it('does not get by two updates what one does not give him', () => {
		const room = openPlanRoom();
		const writer = room.clone();
		row(writer, foreign.sub).set('parent', own.kegiatan);
		expect(room.take('koperasi', Y.encodeStateAsUpdate(writer))).toMatchObject({ reason: 'forbidden' });
		const first = Y.encodeStateVector(writer);
		row(writer, foreign.sub).set('pagu', 5);
		expect(room.take('koperasi', Y.encodeStateAsUpdate(writer, first))).toMatchObject({ reason: 'gap' });
	});

	it('loses and regains the rows that the perencana moves', () => {
		const room = openPlanRoom();
		const setPagu = (doc: Y.Doc): void => void row(doc, own.sub).set('pagu', Math.random());
		const change = (doc: Y.Doc): void => void row(doc, own.sub).set('lokasi', 'di sini');
		room.send('perencana', (doc) => row(doc, own.sub).set('parent', foreign.kegiatan));
		expect(room.send('koperasi', change)).toMatchObject({ reason: 'forbidden' });
		expect(room.send('umkm', change)).toMatchObject({ kind: 'admitted' });
		room.send('perencana', (doc) => row(doc, own.sub).set('bidang', 'koperasi'));
		expect(room.send('koperasi', (doc) => row(doc, own.sub).set('lokasi', 'lagi'))).toMatchObject({ kind: 'admitted' });
		expect(room.send('umkm', setPagu).kind).toBe('refused');
	});

	it('changes nothing through a deletion in the place of a value', () => {
		const room = openPlanRoom();
		const writer = room.clone();
		row(writer, foreign.sub).set('pagu', 5);
		// A client that collected its garbage sends the value that it deleted as a run without content.
		row(writer, foreign.sub).delete('pagu');
		expect(room.take('koperasi', Y.encodeStateAsUpdate(writer))).toMatchObject({ reason: 'forbidden' });
	});
});

describe('an usulan', () => {
	const mark =
		(id: string, value: true | null = true) =>
		(doc: Y.Doc) =>
			void (value ? row(doc, id).set('usulan:u1', true) : row(doc, id).delete('usulan:u1'));
	const admitted = { kind: 'admitted' };
	const refused = { kind: 'refused', reason: 'forbidden' };

	it('is taken over into one row, whatever a client sends, and moves when it leaves the other in the same update', () => {
		const room = openPlanRoom();
		const both = (doc: Y.Doc): void => [own.sub, foreign.sub].forEach((id) => mark(id)(doc));
		expect(room.send('perencana', both)).toMatchObject(refused);
		expect(room.send('koperasi', mark(own.sub))).toMatchObject(admitted);
		for (const who of ['umkm', 'perencana']) expect(room.send(who, mark(foreign.sub))).toMatchObject(refused);
		const inNewRow = (doc: Y.Doc): void => void nodesMap(doc).set('new', newRow(own.kegiatan, 'subkegiatan', { 'usulan:u1': true }));
		expect(room.send('koperasi', inNewRow)).toMatchObject(refused);
		const move = (doc: Y.Doc): void => (mark(own.sub, null)(doc), mark(foreign.sub)(doc));
		expect(room.send('perencana', move)).toMatchObject(admitted);
		expect(room.send('umkm', mark(foreign.sub, null))).toMatchObject(admitted);
		expect(room.send('koperasi', mark(own.sub))).toMatchObject(admitted);
	});

	it('does not come back with a removed row when it stands in another one by now', () => {
		const room = openPlanRoom();
		const remove = (doc: Y.Doc): void => void row(doc, own.sub).set('removed', true);
		const restore = (doc: Y.Doc): void => void row(doc, own.sub).delete('removed');
		expect(room.send('koperasi', mark(own.sub))).toMatchObject(admitted);
		expect(room.send('koperasi', remove)).toMatchObject(admitted);
		expect(room.send('koperasi', restore)).toMatchObject(admitted);
		expect(room.send('koperasi', remove)).toMatchObject(admitted);
		expect(room.send('umkm', mark(foreign.sub))).toMatchObject(admitted);
		expect(room.send('koperasi', restore)).toMatchObject(refused);
		expect(room.send('perencana', restore)).toMatchObject(refused);
		expect(row(room.doc, own.sub).get('removed')).toBe(true);
		const withoutIt = (doc: Y.Doc): void => (mark(own.sub, null)(doc), restore(doc));
		expect(room.send('koperasi', withoutIt)).toMatchObject(admitted);
	});

	it('hangs on whether the row that holds it is removed: another process may have brought that row back first', () => {
		const room = openPlanRoom();
		const removed = { root: 'nodes', path: [own.sub, 'removed'], entity: own.sub, field: 'removed' };
		expect(decidesRights(removed, room.doc)).toBe(false);
		room.send('koperasi', mark(own.sub));
		expect(decidesRights(removed, room.doc)).toBe(true);
	});

	it('that two units take over in the same moment is taken over by the first, and the second is refused with its amount', () => {
		const room = openPlanRoom();
		const before = row(room.doc, foreign.sub).get('pagu');
		const take = (id: string): Uint8Array => {
			const writer = room.clone();
			const vector = Y.encodeStateVector(writer);
			edit({ edit: 'takeOver', args: { id, usulan: 'u1', taken: true, pagu: 5_000_000 } })(writer);
			return Y.encodeStateAsUpdate(writer, vector);
		};
		const [first, second] = [take(own.sub), take(foreign.sub)];
		expect(room.take('koperasi', first)).toMatchObject(admitted);
		expect(room.take('umkm', second)).toMatchObject(refused);
		expect(row(room.doc, foreign.sub).get('pagu')).toBe(before);
	});
});

it('verifikator and Kepala Dinas change nothing', () => {
	for (const who of ['verifikator', 'kepala_dinas'])
		expect(openPlanRoom().send(who, (doc) => row(doc, own.sub).set('pagu', 5))).toMatchObject({ kind: 'refused', reason: 'forbidden' });
});

/** Answers of the rights to whatever else somebody might do, as far as it can differ. */
function answers(doc: Y.Doc, context: PlanRoom['context']): (string | null)[] {
	const rows = [own.program, own.kegiatan, own.other, own.sub, foreign.program, foreign.kegiatan, foreign.sub];
	const probes = [
		...rows.flatMap((id) => ['pagu', 'order', 'removed'].map((field) => ({ root: 'nodes', path: [id, field], entity: id, field }))),
		...['1.1', '2.1'].map((section) => ({ root: 'narrative', path: [section], entity: section, field: 'teks' }))
	];
	return ['koperasi', 'umkm'].flatMap((who) =>
		probes.map((probe) => forbiddenInPlan({ doc, actor: planActor(who), context, touched: [probe], maps: [] }))
	);
}

it('knows every register on which the right to others hangs: another process may have changed it first', { timeout: 30_000 }, () => {
	const room = openPlanRoom();
	room.send('perencana', (doc) => void infoMap(doc).set(sectionUnits, new Y.Map([['1.1', 'koperasi']])));
	const before = answers(room.doc, room.context);
	const candidates: unknown[] = [
		'koperasi',
		'umkm',
		null,
		foreign.kegiatan,
		foreign.program,
		5,
		true,
		'x',
		'murni',
		'b0',
		'hasil',
		'mean',
		'up'
	];
	const places = [
		...registerNames.info.map((field) => ({ root: 'info' as const, path: [field] })),
		...['koperasi', '1.1', '2.1'].flatMap((key) =>
			['paguLimitBidang', 'paguLimitSumberDana', sectionUnits].map((map) => ({ root: 'info' as const, path: [map, key] }))
		),
		...[own.program, own.kegiatan, own.sub].flatMap((id) => [
			...registerNames.node.filter((field) => field !== 'level').map((field) => ({ root: 'nodes' as const, path: [id, field] }))
		]),
		...(['indikator', 'sumberDana', 'triwulan'] as const).flatMap((collection) =>
			registerNames[collection].map((field) => ({ root: 'nodes' as const, path: [own.sub, collection, '1', field] }))
		)
	];
	const decisive = new Set<string>();
	for (const { root, path } of places) {
		const kind = registerKind(root, path);
		if (!kind) throw new Error(`no register ${root}/${path.join('/')}`);
		for (const value of candidates.filter(kind.check)) {
			const doc = room.clone();
			let map = doc.getMap(root);
			for (const key of path.slice(0, -1)) {
				if (!(map.get(key) instanceof Y.Map)) map.set(key, new Y.Map());
				map = map.get(key) as Y.Map<unknown>;
			}
			map.set(path.at(-1) as string, value);
			if (JSON.stringify(answers(doc, room.context)) === JSON.stringify(before)) continue;
			decisive.add(kind.entity === sectionUnits ? sectionUnits : kind.field);
			expect([root, ...path, decidesRights({ root, path, entity: kind.entity, field: kind.field }, room.doc)]).toEqual([
				root,
				...path,
				true
			]);
		}
	}
	expect([...decisive].sort()).toEqual(['bidang', sectionUnits, 'parent']);
});
