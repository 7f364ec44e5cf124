import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Actor } from '@rembug/shared/access/access.ts';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { nodesMap } from '@rembug/shared/renja/renja-document.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { admitUpdate } from './admit-update.ts';
import { placeKey, type OpenConflict } from './conflicts.ts';
import { documentParts } from './document-parts.ts';
import { planPart } from './plan-part.ts';
import { openRoots } from './read-update.ts';

const plan = samplePlan(20);
const base = Y.encodeStateAsUpdate(buildPlanDoc(plan));
const subs = plan.nodes.filter((node) => node.level === 'subkegiatan').map((node) => node.id);
const kegiatan = plan.nodes.filter((node) => node.level === 'kegiatan').map((node) => node.id);
const sub = subs[0] as string;

interface Writer {
	doc: Y.Doc;
	account: string;
	/** Sends all that the room lacks, as one update. */
	send(): void;
	pull(): void;
	edit(edit: Edit): void;
}

/** A room without Postgres: the document, who owns which client id, and the conflicts that are open. */
function openRoom(catalogue: Uint8Array = base) {
	const doc = openRoots(planPart, new Y.Doc());
	Y.applyUpdate(doc, catalogue);
	const accounts = new Map<number, string>();
	const open = new Map<string, OpenConflict>();
	const settledBy = new Map<string, string>();
	const context = {
		renjaId: 'r',
		part: 'plan' as const,
		perangkatDaerahId: 'pd',
		generation: 'g',
		stage: 'rancangan' as const,
		frozen: false,
		lockedUnits: [],
		sealedSessions: [],
		units: [],
		rules: 0
	};

	function admit(account: string, bytes: Uint8Array): void {
		const actor: Actor = { id: account, nama: account, grants: [{ role: 'perencana', perangkatDaerahId: 'pd', unitId: null }] };
		const admission = admitUpdate(
			{
				doc,
				part: documentParts.plan,
				context,
				accountOf: (client) => accounts.get(client),
				isBound: (client) => accounts.has(client),
				isProseNews: () => true,
				openConflicts: (place) => [...open.values()].filter((conflict) => placeKey(conflict) === place)
			},
			actor,
			bytes
		);
		expect(admission).not.toMatchObject({ kind: 'refused' });
		if (admission.kind !== 'admitted') return;
		for (const client of admission.row.newClients) accounts.set(client, account);
		for (const { conflict, settledBy: by } of admission.row.conflicts) {
			if (by === null) open.set(conflict.id, conflict);
			else {
				open.delete(conflict.id);
				settledBy.set(conflict.id, by);
			}
		}
	}

	function writer(account: string, clientId: number): Writer {
		const own = new Y.Doc();
		own.clientID = clientId;
		const pull = (): void => Y.applyUpdate(own, Y.encodeStateAsUpdate(doc));
		pull();
		return {
			doc: own,
			account,
			pull,
			send: () => admit(account, Y.encodeStateAsUpdate(own, Y.encodeStateVector(doc))),
			edit: (edit) => expect(applyEdit(own, edit)).toMatchObject({ ok: true })
		};
	}

	return { doc, writer, admit, settledBy, conflicts: (): OpenConflict[] => [...open.values()] };
}

const pagu = (value: number | null, id = sub): Edit => ({ edit: 'setAmount', args: { id, field: 'pagu', value } });
const paguOf = (doc: Y.Doc): unknown => nodesMap(doc).get(sub)?.get('pagu') ?? null;
const sides = ({ kept, other }: OpenConflict): unknown[] => [kept.accountId, kept.value, other.accountId, other.value];

