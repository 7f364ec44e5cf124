import * as encoding from 'lib0/encoding';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { infoMap, narrativeMap, nodesMap } from '@rembug/shared/renja/renja-document.ts';
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { planPart } from './plan-part.ts';
import { openRoots, readUpdate, type Reading } from './read-update.ts';

const plan = samplePlan(20);
const base = Y.encodeStateAsUpdate(buildPlanDoc(plan));
const subs = plan.nodes.filter((node) => node.level === 'subkegiatan').map((node) => node.id);
const kegiatan = plan.nodes.filter((node) => node.level === 'kegiatan').map((node) => node.id);
const sub = subs[0] as string;

/** A document as a room holds it. */
function newRoom(): Y.Doc {
	const doc = openRoots(planPart, new Y.Doc());
	Y.applyUpdate(doc, base);
	return doc;
}

/** What a client sends after it changed a document that was in step with the room. */
function sent(room: Y.Doc, change: (doc: Y.Doc) => void, clientId?: number): Uint8Array {
	const client = new Y.Doc();
	Y.applyUpdate(client, Y.encodeStateAsUpdate(room));
	if (clientId !== undefined) client.clientID = clientId;
	const updates: Uint8Array[] = [];
	client.on('update', (bytes) => updates.push(bytes));
	change(client);
	return updates.length === 1 ? (updates[0] as Uint8Array) : Y.mergeUpdates(updates);
}

const edit = (edit: Edit) => (doc: Y.Doc) => {
	expect(applyEdit(doc, edit)).toMatchObject({ ok: true });
};
const node = (doc: Y.Doc, id: string): Y.Map<unknown> => nodesMap(doc).get(id) as Y.Map<unknown>;
const paths = (reading: Reading): string[] =>
	reading.kind === 'news' ? reading.touched.map(({ root, path }) => `${root}/${path.join('/')}`).sort() : [];
const reasonOf = (reading: Reading): string => (reading.kind === 'refused' ? reading.reason : reading.kind);
const judge = (change: (doc: Y.Doc) => void): Reading => {
	const room = newRoom();
	return readUpdate(planPart, room, sent(room, change));
};

