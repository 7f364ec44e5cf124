import 'fake-indexeddb/auto';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import { computeTotals } from '@rembug/shared/renja/renja-totals-plain.ts';
import { readNode, readRenja } from '@rembug/shared/renja/renja-value.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { IDBFactory } from 'fake-indexeddb';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { openOutbox } from './outbox.ts';
import type { PlanSession } from './plan-session-types.ts';
import type { OutboxEntry } from './session-types.ts';
import { countUnsent, wipeLocalData } from './local-data.ts';
import { openPlanSession } from './plan-session.svelte.ts';
import { socketOf, startTestServer, type TestServer } from './test-server.ts';

const program = 'n-2.01.01';
const kegiatan = 'n-2.01.01.2.01';
const sub1 = 'n-2.01.01.2.01.01';
const sub2 = 'n-2.01.01.2.01.02';

let server: TestServer;
let sessions: PlanSession[] = [];

beforeEach(async () => {
	globalThis.indexedDB = new IDBFactory();
	server = await startTestServer(buildPlanDoc(samplePlan(12)));
});

afterEach(async () => {
	await Promise.all(sessions.map((session) => session.destroy()));
	sessions = [];
	await server.stop();
});

function open(userId = 'u1', generation = 'g1'): PlanSession {
	const session = openPlanSession({
		renjaId: 'r1',
		userId,
		generation,
		baseUrl: server.url,
		WebSocketPolyfill: socketOf(userId),
		fetch: (input, init) => fetch(input, { ...init, headers: { 'x-user': userId } })
	});
	sessions.push(session);
	return session;
}

async function openInStep(userId = 'u1'): Promise<PlanSession> {
	const session = open(userId);
	await until(() => session.save.kind === 'saved');
	return session;
}

function until(holds: () => boolean): Promise<void> {
	return vi.waitFor(() => expect(holds(), holds.toString()).toBe(true), { timeout: 5_000, interval: 5 });
}

const setPagu = (id: string, value: number | null) => ({ edit: 'setAmount', args: { id, field: 'pagu', value } }) as const;
const setUraian = (id: string, value: string | null) => ({ edit: 'setNodeText', args: { id, field: 'uraian', value } }) as const;
const addSub = (id: string, uraian?: string) =>
	({ edit: 'addNode', args: { id, level: 'subkegiatan', parent: kegiatan, order: 'z0', uraian } }) as const;

async function stored(userId = 'u1'): Promise<OutboxEntry[]> {
	const outbox = await openOutbox();
	const entries = await outbox.entries(userId);
	outbox.close();
	return entries;
}