describe('values set in ignorance of each other', () => {
	it.each([
		['the one that arrives later stands', 1, 2],
		['the one that arrived first stands', 2, 1]
	])('are both kept with their authors when %s', (_what, first, second) => {
		const room = openRoom();
		const [ani, budi] = [room.writer('ani', first), room.writer('budi', second)];
		ani.edit(pagu(100));
		budi.edit(pagu(200));
		ani.send();
		expect(room.conflicts()).toEqual([]);
		budi.send();
		const standing = second > first ? ['budi', 200, 'ani', 100] : ['ani', 100, 'budi', 200];
		expect(room.conflicts().map(sides)).toEqual([standing]);
		expect(paguOf(room.doc)).toBe(standing[1]);
		expect(room.conflicts()[0]).toMatchObject({ root: 'nodes', entity: sub, field: 'pagu' });
	});

	it('are open once for two writers, however often and in whatever order they write; never when one knew the other’s value or both agree', () => {
		const values = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 3 });
		fc.assert(
			fc.property(
				fc.record({
					a: values,
					b: values,
					agree: fc.boolean(),
					knows: fc.boolean(),
					filled: fc.boolean(),
					swapped: fc.boolean(),
					oneAccount: fc.boolean(),
					pieces: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 })
				}),
				({ a, b, agree, knows, filled, swapped, oneAccount, pieces }) => {
					const room = openRoom();
					const start = room.writer('cici', 50);
					start.edit(pagu(filled ? 5_000 : null));
					start.send();
					const [idA, idB] = swapped ? [900, 100] : [100, 900];
					const [ani, budi] = [room.writer('ani', idA as number), room.writer(oneAccount ? 'ani' : 'budi', idB as number)];
					const typed: [number[], number[]] = [a.map((value) => value * 2), b.map((value) => value * 2 + 1)];
					if (agree) typed[0][a.length - 1] = typed[1][b.length - 1] = 4_001;
					const queues = [ani, budi].map((writer, index) => {
						const updates: Uint8Array[] = [];
						writer.doc.on('update', (update) => updates.push(update));
						if (!knows || index === 0) for (const value of typed[index] as number[]) writer.edit(pagu(value));
						return updates;
					}) as [Uint8Array[], Uint8Array[]];
					if (knows) {
						for (const update of queues[0].splice(0)) room.admit(ani.account, update);
						budi.pull();
						queues[1].length = 0;
						for (const value of typed[1]) budi.edit(pagu(value));
					}
					for (const piece of pieces.concat(Array.from({ length: 3 }, () => true))) {
						const [writer, queue] = piece === queues[0].length > 0 ? [ani, queues[0]] : [budi, queues[1]];
						const update = queue.shift();
						if (update) room.admit(writer.account, update);
					}
					for (const [writer, queue] of [[ani, queues[0]] as const, [budi, queues[1]] as const])
						for (const update of queue) room.admit(writer.account, update);

					const [lastA, lastB] = [typed[0].at(-1), typed[1].at(-1)];
					if (knows || lastA === lastB) expect(room.conflicts()).toEqual([]);
					else {
						expect(room.conflicts()).toHaveLength(1);
						const [conflict] = room.conflicts() as [OpenConflict];
						expect(conflict.kept.value).toBe(paguOf(room.doc));
						expect([conflict.kept.value, conflict.other.value].sort()).toEqual([lastA, lastB].sort());
						expect(conflict.kept.accountId).toBe(conflict.kept.value === lastA ? ani.account : budi.account);
						expect(conflict.other.accountId).toBe(conflict.other.value === lastA ? ani.account : budi.account);
					}
				}
			),
			{ numRuns: 400 }
		);
	}, 30_000);

	it('are told apart when one update brings both, as two tabs of one browser may', () => {
		const room = openRoom();
		const [one, two] = [room.writer('ani', 7), room.writer('ani', 8)];
		one.edit(pagu(1));
		two.edit(pagu(2));
		room.admit('ani', Y.mergeUpdates([one, two].map(({ doc }) => Y.encodeStateAsUpdate(doc, Y.encodeStateVector(room.doc)))));
		expect(room.conflicts().map(sides)).toEqual([['ani', 2, 'ani', 1]]);
	});

	it('are marked in every kind of field that holds somebody’s words or amounts, not in where a row stands', () => {
		const room = openRoom();
		const [ani, budi] = [room.writer('ani', 1), room.writer('budi', 2)];
		const entry = Object.keys((nodesMap(room.doc).get(sub)?.get('indikator') as Y.Map<unknown>).toJSON())[0] as string;
		for (const [writer, text, amount, parent] of [
			[ani, 'a', 1, kegiatan[0]],
			[budi, 'b', 2, kegiatan[1]]
		] as const) {
			writer.edit({ edit: 'setNodeText', args: { id: sub, field: 'lokasi', value: text } });
			writer.edit({ edit: 'setBidang', args: { id: sub, bidang: text } });
			writer.edit({ edit: 'setIndikator', args: { nodeId: sub, id: entry, field: 'target', value: text } });
			writer.edit({ edit: 'setTriwulan', args: { id: sub, triwulan: 1, field: 'rp', value: amount } });
			writer.edit({ edit: 'setInfo', args: { field: 'judul', value: text } });
			writer.edit({ edit: 'setPaguLimit', args: { of: 'bidang', key: 'koperasi', value: amount } });
			writer.edit({ edit: 'moveNode', args: { id: subs[1] as string, parent: parent as string, order: `a${amount}` } });
			writer.edit({ edit: 'removeNode', args: { id: subs[2] as string } });
			writer.send();
		}
		const places = room.conflicts().map(({ root, entity, field }) => [root, entity, field].join(' '));
		expect(places.sort()).toEqual(
			[
				'info  judul',
				'info paguLimitBidang koperasi',
				`nodes ${sub} bidang`,
				`nodes ${sub} lokasi`,
				`nodes ${sub}/indikator/${entry} target`,
				`nodes ${sub}/triwulan/1 rp`
			].sort()
		);
	});

	it('leave nobody’s value unseen when the standing one was emptied meanwhile', () => {
		const room = openRoom();
		const [ani, budi] = [room.writer('ani', 9), room.writer('budi', 1)];
		ani.edit(pagu(5));
		ani.edit(pagu(null));
		budi.edit(pagu(6));
		ani.send();
		budi.send();
		expect(paguOf(room.doc)).toBeNull();
		expect(room.conflicts().map(sides)).toEqual([[null, null, 'budi', 6]]);
	});
});