describe('reading an update', () => {
	it('names the one register that an edit changes', () => {
		const reading = judge(edit({ edit: 'setAmount', args: { id: sub, field: 'pagu', value: 5 } }));
		expect(reading).toMatchObject({ kind: 'news', touched: [{ root: 'nodes', path: [sub, 'pagu'], entity: sub, field: 'pagu' }] });
	});

	it('names every register of a row that is added', () => {
		const args = { id: 'baru', level: 'subkegiatan', parent: kegiatan[0] as string, order: 'a5', kode: '2.1' } as const;
		expect(paths(judge(edit({ edit: 'addNode', args })))).toEqual(
			['kode', 'level', 'order', 'parent'].map((field) => `nodes/baru/${field}`)
		);
	});

	it('names a deleted register', () => {
		expect(paths(judge((doc) => node(doc, sub).delete('pagu')))).toEqual([`nodes/${sub}/pagu`]);
	});

	it('names a section of prose once, whatever was typed in it', () => {
		const room = newRoom();
		const first = sent(room, (doc) => narrativeMap(doc).set('bab1', new Y.XmlFragment()));
		expect(paths(readUpdate(planPart, room, first))).toEqual(['narrative/bab1']);
		Y.applyUpdate(room, first);
		const typed = sent(room, (doc) => {
			const paragraph = new Y.XmlElement('paragraph');
			narrativeMap(doc).get('bab1')?.insert(0, [paragraph]);
			const text = new Y.XmlText();
			paragraph.insert(0, [text]);
			text.insert(0, 'Latar belakang');
			text.format(0, 5, { bold: {} });
			text.delete(2, 3);
			paragraph.setAttribute('level', '1');
		});
		expect(paths(readUpdate(planPart, room, typed))).toEqual(['narrative/bab1']);
	});

	it('finds nothing new in what the room holds', () => {
		const room = newRoom();
		expect(readUpdate(planPart, room, Y.encodeStateAsUpdate(room))).toEqual({ kind: 'nothing' });
		expect(readUpdate(planPart, room, Y.encodeStateAsUpdate(new Y.Doc()))).toEqual({ kind: 'nothing' });
	});

	it('judges only the news of a step 2 that carries the whole history', () => {
		const room = newRoom();
		const client = new Y.Doc();
		Y.applyUpdate(client, base);
		for (const value of [1, 2, 3]) {
			applyEdit(client, { edit: 'setAmount', args: { id: sub, field: 'pagu', value } });
			if (value === 2) Y.applyUpdate(room, Y.encodeStateAsUpdate(client));
		}
		expect(paths(readUpdate(planPart, room, Y.encodeStateAsUpdate(client)))).toEqual([`nodes/${sub}/pagu`]);
	});

	it('keeps of a step 2 nothing that the room holds, neither values nor deletions', () => {
		const [room, client] = [newRoom(), newRoom()];
		const text = (doc: Y.Doc): Y.XmlText => narrativeMap(doc).get('bab1')?.get(0) as Y.XmlText;
		narrativeMap(client).set('bab1', new Y.XmlFragment());
		narrativeMap(client)
			.get('bab1')
			?.insert(0, [new Y.XmlText('Latar belakang')]);
		for (let value = 0; value < 40; value++)
			edit({ edit: 'setAmount', args: { id: subs[value % 9] as string, field: 'pagu', value } })(client);
		text(client).delete(2, 3);
		Y.applyUpdate(room, Y.encodeStateAsUpdate(client));
		edit({ edit: 'setAmount', args: { id: sub, field: 'pagu', value: 77 } })(client);
		// One word goes on where the room's copy of the same run of letters ends, and the deletion lies across what is deleted already.
		text(client).insert(11, '!!');
		text(client).delete(1, 4);
		const reading = readUpdate(planPart, room, Y.encodeStateAsUpdate(client));
		if (reading.kind !== 'news') throw new Error(reading.kind);
		const { structs, ds } = Y.decodeUpdate(reading.update);
		expect(structs.every(({ id }) => id.clock >= Y.getState(room.store, id.client))).toBe(true);
		const deleted = [...ds.clients.values()].flat().reduce((sum, { len }) => sum + len, 0);
		expect(deleted).toBe(5);
		expect(reading.update.length).toBeLessThan(120);
		Y.applyUpdate(room, reading.update);
		expect(room.toJSON()).toEqual(client.toJSON());
	});

	it('hands on the very bytes of an ordinary edit', () => {
		const room = newRoom();
		const bytes = sent(room, edit({ edit: 'setAmount', args: { id: sub, field: 'pagu', value: 5 } }));
		const reading = readUpdate(planPart, room, bytes);
		expect(reading.kind === 'news' && reading.update).toBe(bytes);
	});

	it('does not hand on what is known, also where nothing is deleted', () => {
		const [room, client] = [newRoom(), newRoom()];
		const updates: Uint8Array[] = [];
		client.on('update', (bytes) => updates.push(bytes));
		narrativeMap(client).set('bab1', new Y.XmlFragment());
		narrativeMap(client).set('bab2', new Y.XmlFragment());
		Y.applyUpdate(room, updates[0] as Uint8Array);
		const reading = readUpdate(planPart, room, Y.mergeUpdates(updates));
		if (reading.kind !== 'news') throw new Error(reasonOf(reading));
		const { structs } = Y.decodeUpdate(reading.update);
		expect(structs.map(({ id }) => id.clock)).toEqual([Y.getState(room.store, client.clientID)]);
	});

	it('writes anew what carries something known, and what names one client in two runs or with nothing', () => {
		const author = newRoom();
		author.clientID = 77;
		const updates: Uint8Array[] = [];
		author.on('update', (bytes) => updates.push(bytes));
		for (const value of [5, 6]) edit({ edit: 'setAmount', args: { id: sub, field: 'pagu', value } })(author);
		const structs = updates.flatMap((bytes) => Y.decodeUpdate(bytes).structs) as Y.Item[];
		const deletions = Y.decodeUpdate(Y.mergeUpdates(updates)).ds;
		const inRuns = (...runs: { client: number; structs: Y.Item[] }[]): Uint8Array => {
			const encoder = new Y.UpdateEncoderV1();
			encoding.writeVarUint(encoder.restEncoder, runs.length);
			for (const { client, structs } of runs) {
				encoding.writeVarUint(encoder.restEncoder, structs.length);
				encoder.writeClient(client);
				encoding.writeVarUint(encoder.restEncoder, structs[0]?.id.clock ?? 0);
				for (const struct of structs) struct.write(encoder, 0);
			}
			encoding.writeVarUint(encoder.restEncoder, deletions.clients.size);
			for (const [client, ranges] of deletions.clients) {
				encoder.resetDsCurVal();
				encoding.writeVarUint(encoder.restEncoder, client);
				encoding.writeVarUint(encoder.restEncoder, ranges.length);
				for (const { clock, len } of ranges) {
					encoder.writeDsClock(clock);
					encoder.writeDsLen(len);
				}
			}
			return encoder.toUint8Array();
		};
		const ordinary = inRuns({ client: 77, structs });
		const known = newRoom();
		Y.applyUpdate(known, updates[0] as Uint8Array);
		const cases: [Y.Doc, Uint8Array][] = [
			[known, ordinary],
			[newRoom(), inRuns({ client: 77, structs: structs.slice(0, 1) }, { client: 77, structs: structs.slice(1) })],
			[newRoom(), inRuns({ client: 77, structs }, { client: 78, structs: [] })]
		];
		expect(readUpdate(planPart, newRoom(), ordinary)).toMatchObject({ kind: 'news', update: ordinary });
		for (const [doc, bytes] of cases) {
			const reading = readUpdate(planPart, doc, bytes);
			if (reading.kind !== 'news') throw new Error(reasonOf(reading));
			expect(reading.update).not.toBe(bytes);
			Y.applyUpdate(doc, reading.update);
			expect(doc.toJSON()).toEqual(author.toJSON());
		}
	});

	it.each([
		['an unknown root', (doc: Y.Doc) => doc.getMap('lain').set('a', 1)],
		['an unknown field', (doc: Y.Doc) => node(doc, sub).set('warna', 'merah')],
		['a value that does not fit', (doc: Y.Doc) => node(doc, sub).set('pagu', 1.5)],
		['money as text', (doc: Y.Doc) => node(doc, sub).set('pagu', '1000')],
		['an object in a register', (doc: Y.Doc) => node(doc, sub).set('uraian', { a: 1 })],
		['a map in a register', (doc: Y.Doc) => node(doc, sub).set('uraian', new Y.Map())],
		['a text in a register', (doc: Y.Doc) => node(doc, sub).set('uraian', new Y.Text('x'))],
		['bytes in a register', (doc: Y.Doc) => node(doc, sub).set('uraian', new Uint8Array(3))],
		['a subdocument', (doc: Y.Doc) => node(doc, sub).set('uraian', new Y.Doc())],
		['text that Postgres cannot keep', (doc: Y.Doc) => node(doc, sub).set('uraian', 'a\0b')],
		['a list in a map', (doc: Y.Doc) => doc.getArray('nodes').insert(0, ['x'])],
		['a register where a row must stand', (doc: Y.Doc) => doc.getMap('nodes').set('x', 5)],
		['a row over a row', (doc: Y.Doc) => nodesMap(doc).set(sub, new Y.Map(Object.entries({ level: 'subkegiatan', parent: kegiatan[0] })))],
		['a row that vanishes', (doc: Y.Doc) => nodesMap(doc).delete(sub)],
		[
			'a row that came and went',
			(doc: Y.Doc) =>
				doc.transact(() => {
					nodesMap(doc).set('baru', new Y.Map());
					nodesMap(doc).delete('baru');
				})
		],
		['a row without level', (doc: Y.Doc) => nodesMap(doc).set('baru', new Y.Map([['parent', kegiatan[0]]]))],
		['a row without parent', (doc: Y.Doc) => nodesMap(doc).set('baru', new Y.Map([['level', 'subkegiatan']]))],
		['a row two levels down', (doc: Y.Doc) => nodesMap(doc).set('baru', new Y.Map(Object.entries({ level: 'kegiatan', parent: sub })))],
		['a row under nothing', (doc: Y.Doc) => nodesMap(doc).set('baru', new Y.Map(Object.entries({ level: 'kegiatan', parent: 'tiada' })))],
		['another level', (doc: Y.Doc) => node(doc, sub).set('level', 'kegiatan')],
		['a parent taken away', (doc: Y.Doc) => node(doc, sub).delete('parent')],
		['a parent at the wrong level', (doc: Y.Doc) => node(doc, sub).set('parent', subs[1])],
		['an amount above sub kegiatan', (doc: Y.Doc) => node(doc, kegiatan[0] as string).set('pagu', 5)],
		['an indikator that vanishes', (doc: Y.Doc) => (node(doc, sub).get('indikator') as Y.Map<unknown>).delete(`i-${sub.slice(2)}`)],
		['an entry without anything in it that vanishes', (doc: Y.Doc) => (node(doc, sub).get('triwulan') as Y.Map<unknown>).delete('1')],
		['a collection that vanishes', (doc: Y.Doc) => node(doc, sub).delete('indikator')],
		['limits that vanish', (doc: Y.Doc) => infoMap(doc).delete('paguLimitBidang')],
		['a key that plain records cannot hold', (doc: Y.Doc) => nodesMap(doc).set('__proto__', new Y.Map())]
	])('refuses %s', (_what, change) => {
		expect(reasonOf(judge(change))).toBe('schema');
	});

	it('refuses a parent that is set and taken away in one update', () => {
		const change = (doc: Y.Doc): void =>
			doc.transact(() => {
				node(doc, sub).set('parent', kegiatan[1]);
				node(doc, sub).delete('parent');
			});
		expect(reasonOf(judge(change))).toBe('schema');
	});

	it('takes a row that was moved twice offline, and two tabs that moved it side by side', () => {
		expect(
			reasonOf(
				judge((doc) => {
					node(doc, sub).set('parent', kegiatan[1]);
					node(doc, sub).set('parent', kegiatan[2]);
				})
			)
		).toBe('news');
		const room = newRoom();
		const tabs = [kegiatan[1], kegiatan[2]].map((parent) => sent(room, (doc) => node(doc, sub).set('parent', parent)));
		const merged = new Y.Doc();
		for (const update of [base, ...tabs]) Y.applyUpdate(merged, update);
		expect(reasonOf(readUpdate(planPart, room, Y.encodeStateAsUpdate(merged, Y.encodeStateVector(room))))).toBe('news');
	});

	it('refuses what builds on updates that the room does not hold', () => {
		const room = newRoom();
		const client = new Y.Doc();
		Y.applyUpdate(client, base);
		const updates: Uint8Array[] = [];
		client.on('update', (bytes) => updates.push(bytes));
		for (const value of [1, 2]) applyEdit(client, { edit: 'setAmount', args: { id: sub, field: 'pagu', value } });
		expect(reasonOf(readUpdate(planPart, room, updates[1] as Uint8Array))).toBe('gap');
		const other = new Y.Doc();
		Y.applyUpdate(other, Y.encodeStateAsUpdate(client));
		const onTop = sent(client, (doc) => node(doc, sub).set('pagu', 3));
		expect(reasonOf(readUpdate(planPart, room, onTop))).toBe('gap');
		const onlyDeletion = sent(client, (doc) => node(doc, sub).delete('pagu'));
		expect(reasonOf(readUpdate(planPart, room, onlyDeletion))).toBe('gap');
	});

	it('refuses two runs of one client in an update, which Yjs would read as one of them', () => {
		const room = newRoom();
		const run = (clock: number) => (encoder: encoding.Encoder) => {
			encoding.writeVarUint(encoder, 1);
			encoding.writeVarUint(encoder, 77);
			encoding.writeVarUint(encoder, clock);
			encoding.writeUint8(encoder, 0);
			encoding.writeVarUint(encoder, 1);
		};
		const bytes = encoding.encode((encoder) => {
			encoding.writeVarUint(encoder, 2);
			run(0)(encoder);
			run(0)(encoder);
			encoding.writeVarUint(encoder, 0);
		});
		expect(reasonOf(readUpdate(planPart, room, bytes))).toBe('malformed');
	});

	it('refuses what is too large', () => {
		const text = new Y.Doc();
		text.getText('x').insert(0, 'x'.repeat(600_000));
		expect(reasonOf(readUpdate(planPart, newRoom(), Y.encodeStateAsUpdate(text)))).toBe('oversize');
		const many = judge((doc) => {
			const limits = infoMap(doc).get('paguLimitSumberDana') as Y.Map<unknown>;
			doc.transact(() => Array.from({ length: 5001 }, (_, index) => limits.set(`dana ${index}`, index)));
		});
		expect(reasonOf(many)).toBe('oversize');
	});

	it('never throws and never changes the document, whatever the bytes', () => {
		const room = newRoom();
		const good = sent(room, edit({ edit: 'setAmount', args: { id: sub, field: 'pagu', value: 5 } }));
		const before = Y.encodeStateAsUpdate(room);
		const anything = fc.oneof(
			fc.uint8Array({ maxLength: 200 }),
			fc.integer({ min: 0, max: good.length - 1 }).map((length) => good.slice(0, length)),
			fc.tuple(fc.integer({ min: 0, max: good.length - 1 }), fc.integer({ min: 0, max: 255 })).map(([at, value]) => {
				const changed = good.slice();
				changed[at] = value;
				return changed;
			}),
			fc.tuple(fc.integer({ min: 0, max: base.length - 1 }), fc.integer({ min: 0, max: 255 })).map(([at, value]) => {
				const changed = base.slice();
				changed[at] = value;
				return changed;
			})
		);
		fc.assert(
			fc.property(anything, (bytes) => {
				const target = fresh(before);
				const reading = readUpdate(planPart, target, bytes);
				expect(Buffer.from(Y.encodeStateAsUpdate(target)).equals(Buffer.from(before))).toBe(true);
				if (reading.kind !== 'news') return;
				Y.applyUpdate(target, reading.update);
				expect(target.store.pendingStructs).toBeNull();
				expect(target.store.pendingDs).toBeNull();
			}),
			{ numRuns: 400 }
		);
	});
});

