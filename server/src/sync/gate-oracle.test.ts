/** The gate against its twin: of thousands of updates, good and bad, from our edit functions and from raw Yjs, both must say the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import type { Level, NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { seed } from '../../../tests/support/seed.ts';
import { craftUpdate } from './crafted-update-fixture.ts';
import { judgeByCopy, registers } from './gate-oracle-fixture.ts';
import { openPlanRoom, planActor } from './plan-room-fixture.ts';

const updatesWanted = Number(process.env.ORACLE_UPDATES ?? 10_000);
const turnsPerRun = 20;

const tree: [id: string, level: Level, parent: string | null, bidang?: string][] = [
	['u', 'urusan', null],
	['b', 'bidang_urusan', 'u'],
	['p1', 'program', 'b', 'koperasi'],
	['k1', 'kegiatan', 'p1'],
	['s1', 'subkegiatan', 'k1'],
	['s2', 'subkegiatan', 'k1', 'umkm'],
	['k2', 'kegiatan', 'p1'],
	['s3', 'subkegiatan', 'k2'],
	['p2', 'program', 'b', 'umkm'],
	['k3', 'kegiatan', 'p2'],
	['s4', 'subkegiatan', 'k3'],
	['s5', 'subkegiatan', 'k3'],
	['p3', 'program', 'b'],
	['k4', 'kegiatan', 'p3'],
	['s6', 'subkegiatan', 'k4']
];
const ofUnit: Record<string, string[]> = { koperasi: ['p1', 'k1', 's1', 'k2', 's3'], umkm: ['s2', 'p2', 'k3', 's4', 's5'] };
const allRows = tree.map(([id]) => id);
const start = Y.encodeStateAsUpdate(startDoc());

function startDoc(): Y.Doc {
	const nodes = tree.map(([id, level, parent, bidang], index): NodeValue => {
		const row = { id, level, parent, order: `a${index}`, uraian: id, ...(bidang ? { bidang } : {}), indikator: [], sumberDana: [] };
		if (level !== 'subkegiatan') return row;
		const indikator: NodeValue['indikator'] = [{ id: 'i1', jenis: 'keluaran', target: '1', order: 'a0' }];
		return { ...row, pagu: 100 + index, indikator, sumberDana: [{ id: 'd1', nama: 'DAU', jumlah: 5, order: 'a0' }] };
	});
	const doc = buildPlanDoc({
		info: { tahun: 2026, judul: 'Renja', paguLimit: 5, paguLimitBidang: { koperasi: 3 }, bidangBab: { bab1: 'koperasi', bab2: 'umkm' } },
		nodes
	});
	doc.clientID = 1;
	const text = new Y.XmlText();
	const section = new Y.XmlFragment();
	doc.getMap('narrative').set('bab1', section);
	section.insert(0, [text]);
	text.insert(0, 'Latar belakang');
	return doc;
}

// What people and attackers do --------------------------------------------------------------------

type Change = (doc: Y.Doc, who: string) => void;
type Any = Y.Map<unknown>;

const nodes = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('nodes');
const inMap = (map: unknown, work: (map: Any) => void): void => {
	if (map instanceof Y.Map) work(map as Any);
};
const inRow = (doc: Y.Doc, id: string, work: (row: Any) => void): void => inMap(nodes(doc).get(id), work);
const newRows = ['x1', 'x2', 'x3'];

/** A row of the writer's own unit more often than any. */
const rowId = fc.record({ own: fc.integer({ min: 0, max: 3 }), at: fc.nat(100) }).map(({ own, at }) => (who: string): string => {
	const ids = own > 0 ? (ofUnit[who] ?? allRows) : [...allRows, ...newRows];
	return ids[at % ids.length] as string;
});
const text = fc.constantFrom('a', 'b', 'Kota', '12.5');
const amount = fc.constantFrom(0, 7, 1_000);
const textFields = ['kode', 'uraian', 'lokasi', 'catatan', 'penanggungJawab'];
const amountFields = ['pagu', 'paguMaju', 'belanjaModal'];
const field = fc.constantFrom(...textFields, ...amountFields);
const fieldValue = (name: string, words: string, number: number): unknown => (amountFields.includes(name) ? number : words);
const entry = fc.constantFrom(
	{ collection: 'indikator', id: 'i1', field: 'target' },
	{ collection: 'indikator', id: 'e1', field: 'jenis' },
	{ collection: 'indikator', id: 'e2', field: 'order' },
	{ collection: 'sumberDana', id: 'd1', field: 'jumlah' },
	{ collection: 'sumberDana', id: 'e1', field: 'nama' },
	{ collection: 'triwulan', id: '1', field: 'k' },
	{ collection: 'triwulan', id: '4', field: 'rp' },
	{ collection: 'indikator', id: 'e1', field: 'k' }
);
const entryValue: Record<string, unknown> = { jenis: 'hasil', target: '9', nama: 'DAK', jumlah: 4, k: '3', rp: 8, order: 'b0' };
const level = fc.constantFrom<Level>('program', 'kegiatan', 'subkegiatan', 'subkegiatan');
/** Mostly one that the level asks for. */
const aboveOf: Record<string, string[]> = {
	program: ['b'],
	kegiatan: ['p1', 'p2', 'p3'],
	subkegiatan: ['k1', 'k1', 'k2', 'k2', 'k3', 'k4', 'x1', 'x2']
};
const parentOf = fc.nat(40).map(
	(at) =>
		(level: unknown): string =>
			at === 0 ? 's1' : (aboveOf[String(level)]?.[at % (aboveOf[String(level)]?.length ?? 1)] ?? 'u')
);