describe('the path of an edit', () => {
	it('shows the plan of the server and who I am', async () => {
		const session = await openInStep();
		expect(session.phase).toBe('ready');
		expect(session.online).toBe(true);
		expect(session.user).toEqual({ id: 'u1', nama: 'Nama u1', color: '#0f766e' });
		expect(session.stage).toBe('rancangan');
		expect(session.children(null)).toEqual(['n-2']);
		expect(session.children(kegiatan)).toHaveLength(6);
		expect(session.effectiveBidang(sub1)).toBe('sekretariat');
		expect(session.value()).toEqual(readRenja(server.doc));
		expect(session.totals).toEqual(computeTotals(session.value().nodes));
		expect(session.amounts(kegiatan)).toEqual(session.totals.nodes[kegiatan]);
	});

	it('is in the outbox before its frame leaves, and gone once confirmed', async () => {
		const session = await openInStep();
		server.hold(true);
		const before = server.contentFrames.length;
		const put = vi.spyOn(IDBObjectStore.prototype, 'put');
		let framesAtPut = -1;
		put.mockImplementationOnce(function (this: IDBObjectStore, ...args) {
			framesAtPut = server.contentFrames.length - before;
			put.mockRestore();
			return this.put(...args);
		});
		const result = await session.edit(setPagu(sub1, 5_000_000));
		expect(result).toMatchObject({ ok: true, before: 1_000_000, after: 5_000_000 });
		expect(framesAtPut).toBe(0);
		expect(session.save).toEqual({ kind: 'saving', count: 1 });
		await until(() => server.contentFrames.length === before + 1);
		expect(await stored()).toMatchObject([{ edit: 'setAmount', state: 'pending', before: 1_000_000, after: 5_000_000 }]);
		expect(readNode(server.doc, sub1)?.pagu).toBe(5_000_000);
		server.hold(false);
		await until(() => session.save.kind === 'saved');
		await vi.waitFor(async () => expect(await stored()).toEqual([]));
	});

	it('sends a list as one update and answers the problem of the first that cannot be applied', async () => {
		const session = await openInStep();
		const before = server.contentFrames.length;
		const result = await session.edit([setPagu(sub1, 1), setUraian(sub1, 'a'), setPagu(kegiatan, 5), setPagu(sub2, 2)]);
		expect(result).toMatchObject({ ok: false, problem: 'level.field' });
		await until(() => session.save.kind === 'saved');
		expect(server.contentFrames.length).toBe(before + 1);
		expect(readNode(server.doc, sub1)).toMatchObject({ pagu: 1, uraian: 'a' });
		expect(readNode(server.doc, sub2)?.pagu).toBe(2_000_001);
		await vi.waitFor(async () => expect(await stored()).toEqual([]));
	});

	it('keeps nothing of an edit that changes nothing', async () => {
		const session = await openInStep();
		expect(await session.edit(setPagu(sub1, 1_000_000))).toMatchObject({ ok: true, inverse: null });
		expect(session.save.kind).toBe('saved');
		expect(session.canUndo).toBe(false);
		await vi.waitFor(async () => expect(await stored()).toEqual([]));
	});

	it('is refused here when the plan is frozen', async () => {
		const session = await openInStep();
		server.notice({ stage: 'diajukan', frozen: true, lockedUnits: [], mayWrite: false });
		await until(() => session.frozen);
		expect(session.stage).toBe('diajukan');
		expect(await session.edit(setPagu(sub1, 3))).toMatchObject({ ok: false, problem: 'plan.readOnly' });
		expect(session.save.kind).toBe('saved');
	});
});