function fresh(state: Uint8Array): Y.Doc {
	const doc = openRoots(planPart, new Y.Doc());
	Y.applyUpdate(doc, state);
	return doc;
}

/** Every register of info and nodes by its path: what the reading must account for. */
function registers(doc: Y.Doc): Map<string, unknown> {
	const found = new Map<string, unknown>();
	const walk = (map: Y.Map<unknown>, path: string): void => {
		for (const [key, value] of map.entries()) {
			if (value instanceof Y.Map) walk(value as Y.Map<unknown>, `${path}/${key}`);
			else found.set(`${path}/${key}`, value);
		}
	};
	walk(doc.getMap('info'), 'info');
	walk(doc.getMap('nodes'), 'nodes');
	return found;
}

function changedPaths(before: Map<string, unknown>, after: Map<string, unknown>): string[] {
	return [...new Set([...before.keys(), ...after.keys()])].filter((path) => !sameJson(before.get(path) ?? null, after.get(path) ?? null));
}

/** Any change that raw Yjs can make to a plan, good or bad. */
const rawChange = fc.oneof(
	fc.record({
		what: fc.constant('set' as const),
		id: fc.constantFrom(...subs.slice(0, 4), ...kegiatan),
		field: fc.constantFrom('pagu', 'uraian', 'kode', 'parent', 'level', 'removed', 'bidang', 'asing'),
		value: fc.constantFrom<unknown>(0, 7, 'x', true, null, kegiatan[0], kegiatan[1], 'subkegiatan', 1.5)
	}),
	fc.record({
		what: fc.constant('delete' as const),
		id: fc.constantFrom(...subs.slice(0, 4)),
		field: fc.constantFrom('pagu', 'uraian', 'parent', 'indikator', 'bidang')
	}),
	fc.record({
		what: fc.constant('add' as const),
		id: fc.constantFrom('x1', 'x2', sub),
		parent: fc.constantFrom(kegiatan[0], kegiatan[1], sub, null)
	}),
	fc.record({
		what: fc.constant('entry' as const),
		id: fc.constantFrom(...subs.slice(0, 4)),
		entry: fc.constantFrom('e1', 'e2'),
		target: fc.constantFrom('1', '2')
	}),
	fc.record({ what: fc.constant('dropEntry' as const), id: fc.constantFrom(...subs.slice(0, 4)), entry: fc.constantFrom('e1', 'e2') }),
	fc.record({
		what: fc.constant('info' as const),
		field: fc.constantFrom('judul', 'tahun'),
		value: fc.constantFrom<unknown>('J', 2025, 'K')
	})
);
type RawChange = typeof rawChange extends fc.Arbitrary<infer T> ? T : never;