const ordinary: fc.Arbitrary<Change> = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.record({ id: rowId, field, text, amount }).map(
			({ id, field, text, amount }): Change =>
				(doc, who) =>
					inRow(doc, id(who), (row) => row.set(field, fieldValue(field, text, amount)))
		)
	},
	{
		weight: 2,
		arbitrary: fc.record({ id: rowId, field }).map(
			({ id, field }): Change =>
				(doc, who) =>
					inRow(doc, id(who), (row) => row.delete(field))
		)
	},
	{
		weight: 4,
		arbitrary: fc.record({ id: rowId, entry }).map(
			({ id, entry }): Change =>
				(doc, who) =>
					inRow(doc, id(who), (row) =>
						inMap(row.get(entry.collection), (map) => inMap(map.get(entry.id), (one) => one.set(entry.field, entryValue[entry.field])))
					)
		)
	},
	{
		weight: 3,
		arbitrary: fc.record({ id: rowId, entry, empty: fc.boolean() }).map(
			({ id, entry, empty }): Change =>
				(doc, who) =>
					inRow(doc, id(who), (row) =>
						inMap(row.get(entry.collection), (map) => map.set(entry.id, new Y.Map(empty ? [] : [[entry.field, entryValue[entry.field]]])))
					)
		)
	},
	{
		weight: 1,
		arbitrary: fc.record({ id: rowId, entry }).map(
			({ id, entry }): Change =>
				(doc, who) =>
					inRow(doc, id(who), (row) => inMap(row.get(entry.collection), (map) => map.delete(entry.id)))
		)
	},
	{
		weight: 4,
		arbitrary: fc.record({ id: rowId, parent: parentOf }).map(
			({ id, parent }): Change =>
				(doc, who) =>
					inRow(doc, id(who), (row) => row.set('parent', parent(row.get('level'))))
		)
	},
	{
		weight: 2,
		arbitrary: fc.record({ id: rowId, order: fc.constantFrom('a5', 'c0') }).map(
			({ id, order }): Change =>
				(doc, who) =>
					inRow(doc, id(who), (row) => row.set('order', order))
		)
	},
	{
		weight: 1,
		arbitrary: fc.record({ id: rowId, gone: fc.boolean() }).map(
			({ id, gone }): Change =>
				(doc, who) =>
					inRow(doc, id(who), (row) => (gone ? row.set('removed', true) : row.delete('removed')))
		)
	},
	{
		weight: 4,
		arbitrary: fc
			.record({
				id: fc.constantFrom(...newRows),
				level,
				parent: parentOf,
				bidang: fc.constantFrom(undefined, undefined, 'koperasi', 'umkm')
			})
			.map(({ id, level, parent, bidang }): Change => (doc) => {
				if (nodes(doc).has(id)) return;
				const row = new Y.Map<unknown>(Object.entries({ level, parent: parent(level), order: 'a0', indikator: new Y.Map() }));
				if (bidang) row.set('bidang', bidang);
				nodes(doc).set(id, row);
			})
	},
	{
		weight: 1,
		arbitrary: fc.record({ id: rowId, bidang: fc.constantFrom('koperasi', 'umkm', null) }).map(
			({ id, bidang }): Change =>
				(doc, who) =>
					inRow(doc, id(who), (row) => row.set('bidang', bidang))
		)
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom<Change>(
			(doc) => doc.getMap('info').set('judul', 'J'),
			(doc) => inMap(doc.getMap('info').get('paguLimitBidang'), (map) => map.set('umkm', 4)),
			(doc) => inMap(doc.getMap('info').get('bidangBab'), (map) => map.set('bab1', 'umkm')),
			(doc) => inMap(doc.getMap('info').get('bidangBab'), (map) => map.delete('bab2')),
			(doc) => doc.getMap('info').delete('paguLimit')
		)
	},
	{
		weight: 1,
		arbitrary: fc.record({ section: fc.constantFrom('bab1', 'bab2', 'bab3'), words: text }).map(({ section, words }): Change => (doc) => {
			const map = doc.getMap('narrative') as Y.Map<Y.XmlFragment>;
			if (!map.has(section)) map.set(section, new Y.XmlFragment());
			const fragment = map.get(section) as Y.XmlFragment;
			if (fragment.length === 0) fragment.insert(0, [new Y.XmlText()]);
			const inner = fragment.get(0) as Y.XmlText;
			inner.insert(0, words);
			if (inner.length > 6) inner.delete(3, 2);
		})
	}
);