describe('a conflict is settled', () => {
	/** ani's value was there first, budi's arrived later and stands. */
	function forked() {
		const room = openRoom();
		const [ani, budi] = [room.writer('ani', 1), room.writer('budi', 2)];
		ani.edit(pagu(100));
		budi.edit(pagu(200));
		ani.send();
		const late = room.writer('cici', 3);
		budi.send();
		expect(room.conflicts()).toHaveLength(1);
		return { room, ani, budi, late };
	}

	it('by whoever overwrites the standing value, which he can only have received together with the other', () => {
		const { room, ani } = forked();
		const [{ id }] = room.conflicts() as [OpenConflict];
		ani.pull();
		ani.edit(pagu(150));
		ani.send();
		expect(room.conflicts()).toEqual([]);
		expect(room.settledBy.get(id)).toBe('ani');
	});

	it('by whoever empties the field', () => {
		const { room, ani } = forked();
		ani.pull();
		ani.edit(pagu(null));
		ani.send();
		expect(room.conflicts()).toEqual([]);
	});

	it('not by the author of the standing value, who may not have seen the other; the conflict follows his value', () => {
		const { room, budi } = forked();
		const [{ id }] = room.conflicts() as [OpenConflict];
		budi.edit(pagu(300));
		budi.send();
		expect(room.conflicts().map(({ id }) => id)).toEqual([id]);
		expect(room.conflicts().map(sides)).toEqual([['budi', 300, 'ani', 100]]);
	});

	it('not by a third who set his value before either of the two was known to him: then there are three', () => {
		const { room, late } = forked();
		late.edit(pagu(400));
		late.send();
		expect(paguOf(room.doc)).toBe(200);
		expect(room.conflicts().map(sides).sort()).toEqual([
			['budi', 200, 'ani', 100],
			['budi', 200, 'cici', 400]
		]);
	});

	it('not by somebody who built on the standing value before the one that lost arrived', () => {
		const room = openRoom();
		const [ani, budi] = [room.writer('ani', 2), room.writer('budi', 1)];
		ani.edit(pagu(100));
		budi.edit(pagu(200));
		ani.send();
		const cici = room.writer('cici', 3);
		cici.edit(pagu(300));
		budi.send();
		cici.send();
		expect(room.conflicts().map(sides)).toEqual([['cici', 300, 'budi', 200]]);
		ani.pull();
		ani.edit(pagu(350));
		ani.send();
		expect(room.conflicts()).toEqual([]);
	});

	it('when both come to say the same', () => {
		const { room, budi } = forked();
		budi.edit(pagu(100));
		budi.send();
		expect(room.conflicts()).toEqual([]);
	});
});
