/**
 * One seed: a day on which several people work on one Renja, with the code of the real page, over a line that loses frames, with a server
 * that is killed and a plan that is submitted and returned. In the evening all is well again, and everything has to add up.
 */
import type { NodeValue, RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { narrativeMap } from '@rembug/shared/renja/renja-document.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { expect } from 'vitest';
import WebSocket from 'ws';
import * as Y from 'yjs';
import { countUnsent, keptEntries, wipeLocalData } from '../../web/src/lib/sync/local-data.ts';
import type { PlanSession } from '../../web/src/lib/sync/plan-session-types.ts';
import type { OutboxEntry } from '../../web/src/lib/sync/session-types.ts';
import { openPlanSession } from '../../web/src/lib/sync/plan-session.svelte.ts';
import { createFrameRelay, type Faults, type FrameRelay } from '../support/frame-relay.ts';
import type { SignedIn } from '../support/people.ts';
import { createRandom, type Random } from '../support/random.ts';
import { createSyncClient, type SyncClient } from '../support/sync-client.ts';
import { waitFor } from '../support/wait-for.ts';
import { changesOf, conflictsOf, headOf, rewind, seqsOf } from './fuzz-queries.ts';
import { createLedger } from './ledger.ts';
import { password, type Building, type Office, type Person } from './office.ts';
import { randomEdit } from './random-edit.ts';

/** A machine with its own line. Whose cookie it holds may change. */
interface Browser {
	relay: FrameRelay;
	person: Person;
	cookie: SignedIn;
}

interface Tab {
	name: string;
	browser: Browser;
	person: Person;
	session: PlanSession | null;
	/** What it is still working on. */
	busy: Promise<unknown>;
}

/** So long our client waits for an answer here; the page waits longer. */
const patienceMs = 500;
const eveningMs = 60_000;
const section = 'bab1';

export interface DayReport {
	edits: number;
	refused: number;
	what: string[];
}

export async function workADay(building: Building, office: Office, seed: number): Promise<DayReport> {
	const random = createRandom(seed);
	const renjaId = `hari-${seed}-${office.id}`;
	const documentId = `${renjaId}-plan`;
	const { server, sql } = building;
	const ledger = createLedger();
	const what: string[] = [];
	let lastUnique = 0;
	const unique = (): number => (lastUnique += 1);
	const units = ['sekretariat', 'koperasi', 'umkm'].map((unit) => `${unit}-${office.id}`);

	await building.newRenja(office, renjaId);
	const firstSeq = await patiently(() => headOf(sql, documentId));
	const people = [office.perencana, office.koperasi, office.umkm];
	for (const { id } of people) await wipeLocalData(id);
	const browsers: Browser[] = [];
	for (const person of people)
		browsers.push({ relay: await createFrameRelay(server, random), person, cookie: await building.signIn(person) });
	const [desk, laptop, phone] = browsers as [Browser, Browser, Browser];
	const tab = (name: string, browser: Browser, person = browser.person): Tab => ({
		...{ name, browser, person },
		...{ session: null, busy: Promise.resolve() }
	});
	const tabs = [tab('desk 1', desk), tab('desk 2', desk), tab('laptop', laptop), tab('phone', phone)];
	/** The colleague who borrows the laptop. */
	const borrowed = tab('laptop, borrowed', laptop, office.umkm);
	const kepala = await building.signIn(office.kepala);
	const sekretaris = await building.signIn(office.sekretaris);
	const perencana = await building.signIn(office.perencana);
	let notes = takeNotes();
	const promisedWords: string[] = [];

	async function open(one: Tab): Promise<void> {
		const { browser, person } = one;
		if (one.session || browser.cookie.username !== person.id || !browser.relay.whole) return;
		const answer = await browser.cookie.call('GET', `/api/renja/${renjaId}/context`).catch(() => null);
		if (!answer?.ok) return;
		const { generation } = (await answer.json()) as { generation: string };
		one.session = openPlanSession({
			renjaId,
			userId: person.id,
			generation,
			baseUrl: browser.relay.url,
			WebSocketPolyfill: socketOf(browser, server.url),
			fetch: (input, init) => reach(browser, String(input), init),
			patienceMs
		});
	}

	/** Somebody else's day may have killed the server. */
	async function openForSure(one: Tab): Promise<void> {
		const isOpen = async (): Promise<boolean> => {
			await open(one);
			return one.session !== null;
		};
		await waitFor(isOpen, { timeoutMs: eveningMs, everyMs: 50, what: `${one.name} is open` });
	}

	function answerOf<T>(path: string): Promise<NonNullable<T>> {
		const ask = async (): Promise<T | false> => {
			const answer = await sekretaris.call('GET', `/api/renja/${renjaId}${path}`);
			return answer.ok && ((await answer.json()) as T);
		};
		return waitFor(ask, { timeoutMs: eveningMs, everyMs: 50, what: `the server answers ${path}` }) as Promise<NonNullable<T>>;
	}

	function reach(browser: Browser, address: string, init?: RequestInit): Promise<Response> {
		if (!browser.relay.whole) return Promise.reject(new TypeError('no network'));
		const { pathname } = new URL(address);
		return fetch(`${server.url}${pathname}`, { ...init, headers: { ...init?.headers, cookie: browser.cookie.cookie, origin: server.url } });
	}

	async function close(one: Tab): Promise<void> {
		const session = one.session;
		one.session = null;
		await session?.destroy();
	}

	/** Not awaited: people go on while their page waits. */
	function act(one: Tab, work: (session: PlanSession) => Promise<unknown>): void {
		const { session } = one;
		if (session?.phase !== 'ready') return;
		one.busy = Promise.all([one.busy, work(session)]);
	}

	async function edit(one: Tab, session: PlanSession): Promise<void> {
		const made = randomEdit(random, rowsOf(one.person, session.value().nodes), units, unique);
		const result = await session.edit(made);
		what.push(`${one.name}: ${JSON.stringify(made)} ${result.ok ? '' : result.problem}`);
		if (result.ok) ledger.made(one.person.id, one.name, made);
		else if (one.session !== session) ledger.begun(one.person.id, one.name, made);
	}

	/** Mostly people work on what is theirs. */
	function rowsOf({ grant }: Person, nodes: readonly NodeValue[]): readonly NodeValue[] {
		if (grant.unitId === null || random.happens(0.2)) return nodes;
		const own = new Set(nodes.filter(({ bidang }) => bidang === grant.unitId).map(({ id }) => id));
		const mine = nodes.filter(({ id, parent }) => own.has(id) || own.has(parent ?? ''));
		return mine.some(({ level }) => level === 'subkegiatan') && mine.some(({ level }) => level === 'kegiatan') ? mine : nodes;
	}

	function takeNotes(): SyncClient {
		return createSyncClient(server.wsUrl, { cookie: sekretaris.cookie, renjaId });
	}

	/** A stock client starts over when it is refused: what it had is gone. */
	function write(): void {
		const code = notes.closeCode();
		if (code !== null && code >= 4400 && code < 4500) {
			notes.close();
			notes = takeNotes();
		}
		if (!notes.isSynced()) return;
		const word = `catatan-${unique()}`;
		void notes
			.edit((doc) => {
				const texts = narrativeMap(doc);
				if (!texts.get(section)) texts.set(section, new Y.XmlFragment());
				const paragraph = new Y.XmlElement('paragraph');
				const text = new Y.XmlText();
				texts.get(section)?.push([paragraph]);
				paragraph.insert(0, [text]);
				text.insert(0, word);
			})
			.then(() => promisedWords.push(word));
	}

	const incidents: Record<string, () => Promise<unknown> | unknown> = {
		'the server is killed': () => building.killServer(),
		'Postgres is killed': () => building.killPostgres(),
		'a backup of before is restored': async () => {
			notes.close();
			await building.killServer(async () => {
				const head = await headOf(sql, documentId);
				const to = firstSeq + random.below(head - firstSeq + 1);
				await rewind(sql, documentId, to, `lain-${seed}`);
				ledger.rewound();
				promisedWords.length = 0;
			});
			notes = takeNotes();
		},
		'the plan is submitted': () => perencana.call('POST', `/api/renja/${renjaId}/stage`, { to: 'diajukan', reason: 'Siap' }).catch(nothing),
		'the plan is returned': async () => {
			const answer = await kepala.call('GET', `/api/renja/${renjaId}/snapshots`).catch(nothing);
			const [snapshot] = answer?.ok ? ((await answer.json()) as { id: string }[]) : [];
			const decision = { decision: 'return', note: 'Lengkapi', password };
			if (snapshot) await kepala.call('POST', `/api/snapshots/${snapshot.id}/decision`, decision).catch(nothing);
		},
		'a grant is lost': () => loseGrant(),
		'the grant is given back': () => giveGrantBack(),
		'a colleague borrows the laptop': async () => {
			laptop.cookie = phone.cookie;
			if (random.happens(0.5)) laptop.relay.cut();
			await open(borrowed);
		},
		'the laptop is given back': () => giveLaptopBack(),
		'somebody signs out': async () => {
			const unsent = await countUnsent(office.umkm.id);
			// He is asked.
			if (unsent > 0 && random.happens(0.5)) return;
			const answer = await phone.cookie.call('DELETE', '/api/session').catch(nothing);
			if (!answer?.ok) return;
			const out = [...tabs, borrowed].filter((one) => one.person === office.umkm);
			await Promise.all([wipeLocalData(office.umkm.id), ...out.map(close)]);
			await wipeLocalData(office.umkm.id);
			ledger.threwAway(office.umkm.id);
			await signInAnew();
		},
		'the server refuses what it gets': () => {
			const reason = random.oneOf(['schema', 'oversize', 'gap'] as const);
			for (const { relay } of browsers) relay.faults = { ...(relay.faults ?? noFaults), refuse: 0.3, refuseWith: closeCodes[reason] };
		},
		'the server refuses no more': () => {
			for (const { relay } of browsers) if (relay.faults) relay.faults = { ...relay.faults, refuse: 0 };
		}
	};

	let hasLostGrant = false;
	async function loseGrant(): Promise<void> {
		const answer = await office.admin.call('GET', '/api/admin/accounts').catch(nothing);
		const accounts = answer?.ok ? ((await answer.json()) as { id: string; grants: { id: number }[] }[]) : [];
		const grant = accounts.find(({ id }) => id === office.koperasi.id)?.grants[0];
		if (!grant) return;
		const path = `/api/admin/accounts/${office.koperasi.id}/grants/${grant.id}`;
		hasLostGrant = (await office.admin.call('DELETE', path).catch(nothing))?.ok ?? true;
	}
	async function giveGrantBack(): Promise<void> {
		if (!hasLostGrant) return;
		const path = `/api/admin/accounts/${office.koperasi.id}/grants`;
		const answer = await office.admin.call('POST', path, office.koperasi.grant).catch(nothing);
		// 409: it was never taken.
		hasLostGrant = !(answer?.ok || answer?.status === 409);
	}
	async function giveLaptopBack(): Promise<void> {
		await close(borrowed);
		laptop.cookie = await building.signIn(office.koperasi);
	}
	async function signInAnew(): Promise<void> {
		const wasBorrowed = laptop.cookie === phone.cookie;
		phone.cookie = await building.signIn(office.umkm);
		if (wasBorrowed) laptop.cookie = phone.cookie;
	}

	/** What happens on this day besides work, in this order and at these moves. */
	function plan(moves: number): Map<number, string> {
		const planned = new Map<number, string>();
		const happens = (probability: number, first: string, second?: string): void => {
			if (!random.happens(probability)) return;
			const at = random.below(moves);
			planned.set(at, first);
			if (second && random.happens(0.8)) planned.set(at + 1 + random.below(moves - at), second);
		};
		happens(0.12, 'the server is killed');
		happens(0.04, 'Postgres is killed');
		happens(0.06, 'a backup of before is restored');
		happens(0.25, 'the plan is submitted', 'the plan is returned');
		happens(0.15, 'a grant is lost', 'the grant is given back');
		happens(0.2, 'a colleague borrows the laptop', 'the laptop is given back');
		happens(0.15, 'somebody signs out');
		happens(0.25, 'the server refuses what it gets', 'the server refuses no more');
		return planned;
	}

	async function move(): Promise<void> {
		const one = random.oneOf([...tabs, ...(borrowed.session ? [borrowed] : [])]);
		const kind = random.next();
		if (kind < 0.55) act(one, (session) => edit(one, session));
		else if (kind < 0.61 && mayTakeBack)
			act(one, (session) => {
				ledger.tookBack(one.person.id);
				return random.happens(0.7) ? session.undo() : session.redo();
			});
		else if (kind < 0.67) write();
		else if (kind < 0.7) one.browser.relay.cut();
		else if (kind < 0.74) one.browser.relay.whole = false;
		else if (kind < 0.82) for (const { relay } of browsers) relay.whole = true;
		else if (kind < 0.88) {
			what.push(`${one.name} is closed`);
			await close(one);
			if (random.happens(0.7)) await open(one);
		} else if (kind < 0.94) {
			if (one.session?.failure) await close(one);
			await open(one);
		} else notes[random.happens(0.5) ? 'pause' : 'connect']();
		if (random.happens(0.6)) await new Promise((resolve) => setTimeout(resolve, random.below(50)));
	}

	// On most days nothing is taken back, so that every value is written once.
	const mayTakeBack = random.happens(0.4);

	try {
		for (const one of tabs) await openForSure(one);
		await waitFor(() => tabs.every((one) => one.session?.phase === 'ready'), { timeoutMs: eveningMs, what: 'everybody sees the plan' });
		const moves = 20 + random.below(30);
		const planned = plan(moves);
		for (const { relay } of browsers) relay.faults = random.happens(0.85) ? someFaults(random) : null;
		for (let at = 0; at < moves; at++) {
			const incident = planned.get(at);
			if (incident) {
				what.push(incident);
				await incidents[incident]?.();
			}
			await move();
		}
		await evening();
		const refused = await addUp([...planned.values()]);
		return { edits: ledger.count, refused, what };
	} catch (error) {
		throw new Error(`Day of seed ${seed}: ${(error as Error).message}\n\t${what.join('\n\t')}`, { cause: error });
	} finally {
		notes.close();
		await Promise.all([...tabs, borrowed].map(close));
		await Promise.all(browsers.map(({ relay }) => relay.close()));
		await giveGrantBack();
	}

	/** Everybody is at work again and on a sound line. */
	async function evening(): Promise<void> {
		for (const { relay } of browsers) {
			relay.faults = null;
			relay.whole = true;
		}
		await waitFor(async () => (await fetch(`${server.url}/healthz`)).ok, {
			timeoutMs: eveningMs,
			everyMs: 100,
			what: 'the server is well'
		});
		await waitFor(
			async () => {
				await giveGrantBack();
				return !hasLostGrant;
			},
			{ timeoutMs: eveningMs, everyMs: 100, what: 'the grant is back' }
		);
		const hadBorrowed = borrowed.session !== null || laptop.cookie.username !== laptop.person.id;
		if (hadBorrowed) await giveLaptopBack();
		// The answer to his signing out may have been lost.
		await signInAnew();
		await Promise.all([...tabs, borrowed].map((one) => one.busy));
		notes.connect();
		for (const one of tabs) {
			// What a closed tab left is taken over by the next one that is opened.
			if (one.session?.failure || one.person === office.umkm) await close(one);
			await openForSure(one);
		}
		for (const one of tabs) {
			const isSaved = async (): Promise<boolean> => {
				// It was just asking with the cookie of the colleague, or while the grant was lost.
				if (one.session?.failure) await close(one);
				await open(one);
				return one.session?.save.kind === 'saved' && one.session.unsent.length === 0;
			};
			await waitFor(isSaved, { timeoutMs: eveningMs, what: `${one.name} has saved everything` });
		}
	}

	/** Everybody sees what the server has, and every edit is somewhere. Returns how many were refused. */
	async function addUp(happened: readonly string[]): Promise<number> {
		const truth = (): Promise<RenjaValue> => answerOf<RenjaValue>('');
		const context = await answerOf<{ stage: string; frozen: boolean }>('/context');
		const plain = ({ info, nodes }: RenjaValue) => ({ info, nodes });
		await waitFor(
			async () => {
				const now = plain(await truth());
				for (const { name, session } of tabs) {
					const { stage, frozen } = session as PlanSession;
					expect({ stage, frozen }, name).toEqual({ stage: context.stage, frozen: context.frozen });
					expect(plain((session as PlanSession).value()), name).toEqual(now);
				}
				return true;
			},
			// What was lost at the very end shows in the next sign of life.
			{ timeoutMs: 30_000, everyMs: 200, what: 'everybody sees what the server has' }
		);
		const fresh = createSyncClient(server.wsUrl, { cookie: sekretaris.cookie, renjaId });
		try {
			await waitFor(() => fresh.isSynced(), { timeoutMs: 20_000, what: 'a fresh client is synced' });
			expect(plain(readRenja(fresh.doc))).toEqual(plain(await truth()));
			const prose = narrativeMap(fresh.doc).get(section)?.toString() ?? '';
			for (const word of promisedWords) expect(prose).toContain(word);
		} finally {
			fresh.close();
		}
		const refused = new Map<string, readonly OutboxEntry[]>();
		for (const { person } of tabs) {
			const kept = await keptEntries(person.id);
			expect(kept.every(({ state }) => state === 'refused')).toBe(true);
			refused.set(person.id, kept);
		}
		const count = [...refused.values()].reduce((sum, list) => sum + list.length, 0);
		const seqs = await patiently(() => seqsOf(sql, documentId));
		expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] as number) + index));
		const [changes, conflicts] = await patiently(() => Promise.all([changesOf(sql, documentId), conflictsOf(sql, documentId)]));
		const mayRefuse = happened.some((incident) => refusing.includes(incident));
		// There are rows that are none of a staf's business.
		const maySay = ({ reason, userId }: OutboxEntry): boolean => mayRefuse || (reason === 'forbidden' && userId !== office.perencana.id);
		ledger.settle({ changes, conflicts, refused, mayRefuse, maySay });
		return count;
	}
}