describe('offline', () => {
	it('keeps the order of what was typed when the clock is set back between two visits', async () => {
		const first = await openInStep();
		server.accepts = false;
		server.cut();
		await until(() => !first.online);
		await first.edit(setPagu(sub1, 1));
		await first.destroy();
		const yesterday = Date.now() - 86_400_000;
		const clock = vi.spyOn(Date, 'now').mockReturnValue(yesterday);
		// As after a reload: the page remembers nothing.
		vi.resetModules();
		const page = await import('./plan-session.svelte.ts');
		const second = page.openPlanSession({
			renjaId: 'r1',
			userId: 'u1',
			generation: 'g1',
			baseUrl: server.url,
			WebSocketPolyfill: socketOf('u1')
		});
		sessions.push(second);
		await until(() => second.phase === 'ready' && second.unsent.length === 1);
		await second.edit(setPagu(sub1, 2));
		clock.mockRestore();
		await vi.waitFor(async () => expect((await stored()).map((entry) => entry.args)).toMatchObject([{ value: 1 }, { value: 2 }]));
	});

	it('edits survive closing the tab and arrive later', async () => {
		const first = await openInStep();
		server.accepts = false;
		server.cut();
		await until(() => !first.online);
		await first.edit(setPagu(sub1, 7_000_000));
		await first.edit(addSub('baru', 'Baris baru'));
		await first.edit(setPagu(sub2, null));
		expect(first.save).toEqual({ kind: 'offline', count: 3 });
		await first.destroy();
		expect(await countUnsent('u1')).toBe(3);

		const second = open();
		await until(() => second.phase === 'ready');
		expect(second.node(sub1)?.pagu).toBe(7_000_000);
		expect(second.node('baru')?.uraian).toBe('Baris baru');
		expect(second.save).toEqual({ kind: 'offline', count: 3 });
		server.accepts = true;
		await until(() => second.save.kind === 'saved');
		expect(readNode(server.doc, sub1)?.pagu).toBe(7_000_000);
		expect(readNode(server.doc, 'baru')?.uraian).toBe('Baris baru');
		expect(readNode(server.doc, sub2)?.pagu).toBeUndefined();
		expect(second.refused).toEqual([]);
		expect(await stored()).toEqual([]);
	});

	it('a value is kept for its author when somebody else’s took its place before the server got it', async () => {
		const session = await openInStep();
		server.accepts = false;
		server.cut();
		await until(() => !session.online);
		await session.edit([setUraian(sub1, 'sementara'), setUraian(sub1, 'punya saya'), setPagu(sub1, 7_000_000)]);
		// Of two values set at once that of the higher client id stands.
		server.doc.clientID = 2 ** 32 - 1;
		applyEdit(server.doc, setUraian(sub1, 'punya rekan'));

		server.deaf = true;
		server.accepts = true;
		await until(() => session.node(sub1)?.uraian === 'punya rekan');
		expect(session.refused).toEqual([]);
		server.deaf = false;
		server.cut();
		await until(() => session.save.kind === 'saved');
		expect(session.refused).toMatchObject([{ edit: 'setNodeText', after: 'punya saya', reason: 'changed' }]);
		expect(readNode(server.doc, sub1)).toMatchObject({ uraian: 'punya rekan', pagu: 7_000_000 });
		expect(await stored()).toMatchObject([{ after: 'punya saya', state: 'refused' }]);
	});

	it('edits come back from the outbox when the cache lost them', async () => {
		const first = await openInStep();
		server.accepts = false;
		server.cut();
		await until(() => !first.online);
		await first.edit([setPagu(sub1, 7_000_000), setUraian(sub2, 'punya saya'), addSub('baru', 'Baris baru')]);
		await first.destroy();
		const outbox = await openOutbox();
		const entries = await outbox.entries('u1');
		globalThis.indexedDB = new IDBFactory();
		const fresh = await openOutbox();
		await fresh.put(entries);
		fresh.close();
		applyEdit(server.doc, setUraian(sub2, 'punya rekan'));

		server.accepts = true;
		const second = await openInStep();
		expect(readNode(server.doc, sub1)?.pagu).toBe(7_000_000);
		expect(readNode(server.doc, 'baru')?.uraian).toBe('Baris baru');
		expect(readNode(server.doc, sub2)?.uraian).toBe('punya rekan');
		expect(second.refused).toMatchObject([{ reason: 'changed', after: 'punya saya', before: 'subkegiatan 2.01.01.2.01.02' }]);
		await second.dismissRefused(second.refused[0]!.id);
		expect(await stored()).toEqual([]);
	});

	it('an edit whose confirmation was lost is not reported as overtaken', async () => {
		const first = await openInStep();
		server.hold(true);
		await first.edit(setUraian(sub1, 'punya saya'));
		await until(() => readNode(server.doc, sub1)?.uraian === 'punya saya');
		applyEdit(server.doc, setUraian(sub1, 'punya rekan'));
		await until(() => first.node(sub1)?.uraian === 'punya rekan');
		await first.destroy();
		server.hold(false);
		const second = await openInStep();
		expect(second.refused).toEqual([]);
		expect(second.node(sub1)?.uraian).toBe('punya rekan');
		await vi.waitFor(async () => expect(await stored()).toEqual([]));
	});

	it('typing between opening the socket and answering the server does not run ahead of what it builds on', async () => {
		const session = await openInStep();
		for (let round = 1; round <= 5; round++) {
			server.cut();
			await until(() => !session.online);
			await session.edit(setPagu(sub1, round));
			let edits = 0;
			while (session.save.kind !== 'saved' && edits < 200) await session.edit(setPagu(sub2, ++edits * 1000 + round));
			await until(() => session.save.kind === 'saved');
			expect(readNode(server.doc, sub1)?.pagu).toBe(round);
			expect(readNode(server.doc, sub2)?.pagu).toBe(session.node(sub2)?.pagu);
		}
	});
});

