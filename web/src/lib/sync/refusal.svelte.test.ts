import 'fake-indexeddb/auto';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import type { NodeValue, RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { readNode, readRenja } from '@rembug/shared/renja/renja-value.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openOutbox, type StoredEntry } from './outbox.ts';
import type { PlanSession } from './plan-session-types.ts';
import { openPlanSession } from './plan-session.svelte.ts';
import { openTabSignals } from './tab-signals.ts';
import { socketOf, startTestServer, type TestServer } from './test-server.ts';

const kegiatan = 'n-2.01.01.2.01';
const [sub1, sub2, sub3] = [1, 2, 3].map((number) => `${kegiatan}.0${number}`) as [string, string, string];

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

function open(userId = 'u1', ask: typeof fetch = fetch): PlanSession {
	const session = openPlanSession({
		renjaId: 'r1',
		userId,
		generation: 'g1',
		baseUrl: server.url,
		WebSocketPolyfill: socketOf(userId),
		fetch: (input, init) => ask(input, { ...init, headers: { 'x-user': userId } })
	});
	sessions.push(session);
	return session;
}

async function openInStep(userId = 'u1'): Promise<PlanSession> {
	const session = open(userId);
	await until(() => session.save.kind === 'saved');
	return session;
}

function until(holds: () => boolean, timeout = 5_000): Promise<void> {
	return vi.waitFor(() => expect(holds(), holds.toString()).toBe(true), { timeout, interval: 5 });
}

async function goOffline(...going: PlanSession[]): Promise<void> {
	server.accepts = false;
	server.cut();
	await until(() => going.every((session) => !session.online));
}

async function stored(userId = 'u1'): Promise<StoredEntry[]> {
	const outbox = await openOutbox();
	const entries = await outbox.entries(userId);
	outbox.close();
	return entries;
}

const setPagu = (id: string, value: number | null) => ({ edit: 'setAmount', args: { id, field: 'pagu', value } }) as const;
const setUraian = (id: string, value: string | null) => ({ edit: 'setNodeText', args: { id, field: 'uraian', value } }) as const;
const addSub = (id: string, uraian?: string) =>
	({ edit: 'addNode', args: { id, level: 'subkegiatan', parent: kegiatan, order: 'z0', kode: '9', uraian } }) as const;

const nodeIn = (plan: RenjaValue, id: string): NodeValue | undefined => plan.nodes.find((node) => node.id === id);
const hasPagu = (pagu: number) => (would: RenjaValue) => (would.nodes.some((node) => node.pagu === pagu) ? closeCodes.schema : null);
const texts = (session: PlanSession): unknown[] => session.refused.map(({ after }) => after);

function freeze(): void {
	server.judge = () => closeCodes.frozen;
	server.hello = { ...server.hello, stage: 'diajukan', frozen: true, mayWrite: false };
}

function unfreeze(): void {
	server.judge = () => null;
	server.hello = { ...server.hello, stage: 'rancangan_akhir', frozen: false, mayWrite: true };
}

describe('a refused update', () => {
	it('brings the writer back to the truth within two seconds and keeps what he typed, also over a reload', async () => {
		const session = await openInStep();
		server.judge = (would) => (nodeIn(would, sub1)?.uraian === 'ditolak' ? closeCodes.forbidden : null);
		const clients = (): number[] => server.awarenessFrom.map(({ clientId }) => clientId);
		const [client] = clients();
		await session.edit(setUraian(sub1, 'ditolak'));
		await until(() => session.refused.length === 1 && session.save.kind === 'saved', 2_000);
		expect(session.refused).toMatchObject([
			{
				reason: 'forbidden',
				state: 'refused',
				before: 'subkegiatan 2.01.01.2.01.01',
				after: 'ditolak',
				row: '2.01.01.2.01.01 subkegiatan 2.01.01.2.01.01'
			}
		]);
		expect(session.presentValue(session.refused[0]!)).toBe('subkegiatan 2.01.01.2.01.01');
		expect(Date.now() - Date.parse(session.refused[0]!.refusedAt!)).toBeLessThan(10_000);
		expect(session.node(sub1)?.uraian).toBe('subkegiatan 2.01.01.2.01.01');
		expect(session.failure).toBeNull();
		expect(clients().at(-1)).not.toBe(client);

		await session.edit(setUraian(sub1, 'diterima'));
		await until(() => readNode(server.doc, sub1)?.uraian === 'diterima');
		expect(session.presentValue(session.refused[0]!)).toBe('diterima');
		await session.destroy();
		const later = await openInStep();
		expect(texts(later)).toEqual(['ditolak']);
		expect(later.node(sub1)?.uraian).toBe('diterima');
		await later.dismissRefused(later.refused[0]!.id);
		expect(await stored()).toEqual([]);
	});

	it('takes no permitted edit with it: each call of the batch is judged by itself', async () => {
		const session = await openInStep();
		await goOffline(session);
		server.judge = hasPagu(666);
		await session.edit([setPagu(sub1, 11), setPagu(sub2, 666), setUraian(sub2, 'boleh')]);
		await session.edit(addSub('baru', 'Baris baru'));
		await session.edit(setPagu('baru', 666));
		await session.edit(setUraian(sub3, 'juga boleh'));
		server.accepts = true;
		await until(() => session.save.kind === 'saved', 2_000);
		expect(session.refused.map(({ args, reason }) => [(args as { id: string }).id, reason])).toEqual([
			[sub2, 'schema'],
			['baru', 'schema']
		]);
		expect(nodeIn(readRenja(server.doc), sub1)?.pagu).toBe(11);
		expect(readNode(server.doc, sub2)).toMatchObject({ uraian: 'boleh', pagu: 2_000_001 });
		expect(readNode(server.doc, 'baru')).toMatchObject({ uraian: 'Baris baru' });
		expect(readNode(server.doc, sub3)?.uraian).toBe('juga boleh');
		expect(session.value()).toEqual(readRenja(server.doc));
		// The whole batch once, then the two bad calls.
		expect(server.refusals).toBe(3);
		expect(await session.edit(setPagu(sub3, 12))).toMatchObject({ ok: true });
		await until(() => readNode(server.doc, sub3)?.pagu === 12);
		await vi.waitFor(async () => expect(await stored()).toHaveLength(2));
	});

	it('judges what was typed over a refused value by what stood before it', async () => {
		const session = await openInStep();
		await goOffline(session);
		server.judge = hasPagu(666);
		await session.edit(setPagu(sub1, 666));
		await session.edit(setPagu(sub1, 7));
		await session.edit(setPagu(sub2, 8));
		await session.edit(setPagu(sub2, 666));
		server.accepts = true;
		await until(() => session.save.kind === 'saved');
		expect([sub1, sub2].map((id) => readNode(server.doc, id)?.pagu)).toEqual([7, 8]);
	});

	it('lets what was typed meanwhile follow what waits in the same place', async () => {
		const session = await openInStep();
		await goOffline(session);
		server.judge = hasPagu(666);
		await session.edit(setPagu(sub1, 666));
		await session.edit(setUraian(sub2, 'pertama'));
		server.accepts = true;
		await until(() => server.refusals === 1);
		await session.edit(setUraian(sub2, 'kedua'));
		await until(() => session.save.kind === 'saved');
		expect(texts(session)).toEqual([666]);
		expect(readNode(server.doc, sub2)?.uraian).toBe('kedua');
	});

	it('shows a call whose place a colleague changed meanwhile as such, and what belongs to a refused row with its reason', async () => {
		const session = await openInStep();
		await goOffline(session);
		applyEdit(server.doc, setUraian(sub1, 'punya rekan'));
		applyEdit(server.doc, { edit: 'removeNode', args: { id: sub3 } });
		server.judge = (would) => (nodeIn(would, 'baru') ? closeCodes.forbidden : null);
		await session.edit(setUraian(sub1, 'punya saya'));
		await session.edit(addSub('baru'));
		await session.edit(setPagu('baru', 5));
		await session.edit(setPagu(sub3, 6));
		await session.edit(setPagu(sub2, 9));
		server.accepts = true;
		await until(() => session.save.kind === 'saved');
		expect(session.refused.map(({ reason }) => reason)).toEqual(['changed', 'forbidden', 'forbidden', 'gone']);
		expect(session.presentValue(session.refused[0]!)).toBe('punya rekan');
		expect(session.refused[2]).toMatchObject({ row: '9', after: 5 });
		expect(readNode(server.doc, sub2)?.pagu).toBe(9);
		expect(session.node(sub1)?.uraian).toBe('punya rekan');
	});

	it('does not hold up who goes on typing', async () => {
		const session = await openInStep();
		await goOffline(session);
		server.judge = hasPagu(666);
		for (let number = 0; number < 30; number++) await session.edit(setPagu(number % 3 ? sub1 : sub2, number % 3 ? number : 666));
		server.accepts = true;
		let typed = 0;
		while (session.save.kind !== 'saved' && typed < 60) await session.edit(setUraian(sub3, `ketikan ${++typed}`));
		await until(() => session.save.kind === 'saved');
		expect(readNode(server.doc, sub3)?.uraian).toBe(`ketikan ${typed}`);
		expect(new Set(texts(session))).toEqual(new Set([666]));
		expect(readRenja(server.doc)).toEqual(session.value());
		expect(server.refusals).toBeLessThanOrEqual(15);
	});

	it('ends when the server refuses again and again what is not ours', async () => {
		const session = await openInStep();
		server.judge = () => closeCodes.schema;
		await session.edit(setPagu(sub1, 5));
		await until(() => session.refused.length === 1 && session.save.kind === 'saved');
		const before = server.refusals;
		for (let number = 0; number < 5; number++) await session.edit(setPagu(sub1, 6 + number));
		await until(() => session.refused.length === 6 && session.save.kind === 'saved');
		expect(server.refusals - before).toBeLessThanOrEqual(10);
		expect(session.failure).toBeNull();
	});

	it('gives an edit another try when it was the document that could not be read', async () => {
		const session = await openInStep();
		server.refuseNext(closeCodes.gap);
		await session.edit(setPagu(sub1, 5));
		await until(() => readNode(server.doc, sub1)?.pagu === 5 && session.save.kind === 'saved');
		expect(session.refused).toEqual([]);
	});

	it('survives a crash between any of its steps', async () => {
		const first = await openInStep();
		await goOffline(first);
		server.judge = hasPagu(666);
		await first.edit([setPagu(sub1, 1), setPagu(sub2, 666), setPagu(sub3, 3)]);
		let asked = 0;
		const judge = server.judge;
		server.judge = (would, userId) => {
			// The second call is on its way by itself: nobody hears the answer.
			if (++asked === 3) void first.destroy();
			return judge(would, userId);
		};
		server.accepts = true;
		await until(() => asked >= 3);
		await first.destroy();
		const second = await openInStep();
		expect([sub1, sub2, sub3].map((id) => readNode(server.doc, id)?.pagu)).toEqual([1, 2_000_001, 3]);
		expect(texts(second)).toEqual([666]);
	});
});

describe('a plan that was submitted meanwhile', () => {
	it('keeps what waited, row by row, and lets it be sent again once it was returned', async () => {
		const session = await openInStep();
		await goOffline(session);
		freeze();
		await session.edit(setUraian(sub1, 'telat'));
		await session.edit([setPagu(sub2, 7), addSub('baru', 'Baris telat')]);
		server.accepts = true;
		await until(() => session.refused.length === 3 && session.save.kind === 'saved', 2_000);
		expect(session.refused.map(({ reason }) => reason)).toEqual(['frozen', 'frozen', 'frozen']);
		// Nothing is sent to be refused once the lock is known.
		expect(server.refusals).toBe(1);
		expect(session.value()).toEqual(readRenja(server.doc));
		expect(session.maySendAgain(session.refused[0]!)).toBe(false);
		expect(await session.sendRefusedAgain(session.refused[0]!.id)).toMatchObject({ ok: false, problem: 'plan.readOnly' });
		expect(session.refused).toHaveLength(3);

		unfreeze();
		applyEdit(server.doc, setUraian(sub1, 'punya rekan'));
		server.notice({ stage: 'rancangan_akhir', frozen: false, lockedUnits: [], mayWrite: true });
		await until(() => session.mayWrite);
		for (const { id } of session.refused) expect(await session.sendRefusedAgain(id)).toMatchObject({ ok: true });
		await until(() => session.save.kind === 'saved');
		expect(session.refused).toEqual([]);
		expect(readNode(server.doc, sub1)?.uraian).toBe('telat');
		expect(readNode(server.doc, sub2)?.pagu).toBe(7);
		expect(readNode(server.doc, 'baru')?.uraian).toBe('Baris telat');
		expect(await stored()).toEqual([]);
	});

	it('keeps in the list what cannot be sent again', async () => {
		const session = await openInStep();
		await goOffline(session);
		freeze();
		await session.edit(setPagu(sub1, 7));
		server.accepts = true;
		await until(() => session.refused.length === 1 && session.save.kind === 'saved');
		unfreeze();
		applyEdit(server.doc, { edit: 'removeNode', args: { id: sub1 } });
		server.notice({ stage: 'rancangan_akhir', frozen: false, lockedUnits: [], mayWrite: true });
		await until(() => session.mayWrite && session.node(sub1)?.removed === true);
		expect(await session.sendRefusedAgain(session.refused[0]!.id)).toMatchObject({ ok: false, problem: 'node.removed' });
		expect(session.refused).toHaveLength(1);
	});
});

describe('several tabs of one account', () => {
	it('all go back to the truth and show the same list', async () => {
		const one = await openInStep();
		await goOffline(one);
		await one.edit(setUraian(sub1, 'dari tab satu'));
		// Opened without a network: it begins with what the first one typed.
		const two = open();
		await until(() => two.phase === 'ready' && two.node(sub1)?.uraian === 'dari tab satu');
		await two.edit(setUraian(sub2, 'dari tab dua'));
		freeze();
		server.accepts = true;
		for (const session of [one, two]) {
			await until(() => session.save.kind === 'saved' && session.refused.length === 2, 2_000);
			expect(texts(session)).toEqual(['dari tab satu', 'dari tab dua']);
			expect(session.value()).toEqual(readRenja(server.doc));
			expect(session.failure).toBeNull();
		}
		await one.dismissRefused(one.refused[0]!.id);
		await until(() => two.refused.length === 1);

		// What was refused is nowhere any more, so it comes back with nobody.
		unfreeze();
		server.cut();
		await Promise.all([one, two].map((session) => until(() => session.online && session.save.kind === 'saved')));
		const three = await openInStep();
		for (const session of [one, two, three]) expect(session.node(sub1)?.uraian).toBe('subkegiatan 2.01.01.2.01.01');
		expect(readNode(server.doc, sub2)?.uraian).toBe('subkegiatan 2.01.01.2.01.02');
	});

	it('a tab keeps what it was sending while another one is refused', async () => {
		const [one, two] = [await openInStep(), await openInStep()];
		await goOffline(one, two);
		server.judge = hasPagu(666);
		await one.edit(setPagu(sub1, 666));
		await two.edit([setPagu(sub2, 5), addSub('baru', 'dari tab dua')]);
		server.accepts = true;
		await Promise.all([one, two].map((session) => until(() => session.save.kind === 'saved')));
		expect(readNode(server.doc, sub2)?.pagu).toBe(5);
		expect(readNode(server.doc, 'baru')?.uraian).toBe('dari tab dua');
		for (const session of [one, two]) {
			await until(() => session.refused.length === 1);
			expect(session.value()).toEqual(readRenja(server.doc));
		}
	});

	it('a tab keeps what it has taken over and not sent, when another one is refused while it opens', async () => {
		const first = await openInStep();
		// Some of these moments fall before its document is there, some after.
		for (let moment = 0; moment < 12; moment++) {
			const left = [first, ...sessions].at(-1) as PlanSession;
			await goOffline(left);
			await left.edit([setPagu(sub1, 100 + moment), addSub(`baru${moment}`)]);
			await left.destroy();
			server.accepts = true;
			const session = open();
			const other = openTabSignals('u1', { renjaId: 'r1', part: 'plan' }, () => undefined);
			for (let passed = 0; passed < moment; passed++) await new Promise((resolve) => setImmediate(resolve));
			other.tell('truth');
			await until(() => session.save.kind === 'saved');
			other.close();
			expect(session.refused, `moment ${moment}`).toEqual([]);
			expect(readNode(server.doc, sub1)?.pagu, `moment ${moment}`).toBe(100 + moment);
			expect(readNode(server.doc, `baru${moment}`), `moment ${moment}`).toBeDefined();
			expect(session.node(`baru${moment}`), `moment ${moment}`).toBeDefined();
		}
	});

	it('nothing of it reaches another account in the same browser', async () => {
		const [mine, other] = [await openInStep('u1'), await openInStep('u2')];
		server.judge = (_would, userId) => (userId === 'u1' ? closeCodes.forbidden : null);
		await mine.edit(setPagu(sub1, 5));
		await other.edit(setPagu(sub2, 6));
		await until(() => mine.refused.length === 1 && mine.save.kind === 'saved' && other.save.kind === 'saved');
		expect(other.refused).toEqual([]);
		expect(readNode(server.doc, sub2)?.pagu).toBe(6);
	});
});

it('an edit that reached the outbox and not the document, when the browser crashed, is made at the next start', async () => {
	const edit: Edit = setPagu(sub1, 4_000_000);
	const outbox = await openOutbox();
	await outbox.put([
		{
			id: 'e1',
			renjaId: 'r1',
			userId: 'u1',
			tab: 'crashed',
			number: 1,
			...edit,
			before: 1_000_000,
			after: 4_000_000,
			at: '2026-01-02T03:04:05.678Z',
			state: 'pending'
		}
	]);
	outbox.close();
	const session = await openInStep();
	expect(readNode(server.doc, sub1)?.pagu).toBe(4_000_000);
	expect(session.refused).toEqual([]);
	await vi.waitFor(async () => expect(await stored()).toEqual([]));
});

it('what was set inside a row that its author then took away himself is sent, and not called changed', async () => {
	const session = await openInStep();
	await goOffline(session);
	const indikator = nodeIn(session.value(), sub1)?.indikator[0]?.id as string;
	await session.edit({ edit: 'setIndikator', args: { nodeId: sub1, id: indikator, field: 'tolokUkur', value: 'sebelum dihapus' } });
	await session.edit({ edit: 'removeNode', args: { id: kegiatan } });
	server.accepts = true;
	await until(() => session.save.kind === 'saved');
	expect(session.refused).toEqual([]);
	expect(nodeIn(readRenja(server.doc), sub1)?.indikator[0]?.tolokUkur).toBe('sebelum dihapus');
});

it('whoever may not see the plan any more can still read what he had not sent', async () => {
	const session = await openInStep();
	await goOffline(session);
	await session.edit(setUraian(sub1, 'belum terkirim'));
	server.contextStatus = 404;
	await until(() => session.failure === 'notFound');
	expect(session.refused).toMatchObject([{ reason: 'notFound', after: 'belum terkirim' }]);
	expect(session.maySendAgain(session.refused[0]!)).toBe(false);
	await vi.waitFor(async () => expect(await stored()).toMatchObject([{ state: 'refused' }]));
});

describe('a plan that went out of sight and came back', () => {
	async function loseSight(session: PlanSession): Promise<void> {
		await goOffline(session);
		server.contextStatus = 404;
		await until(() => session.failure === 'notFound');
		expect(session.refused).toMatchObject([{ reason: 'notFound', after: 'kata terakhir' }]);
		await session.destroy();
		server.contextStatus = 200;
		server.accepts = true;
	}

	it('does not send what it said was not accepted', async () => {
		const session = await openInStep();
		await goOffline(session);
		await session.edit(setUraian(sub1, 'kata terakhir'));
		await loseSight(session);
		const again = await openInStep();
		expect(readNode(server.doc, sub1)?.uraian).not.toBe('kata terakhir');
		expect(again.refused).toMatchObject([{ reason: 'notFound', after: 'kata terakhir' }]);
	});

	it('does not send it by a tab that has it from the cache either, and keeps it for its author', async () => {
		const session = await openInStep();
		await goOffline(session);
		await session.edit(setUraian(sub1, 'kata terakhir'));
		const other = open('u1', () => Promise.reject(new TypeError('no network')));
		await until(() => other.node(sub1)?.uraian === 'kata terakhir');
		await loseSight(session);
		await until(() => other.save.kind === 'saved');
		expect(readNode(server.doc, sub1)?.uraian).not.toBe('kata terakhir');
		expect(texts(other)).toEqual(['kata terakhir']);
	});

	it('no longer calls refused what had arrived unconfirmed', async () => {
		const session = await openInStep();
		server.hold(true);
		await session.edit(setUraian(sub1, 'kata terakhir'));
		await until(() => readNode(server.doc, sub1)?.uraian === 'kata terakhir');
		await loseSight(session);
		server.hold(false);
		const again = await openInStep();
		await until(() => again.refused.length === 0);
		expect(await stored()).toEqual([]);
	});
});
