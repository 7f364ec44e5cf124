import * as decoding from 'lib0/decoding';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { messageSync, syncStep2, syncUpdate } from '@rembug/shared/sync/messages.ts';
import { createServedState } from './served-state.ts';
import { sliceState } from './slice-state.ts';
import { createStateWork } from './state-work.ts';

type Step = { client: number; key: number; act: 'set' | 'delete' | 'map' | 'text'; meet: boolean };

/** A history by several people who do not always know of each other, as updates in the order in which a server could have taken them. */
function history(steps: readonly Step[]): { updates: Uint8Array[]; doc: Y.Doc } {
	const doc = new Y.Doc();
	const updates: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => updates.push(update));
	const people = [1, 2, 3].map((id) => {
		const own = new Y.Doc();
		own.clientID = id;
		return own;
	});
	for (const [index, { client, key, act, meet }] of steps.entries()) {
		const own = people[client] as Y.Doc;
		const map = own.getMap<unknown>('nodes');
		const inner = map.get(`m${key}`) as Y.Map<unknown> | undefined;
		own.transact(() => {
			if (act === 'set') (inner instanceof Y.Map ? inner : map).set(`k${key}`, index);
			else if (act === 'delete') (inner instanceof Y.Map && index % 3 ? inner : map).delete(index % 5 ? `k${key}` : `m${key}`);
			else if (act === 'map') map.set(`m${key}`, new Y.Map([['a', index]]));
			else own.getXmlFragment('text').insert(0, [new Y.XmlText(`${index} lorem`)]);
		});
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(own, Y.encodeStateVector(doc)));
		if (meet) Y.applyUpdate(own, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(own)));
	}
	return { updates, doc };
}

const steps = fc.array(
	fc.record({
		client: fc.nat(2),
		key: fc.nat(4),
		act: fc.constantFrom<Step['act']>('set', 'set', 'delete', 'map', 'text'),
		meet: fc.boolean()
	}),
	{ maxLength: 120 }
);

const whole = (doc: Y.Doc): unknown => [
	doc.getMap('nodes').toJSON(),
	doc.getXmlFragment('text').toString(),
	[...Y.snapshot(doc).sv].sort(([a], [b]) => a - b)
];

function docOf(updates: readonly Uint8Array[]): Y.Doc {
	const doc = new Y.Doc();
	for (const update of updates) {
		Y.applyUpdate(doc, update);
		expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null]);
	}
	return doc;
}

describe('slices of a state', () => {
	it('give the same document when applied in order, and never wait for one another', () => {
		fc.assert(
			fc.property(steps, fc.integer({ min: 1, max: 9 }), (made, structsMax) => {
				const { doc } = history(made);
				const built = docOf(sliceState(doc, structsMax));
				expect(whole(built)).toEqual(whole(doc));
				expect(Y.equalSnapshots(Y.snapshot(built), Y.snapshot(doc))).toBe(true);
			})
		);
	});
});

describe('what joiners are served', () => {
	function read(frames: readonly Uint8Array[]): { kinds: number[]; updates: Uint8Array[] } {
		const kinds: number[] = [];
		const updates: Uint8Array[] = [];
		for (const frame of frames) {
			const decoder = decoding.createDecoder(frame);
			expect(decoding.readVarUint(decoder)).toBe(messageSync);
			kinds.push(decoding.readVarUint(decoder));
			updates.push(decoding.readVarUint8Array(decoder));
		}
		return { kinds, updates };
	}

	it('is the whole document at any time, the step 2 last, however rows and merges take turns', () => {
		fc.assert(
			fc.property(steps, fc.nat(10), fc.array(fc.nat(120), { maxLength: 3 }), (made, stored, merges) => {
				const { updates } = history(made);
				const rows = updates.map((bytes, index) => ({ seq: index + 1, bytes }));
				const served = createServedState(rows.slice(0, stored));
				const doc = docOf(updates.slice(0, stored));
				for (const row of rows.slice(stored)) {
					if (merges.includes(row.seq)) {
						const { seq, parts } = served.parts();
						served.replace(seq, Y.encodeStateAsUpdate(docOf(parts)));
					}
					served.add(row);
					Y.applyUpdate(doc, row.bytes);
					const { kinds, updates: sent } = read(served.frames());
					expect(kinds).toEqual([...kinds.slice(1).map(() => syncUpdate), syncStep2]);
					expect(whole(docOf(sent))).toEqual(whole(doc));
				}
			})
		);
	});

	it('is written out once for all who join at the same seq', () => {
		const { updates } = history(Array.from({ length: 40 }, (_, key) => ({ client: 0, key: key % 4, act: 'set', meet: true })));
		const served = createServedState(updates.map((bytes, index) => ({ seq: index + 1, bytes })));
		const [first, second] = [served.frames(), served.frames()];
		expect(first).toHaveLength(2);
		for (const [index, frame] of first.entries()) expect(second[index]).toBe(frame);
	});

	it('says that a document without rows is empty', () => {
		const { kinds, updates } = read(createServedState([]).frames());
		expect(kinds).toEqual([syncStep2]);
		expect(whole(docOf(updates))).toEqual(whole(new Y.Doc()));
	});
});

describe('the thread beside the server', () => {
	it('merges and slices in order, drops overwritten values, and says what cannot be done', async () => {
		const { updates, doc } = history(Array.from({ length: 300 }, (_, key) => ({ client: 0, key: 0, act: 'set', meet: key % 7 === 0 })));
		const work = createStateWork();
		const [merged, sliced, incomplete] = await Promise.allSettled([work.merge(updates), work.slice(updates), work.merge(updates.slice(1))]);
		expect(incomplete.status).toBe('rejected');
		if (merged.status !== 'fulfilled' || sliced.status !== 'fulfilled') throw new Error('both can be done');
		expect(whole(docOf([merged.value]))).toEqual(whole(doc));
		expect(merged.value.length).toBeLessThan(updates.reduce((sum, bytes) => sum + bytes.length, 0) / 20);
		expect(whole(docOf(sliced.value))).toEqual(whole(doc));
		expect(whole(docOf([await work.merge(updates)]))).toEqual(whole(doc));
		await work.close();
		await expect(work.merge(updates)).rejects.toThrow();
	});
});