describe('much at once', () => {
	it('a long spell offline arrives in frames that the server takes', async () => {
		const session = await openInStep();
		server.accepts = false;
		server.cut();
		await until(() => !session.online);
		const rows = Array.from({ length: 900 }, (_, row) => addSub(`baris-${row}`, `Baris ${row}`));
		await session.edit(rows);
		await session.edit(rows.map(({ args }) => setPagu(args.id, 1_000)));
		expect(session.save).toEqual({ kind: 'offline', count: 1_800 });
		const before = server.contentFrames.length;
		server.accepts = true;
		await until(() => session.save.kind === 'saved');
		const frames = server.contentFrames.slice(before);
		expect(frames.length).toBeGreaterThan(1);
		for (const frame of frames) expect(frame.length).toBeLessThanOrEqual(512 * 1024);
		expect(readRenja(server.doc)).toEqual(session.value());
		expect(await stored()).toEqual([]);
	});

	it('leaves to a living tab what it has not sent yet, and takes it over when that tab is gone', async () => {
		const first = await openInStep();
		server.accepts = false;
		server.cut();
		await until(() => !first.online);
		await first.edit(setPagu(sub1, 5));
		const second = open();
		await until(() => second.phase === 'ready');
		expect(second.unsent).toEqual([]);
		await first.destroy();
		await second.destroy();
		const third = open();
		await until(() => third.unsent.length === 1);
		server.accepts = true;
		await until(() => third.save.kind === 'saved');
		expect(readNode(server.doc, sub1)?.pagu).toBe(5);
	});

	it('works without IndexedDB', async () => {
		globalThis.indexedDB = {
			open: () => {
				throw new DOMException('forbidden', 'SecurityError');
			}
		} as unknown as IDBFactory;
		const session = await openInStep();
		await session.edit(setPagu(sub1, 5));
		await until(() => session.save.kind === 'saved' && readNode(server.doc, sub1)?.pagu === 5);
	});
});

describe('another history, another account', () => {
	it('replays the outbox on a document of another generation', async () => {
		const session = await openInStep();
		server.accepts = false;
		server.cut();
		await until(() => !session.online);
		await session.edit([setPagu(sub1, 9_000_000), setUraian(sub2, 'punya saya')]);
		const restored = buildPlanDoc(samplePlan(12));
		applyEdit(restored, setUraian(sub2, 'dari cadangan'));
		server.replace(restored, 'g2');
		server.accepts = true;
		await until(() => session.save.kind === 'saved');
		expect(readNode(server.doc, sub1)?.pagu).toBe(9_000_000);
		expect(session.node(sub1)?.pagu).toBe(9_000_000);
		expect(session.node(sub2)?.uraian).toBe('dari cadangan');
		expect(session.refused).toMatchObject([{ reason: 'changed', after: 'punya saya' }]);
		expect(await session.edit(setPagu(sub2, 4))).toMatchObject({ ok: true });
		await until(() => readNode(server.doc, sub2)?.pagu === 4);
	});

	it('stops before anything leaves when the cookie has become somebody else', async () => {
		const session = openPlanSession({
			renjaId: 'r1',
			userId: 'u1',
			generation: 'g1',
			baseUrl: server.url,
			WebSocketPolyfill: socketOf('u2')
		});
		sessions.push(session);
		await until(() => session.phase === 'failed');
		expect(session.failure).toBe('session');
		expect(server.contentFrames).toEqual([]);
	});

	it('says so when the session ended while the socket could not be opened', async () => {
		server.accepts = false;
		server.sessionStatus = 401;
		const session = open();
		await until(() => session.failure === 'session');
	});

	it('tells a database that is away from a network that is', async () => {
		const session = await openInStep();
		server.isDatabaseAway = true;
		server.accepts = false;
		server.cut();
		await until(() => session.obstacle === 'database');
		expect(session.failure).toBeNull();
		server.isDatabaseAway = false;
		server.accepts = true;
		await until(() => session.online);
		expect(session.obstacle).toBeNull();
		server.accepts = false;
		server.cut();
		await until(() => !session.online);
		expect(session.obstacle).toBeNull();
	});

	it('wipes everything of one account and nothing of another', async () => {
		const mine = await openInStep('u1');
		const other = await openInStep('u2');
		server.accepts = false;
		server.cut();
		await until(() => !mine.online && !other.online);
		await mine.edit(setPagu(sub1, 1));
		await other.edit(setPagu(sub1, 2));
		await mine.destroy();
		await other.destroy();
		await wipeLocalData('u1');
		expect(await countUnsent('u1')).toBe(0);
		expect(await countUnsent('u2')).toBe(1);
		const names = (await indexedDB.databases()).map((database) => database.name);
		expect(names.some((name) => name?.startsWith('rembug/u1/'))).toBe(false);
		expect(names.some((name) => name?.startsWith('rembug/u2/'))).toBe(true);
	});
});