const hostile: fc.Arbitrary<Change> = fc.oneof(
	fc.record({ id: rowId, value: fc.constantFrom<unknown>(1.5, '1000', -1, { a: 1 }, 'x'.repeat(20_001), 'a\0b', true, 2 ** 60) }).map(
		({ id, value }): Change =>
			(doc, who) =>
				inRow(doc, id(who), (row) => row.set('pagu', value))
	),
	fc
		.record({
			id: rowId,
			make: fc.constantFrom(
				() => new Y.Map(),
				() => new Y.Text('x'),
				() => new Y.Array(),
				() => new Y.Doc(),
				() => new Uint8Array(2)
			)
		})
		.map(
			({ id, make }): Change =>
				(doc, who) =>
					inRow(doc, id(who), (row) => row.set('uraian', make()))
		),
	fc.record({ id: rowId, name: fc.constantFrom('warna', 'level', '', '__proto__', 'parent/x') }).map(
		({ id, name }): Change =>
			(doc, who) =>
				inRow(doc, id(who), (row) => row.set(name, 'kegiatan'))
	),
	fc.record({ id: rowId, name: fc.constantFrom('level', 'parent', 'indikator', 'sumberDana', 'order') }).map(
		({ id, name }): Change =>
			(doc, who) =>
				inRow(doc, id(who), (row) => row.delete(name))
	),
	fc.record({ id: rowId }).map(
		({ id }): Change =>
			(doc, who) =>
				void nodes(doc).set(id(who), new Y.Map(Object.entries({ level: 'subkegiatan', parent: 'k1' })))
	),
	fc.record({ id: rowId }).map(
		({ id }): Change =>
			(doc, who) =>
				nodes(doc).delete(id(who))
	),
	fc.record({ id: rowId, name: fc.constantFrom('indikator', 'sumberDana') }).map(
		({ id, name }): Change =>
			(doc, who) =>
				inRow(doc, id(who), (row) => row.set(name, new Y.Map()))
	),
	fc.record({ id: rowId, entry }).map(
		({ id, entry }): Change =>
			(doc, who) =>
				inRow(doc, id(who), (row) => inMap(row.get(entry.collection), (map) => map.set(entry.id, new Y.Map([['x', new Y.Map()]]))))
	),
	fc.constantFrom<Change>(
		(doc) => doc.getMap('lain').set('a', 1),
		(doc) => doc.getMap('info').delete('paguLimitBidang'),
		(doc) => doc.getMap('info').delete('bidangBab'),
		(doc) => inMap(doc.getMap('info').get('bidangBab'), (map) => map.set('bab1', 5)),
		(doc) => doc.getMap('narrative').delete('bab1'),
		(doc) => doc.getMap('narrative').set('bab9', new Y.Map()),
		(doc) => void doc.getMap('nodes').set('x1', 5)
	)
);