/** Without one of these nothing that a person made may be refused. */
const refusing: readonly string[] = [
	'a backup of before is restored',
	'the plan is submitted',
	'a grant is lost',
	'the server refuses what it gets'
];

const noFaults: Faults = { drop: 0, double: 0, overtake: 0, delay: 0, cut: 0, refuse: 0, refuseWith: 0 };

function someFaults(random: Random): Faults {
	const upTo = (most: number): number => (random.happens(0.6) ? random.next() * most : 0);
	return { ...noFaults, drop: upTo(0.06), double: upTo(0.1), overtake: upTo(0.1), delay: upTo(0.3), cut: upTo(0.03) };
}

/** The WebSocket of a browser: it sends the cookie that the browser holds when it connects. */
function socketOf(browser: Browser, origin: string): typeof globalThis.WebSocket {
	return class extends WebSocket {
		constructor(address: string | URL) {
			super(address, { headers: { cookie: browser.cookie.cookie, origin } });
			this.on('error', () => undefined);
		}
	} as unknown as typeof globalThis.WebSocket;
}

/** Somebody else's day may have killed Postgres. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
	const answer = await waitFor(async () => ({ value: await ask() }), { timeoutMs: eveningMs, everyMs: 200, what: 'Postgres answers' });
	return answer.value;
}

function nothing(): undefined {
	return undefined;
}