describe('undo', () => {
	it('takes back and does again own edits, a list as one step', async () => {
		const session = await openInStep();
		await session.edit([setPagu(sub1, 1), setPagu(sub1, 2), setUraian(sub2, 'x')]);
		await session.edit(setPagu(sub2, 3));
		expect(await session.undo()).toEqual({ done: true, skipped: 0, nodeId: sub2 });
		expect(session.node(sub2)?.pagu).toBe(2_000_001);
		expect(await session.undo()).toMatchObject({ done: true, skipped: 0 });
		expect(session.node(sub1)?.pagu).toBe(1_000_000);
		expect(session.canUndo).toBe(false);
		await session.redo();
		expect([session.node(sub1)?.pagu, session.node(sub2)?.uraian]).toEqual([2, 'x']);
		await session.redo();
		expect(session.node(sub2)?.pagu).toBe(3);
		expect(session.canRedo).toBe(false);
		await session.undo();
		await session.undo();
		expect(session.node(sub1)?.pagu).toBe(1_000_000);
		await until(() => session.save.kind === 'saved');
		expect(readRenja(server.doc)).toEqual(session.value());
	});

	it('does not delete the text of a colleague in a row that I added', async () => {
		const mine = await openInStep('u1');
		const other = await openInStep('u2');
		await mine.edit(addSub('baru'));
		await until(() => other.node('baru') !== undefined);
		await mine.undo();
		await mine.redo();
		await until(() => other.node('baru')?.removed === undefined);
		await other.edit(setUraian('baru', 'tulisan rekan'));
		await until(() => mine.node('baru')?.uraian === 'tulisan rekan');
		expect(await mine.undo()).toEqual({ done: false, skipped: 1, nodeId: 'baru' });
		expect(mine.node('baru')?.removed).toBeUndefined();
	});

	it('leaves a value that a colleague changed since', async () => {
		const mine = await openInStep('u1');
		const other = await openInStep('u2');
		await mine.edit([setPagu(sub1, 5), setPagu(sub2, 6)]);
		await until(() => other.node(sub1)?.pagu === 5);
		await other.edit(setPagu(sub1, 50));
		await until(() => mine.node(sub1)?.pagu === 50);
		expect(await mine.undo()).toMatchObject({ done: true, skipped: 1 });
		expect([mine.node(sub1)?.pagu, mine.node(sub2)?.pagu]).toEqual([50, 2_000_001]);
	});
});