const holderIn =
	(doc: Y.Doc) =>
	(id: string): unknown =>
		nodes(doc).get(id);

const index = fc.oneof({ weight: 1, arbitrary: fc.constant(-1) }, { weight: 2, arbitrary: fc.nat(400) });
const crafted = fc.record({
	origin: index,
	rightOrigin: fc.oneof({ weight: 5, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: index }),
	parent: fc.constantFrom('nodes', 'info', 'narrative', 'lain', 's1', 's4', 'k1'),
	key: fc.constantFrom<string | null>('pagu', 'uraian', 'bidang', 'judul', 'indikator', 'x1', null),
	content: fc.nat(6),
	deletes: fc.oneof({ weight: 2, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat(400) })
});

const turn = fc.record({
	who: fc.constantFrom('koperasi', 'koperasi', 'koperasi', 'umkm', 'umkm', 'umkm', 'perencana', 'perencana', 'verifikator'),
	changes: fc.array(fc.oneof({ weight: 30, arbitrary: ordinary }, { weight: 1, arbitrary: hostile }), { minLength: 1, maxLength: 3 }),
	pull: fc.integer({ min: 0, max: 3 }).map((chance) => chance > 0),
	oneTransaction: fc.boolean(),
	client: fc.nat(1_000_000),
	frame: fc.constantFrom(
		'diff',
		'diff',
		'diff',
		'diff',
		'diff',
		'diff',
		'whole',
		'gap',
		'replay',
		'foreignClient',
		'crafted',
		'crafted'
	) as fc.Arbitrary<'diff' | 'whole' | 'gap' | 'replay' | 'foreignClient' | 'crafted'>,
	crafted,
	other: fc.nat(50)
});

/**
 * Where the gate refuses what its twin would take:
 * - a struct whose parent is no type, written by hand or under a client id that was used twice: Yjs drops it in silence.
 * - a struct by hand that stands between two places, of which Yjs takes one.
 * - a row's parent that was taken out, by a deletion that happens to lose against the value that stands.
 */
const strictOnPurpose = (detail: string): boolean =>
	['a parent that is no type', 'an item between two different places'].includes(detail) || detail.includes('/parent must not be empty');