function applyRaw(doc: Y.Doc, change: RawChange): void {
	if (change.what === 'info') infoMap(doc).set(change.field, change.value);
	else if (change.what === 'add') {
		nodesMap(doc).set(
			change.id,
			new Y.Map<unknown>(Object.entries({ level: 'subkegiatan', parent: change.parent, indikator: new Y.Map() }))
		);
	} else {
		const target = nodesMap(doc).get(change.id);
		if (!target) return;
		if (change.what === 'set') target.set(change.field, change.value);
		else if (change.what === 'delete') target.delete(change.field);
		else {
			const entries = target.get('indikator');
			if (!(entries instanceof Y.Map)) return;
			if (change.what === 'dropEntry') entries.delete(change.entry);
			else if (entries.get(change.entry) instanceof Y.Map) (entries.get(change.entry) as Y.Map<unknown>).set('target', change.target);
			else entries.set(change.entry, new Y.Map<unknown>(Object.entries({ jenis: 'keluaran', target: change.target })));
		}
	}
}

describe('the reading against an oracle', () => {
	it('names every register that applying changes, keeps the tree whole, and leaves nothing waiting', () => {
		const spell = fc.array(rawChange, { minLength: 1, maxLength: 4 });
		let news = 0;
		let refused = 0;
		fc.assert(
			fc.property(
				fc.array(
					fc.record({
						client: fc.integer({ min: 0, max: 2 }),
						changes: spell,
						pull: fc.boolean(),
						whole: fc.boolean(),
						oneTransaction: fc.boolean()
					}),
					{ minLength: 1, maxLength: 12 }
				),
				(turns) => {
					const room = fresh(base);
					const clients = [0, 1, 2].map((index) => clientOf(room, 1000 * (3 - index)));
					for (const { client, changes, pull, whole, oneTransaction } of turns) {
						let doc = clients[client] as Y.Doc;
						if (pull) Y.applyUpdate(doc, Y.encodeStateAsUpdate(room));
						const run = (): void => changes.forEach((change) => applyRaw(doc, change));
						if (oneTransaction) doc.transact(run);
						else run();
						const update = Y.encodeStateAsUpdate(doc, whole ? undefined : Y.encodeStateVector(room));
						const copy = fresh(Y.encodeStateAsUpdate(room));
						Y.applyUpdate(copy, update);
						const changed = changedPaths(registers(room), registers(copy));
						const reading = readUpdate(planPart, room, update);
						if (reading.kind === 'refused') {
							refused += 1;
							doc = clients[client] = clientOf(room, doc.clientID + 1);
							continue;
						}
						if (reading.kind === 'nothing') {
							expect(changed).toEqual([]);
							continue;
						}
						news += 1;
						const named = new Set(paths(reading));
						expect(changed.filter((path) => !named.has(path))).toEqual([]);
						Y.applyUpdate(room, reading.update);
						expect(room.store.pendingStructs).toBeNull();
						expect(registers(room)).toEqual(registers(copy));
						for (const row of nodesMap(room).values()) {
							expect(row.get('level')).toBeTypeOf('string');
							expect(row.has('parent')).toBe(true);
						}
					}
				}
			),
			{ numRuns: 120 }
		);
		// A run in which everything is refused would hold nothing.
		expect(news).toBeGreaterThan(50);
		expect(refused).toBeGreaterThan(50);
	}, 30_000);

	it('lets through whatever the edit functions of several people bring, online and offline', () => {
		const anyEdit = fc.oneof(
			fc
				.record({ id: fc.constantFrom(...subs), value: fc.nat() })
				.map(({ id, value }): Edit => ({ edit: 'setAmount', args: { id, field: 'pagu', value } })),
			fc
				.record({ id: fc.constantFrom(...subs), parent: fc.constantFrom(...kegiatan) })
				.map(({ id, parent }): Edit => ({ edit: 'moveNode', args: { id, parent, order: 'a7' } })),
			fc
				.record({ id: fc.uuid(), parent: fc.constantFrom(...kegiatan) })
				.map(({ id, parent }): Edit => ({ edit: 'addNode', args: { id, parent, level: 'subkegiatan', order: 'a3' } })),
			fc.record({ id: fc.constantFrom(...subs, ...kegiatan) }).map(({ id }): Edit => ({ edit: 'removeNode', args: { id } })),
			fc
				.record({ nodeId: fc.constantFrom(...subs), id: fc.uuid() })
				.map(({ nodeId, id }): Edit => ({ edit: 'addIndikator', args: { nodeId, id, jenis: 'hasil', order: 'a1', target: '3' } })),
			fc
				.record({ id: fc.constantFrom(...subs), value: fc.nat() })
				.map(({ id, value }): Edit => ({ edit: 'setTriwulan', args: { id, triwulan: 2, field: 'rp', value } })),
			fc
				.record({ value: fc.string({ maxLength: 20, unit: 'grapheme' }) })
				.map(({ value }): Edit => ({ edit: 'setInfo', args: { field: 'judul', value } }))
		);
		fc.assert(
			fc.property(
				fc.array(fc.record({ client: fc.integer({ min: 0, max: 2 }), edits: fc.array(anyEdit, { maxLength: 4 }), pull: fc.boolean() }), {
					maxLength: 15
				}),
				(turns) => {
					const room = fresh(base);
					const clients = [0, 1, 2].map((index) => clientOf(room, 500 + index));
					for (const { client, edits, pull } of turns) {
						const doc = clients[client] as Y.Doc;
						if (pull) Y.applyUpdate(doc, Y.encodeStateAsUpdate(room));
						for (const each of edits) applyEdit(doc, each);
						const reading = readUpdate(planPart, room, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(room)));
						expect(reasonOf(reading)).not.toBe('refused');
						expect(['news', 'nothing']).toContain(reasonOf(reading));
						if (reading.kind === 'news') Y.applyUpdate(room, reading.update);
					}
				}
			),
			{ numRuns: 100 }
		);
	}, 30_000);
});

function clientOf(room: Y.Doc, clientId: number): Y.Doc {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(room));
	doc.clientID = clientId;
	return doc;
}