describe('what repaints', () => {
	it('is the node that was edited, the sums above it and nothing else', async () => {
		const session = await openInStep();
		const runs: Record<string, number> = {};
		function watch(name: string, read: () => unknown): void {
			$effect(() => {
				read();
				runs[name] = (runs[name] ?? 0) + 1;
			});
		}
		const stop = $effect.root(() => {
			watch('sub1', () => session.node(sub1));
			watch('sub2', () => session.node(sub2));
			watch('children', () => session.children(kegiatan));
			watch('roots', () => session.children(null));
			watch('trash', () => session.removedRoots);
			watch('sums of kegiatan', () => session.amounts(kegiatan));
			watch('sums of sub2', () => session.amounts(sub2));
			watch('absent', () => session.node('baru')?.uraian);
		});
		flushSync();
		const once = { ...runs };
		await session.edit(setPagu(sub1, 5));
		flushSync();
		expect(runs).toEqual({ ...once, sub1: 2, 'sums of kegiatan': 2 });
		await session.edit(addSub('baru', 'Baris baru'));
		flushSync();
		expect(runs).toMatchObject({ sub1: 2, sub2: 1, children: 2, roots: 1, trash: 1, absent: 2 });
		stop();
	});

	it('keeps children, trash and orphans in step with the tree', async () => {
		const session = await openInStep();
		await session.edit({ edit: 'removeNode', args: { id: kegiatan } });
		expect(session.removedRoots).toEqual([kegiatan]);
		expect(session.children(program)).not.toContain(kegiatan);
		server.doc.transact(() => {
			const node = new Y.Map<unknown>(Object.entries({ level: 'subkegiatan', parent: kegiatan, order: 'a5', uraian: 'dari luring' }));
			server.doc.getMap('nodes').set('anak', node);
		});
		await until(() => session.orphans.includes('anak'));
		expect(session.orphans).toEqual(['anak']);
		await session.undo();
		expect(session.orphans).toEqual([]);
		expect(session.children(kegiatan)).toContain('anak');
	});

	it('flashes what a colleague changed, not what I changed and not the first content', async () => {
		const mine = await openInStep('u1');
		const other = await openInStep('u2');
		expect(mine.flash(sub1, 'pagu')).toBe(0);
		await mine.edit(setUraian(sub1, 'saya'));
		await other.edit(setPagu(sub1, 8));
		await until(() => mine.node(sub1)?.pagu === 8);
		expect(mine.flash(sub1, 'pagu')).toBe(1);
		expect(mine.flash(sub1, 'uraian')).toBe(0);
		await other.edit({ edit: 'moveNode', args: { id: sub2, parent: kegiatan, order: 'zz' } });
		await until(() => mine.lastRemoteMove?.nodeId === sub2);
		expect(mine.lastRemoteMove).toEqual({ nodeId: sub2, nama: 'Nama u2' });
		expect(mine.children(kegiatan).at(-1)).toBe(sub2);
	});
});

describe('presence', () => {
	it('shows who is on which cell, and lets only my own state out', async () => {
		const mine = await openInStep('u1');
		const other = await openInStep('u2');
		await until(() => mine.people.length === 1 && other.people.length === 1);
		expect(mine.people).toMatchObject([{ userId: 'u2', nama: 'Nama u2', cell: null, editing: false }]);
		other.setCell({ nodeId: sub1, column: 'pagu' }, true);
		await until(() => mine.peopleAt(sub1, 'pagu').length === 1);
		expect(mine.peopleAt(sub1, 'pagu')[0]).toMatchObject({ userId: 'u2', editing: true });
		expect(mine.peopleAt(sub1, 'uraian')).toEqual([]);
		mine.setCell({ nodeId: sub2, column: 'uraian' }, false);
		await until(() => other.peopleAt(sub2, 'uraian').length === 1);
		const idsBySocket = Map.groupBy(server.awarenessFrom, ({ socket }) => socket);
		for (const frames of idsBySocket.values()) expect(new Set(frames.map(({ clientId }) => clientId)).size).toBe(1);
		await other.destroy();
		await until(() => mine.people.length === 0);
		expect(mine.peopleAt(sub1, 'pagu')).toEqual([]);
	});
});