describe('the gate', () => {
	it(`agrees with its twin on ${updatesWanted} updates`, () => {
		const counts = { admitted: 0, nothing: 0, refused: 0, strict: 0, asks: 0 };
		const reasons: Record<string, number> = {};
		const outcome = fc.check(
			fc.property(fc.array(turn, { minLength: turnsPerRun, maxLength: turnsPerRun }), (turns) => {
				const room = openPlanRoom(start);
				const owners = new Map<number, string>();
				const writers = new Map<string, Y.Doc>();
				const sent: Uint8Array[] = [];
				const newWriter = (who: string, client: number): Y.Doc => {
					const doc = room.clone();
					doc.clientID = client;
					writers.set(who, doc);
					return doc;
				};
				for (const [number, { who, changes, pull, oneTransaction, client, frame, crafted, other }] of turns.entries()) {
					const writer = writers.get(who) ?? newWriter(who, 1000 + client * 100 + number);
					if (pull) Y.applyUpdate(writer, Y.encodeStateAsUpdate(room.doc));
					if (frame === 'foreignClient') writer.clientID = [...owners.keys()][other % Math.max(1, owners.size)] ?? writer.clientID;
					const make = (): void => changes.forEach((change) => change(writer, who));
					const [first, ...rest] = changes as [Change, ...Change[]];
					let from = Y.encodeStateVector(room.doc);
					if (frame === 'gap') {
						first(writer, who);
						from = Y.encodeStateVector(writer);
						rest.forEach((change) => change(writer, who));
					} else if (oneTransaction) writer.transact(make);
					else make();
					let bytes = Y.encodeStateAsUpdate(writer, frame === 'whole' ? undefined : from);
					if (frame === 'replay' && sent.length > 0) bytes = sent[other % sent.length] as Uint8Array;
					if (frame === 'crafted')
						bytes = craftUpdate(room.doc, 900_000_000 + number, { ...crafted, values: [5, 'koperasi'] }, holderIn(room.doc));
					sent.push(bytes);

					const before = registers(room.doc);
					const twin = judgeByCopy(room.doc, bytes, { actor: planActor(who), context: room.context, ownerOf: (id) => owners.get(id) });
					const admission = room.take(who, bytes);
					counts[admission.kind] += 1;
					if (admission.kind === 'refused') {
						reasons[admission.reason] = (reasons[admission.reason] ?? 0) + 1;
						expect(registers(room.doc)).toEqual(before);
						const isStrict = strictOnPurpose(admission.detail);
						if (twin.against.length === 0 && isStrict) counts.strict += 1;
						else expect(twin.against, `update ${number}, ${frame} of ${who}: ${admission.reason}, ${admission.detail}`).not.toEqual([]);
						newWriter(who, 1000 + client * 100 + 50 + number);
						continue;
					}
					expect(twin.against, `update ${number}, ${frame} of ${who}: ${admission.kind}`).toEqual([]);
					expect(admission.kind === 'nothing').toBe(!twin.hasNews);
					expect(registers(room.doc)).toEqual(registers(twin.after));
					expect(room.doc.store.pendingStructs ?? room.doc.store.pendingDs).toBeNull();
					if (admission.kind !== 'admitted') continue;
					for (const id of admission.row.newClients) owners.set(id, who);
					const noted = admission.row.changes.filter(({ root }) => root !== 'narrative');
					expect(
						new Map(
							noted.map(({ root, entity, field, before, after }) => [
								[root, entity, field].filter(Boolean).join('/'),
								[json(before), json(after)]
							])
						)
					).toEqual(twin.changed);
				}
			}),
			{ numRuns: Math.ceil(updatesWanted / turnsPerRun), seed, endOnFailure: true }
		);
		if (outcome.failed) throw new Error(`SEED=${seed}, run ${outcome.numRuns}: ${String(outcome.errorInstance)}`);
		// A run in which nearly everything is refused, or nothing, would hold nothing.
		expect(counts.admitted).toBeGreaterThan(updatesWanted / 8);
		expect(counts.refused).toBeGreaterThan(updatesWanted / 8);
		expect(counts.strict).toBeLessThan(updatesWanted / 50);
		for (const reason of ['forbidden', 'schema', 'gap', 'clientId', 'malformed'])
			expect([reason, (reasons[reason] ?? 0) > 0]).toEqual([reason, true]);
		if (process.env.ORACLE_UPDATES) process.stdout.write(`${JSON.stringify({ ...counts, reasons })}\n`);
	}, 600_000);
});

const json = (value: string | null): unknown => (value === null ? null : JSON.parse(value));
