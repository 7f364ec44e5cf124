/**
 * One seed of the fuzz of rights: people of several units and somebody who attacks work on one Renja in the rooms of one process or two, while
 * grants, locks and the stage change and the process dies. In the evening everything in the log, and everything that was refused, is held
 * against `shared/access`.
 */
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import type { NodeValue, RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import { moveStage, setFrozen, snapshotContentText, snapshotsOf } from '@rembug/server/approval/snapshot-queries.ts';
import { changeStage } from '@rembug/server/approval/submit-renja.ts';
import { createLog } from '@rembug/server/log.ts';
import { findRenja } from '@rembug/server/renja/renja-queries.ts';
import { deleteLock, insertLock, raiseRules } from '@rembug/server/renja/unit-lock-queries.ts';
import { expect } from 'vitest';
import * as Y from 'yjs';
import { keptEntries, wipeLocalData } from '../../web/src/lib/sync/local-data.ts';
import type { PlanSession } from '../../web/src/lib/sync/plan-session-types.ts';
import type { OutboxEntry } from '../../web/src/lib/sync/session-types.ts';
import { createRandom } from '../support/random.ts';
import { createSyncClient, type SyncClient } from '../support/sync-client.ts';
import { waitFor } from '../support/wait-for.ts';
import { changesOf, conflictsOf, generationOf, headOf, logOf } from './fuzz-queries.ts';
import { createLedger } from './ledger.ts';
import { randomEdit } from './random-edit.ts';
import { attack } from './rights-attack.ts';
import { openBrowser, type Browser } from './rights-browser.ts';
import { readHistory, type Era } from './rights-judge.ts';
import type { PersonName, RightsOffice } from './rights-office.ts';

interface Tab {
	name: string;
	person: PersonName;
	browser: Browser;
	session: PlanSession | null;
	/** What it is still working on. */
	busy: Promise<unknown>;
}

export interface RightsDayReport {
	edits: number;
	refused: number;
	attacks: number;
	/** Rows of the log. */
	rows: number;
}

const eveningMs = 60_000;
const attackMs = 5_000;
const log = createLog('silent');

export async function workADayOfRights(office: RightsOffice, seed: number): Promise<RightsDayReport> {
	const random = createRandom(seed);
	/** On most days everybody comes to the same process. */
	const doors = random.happens(0.7) ? [office.doors[0]] : office.doors;
	const renjaId = `hak-${seed}-${office.id}`;
	const what: string[] = [];
	const ledger = createLedger();
	let lastUnique = 0;
	const unique = (): number => (lastUnique += 1);
	const units = [office.unitOf('koperasi'), office.unitOf('umkm'), office.unitOf('sekretariat')];

	office.grants = office.usualGrants();
	const documentId = await office.newRenja(renjaId);
	const generation = (await generationOf(office.sql, documentId)) as string;
	const world = { stage: 'rancangan_akhir' as Stage, lockedUnits: [] as string[], grants: office.grants };
	const eras: Era[] = [{ after: 0, ...world }];
	const begin = (after: number, change: Partial<typeof world>): void => {
		Object.assign(world, change);
		eras.push({ after, ...world });
	};

	const workers = ['perencana', 'koperasi', 'umkm'] as const;
	const browsers = workers.map((name) => openBrowser(office, office.accountOf(name), random.oneOf(doors)));
	for (const { accountId } of browsers) await wipeLocalData(accountId);
	const tabAt = (name: string, at: number): Tab => ({
		...{ name, person: workers[at] as PersonName, browser: browsers[at] as Browser },
		...{ session: null, busy: Promise.resolve() }
	});
	const tabs = workers.map(tabAt);
	if (random.happens(0.3)) tabs.push(tabAt('koperasi 2', 1));
	/** What came to the screen of one who only looks on, over all his connections. */
	const seen: Buffer[] = [];
	let onlooker = lookOn();
	const attackers: SyncClient[] = [];
	const attackWords: string[] = [];
	/** Where the log was when an edit was made. */
	const madeAt = new Map<Edit['args'], number>();

	function lookOn(): SyncClient {
		return createSyncClient(random.oneOf(doors).wsUrl, {
			cookie: office.accountOf('kepala'),
			renjaId,
			received: (update) => void seen.push(Buffer.from(update))
		});
	}

	function open(tab: Tab): void {
		if (!tab.session && office.seesPlans(tab.browser.accountId)) tab.session = tab.browser.openPlan(renjaId, generation);
	}

	async function close(tab: Tab): Promise<void> {
		const { session } = tab;
		tab.session = null;
		await session?.destroy();
	}

	async function edit(tab: Tab, session: PlanSession): Promise<void> {
		const { accountId } = tab.browser;
		const made = randomEdit(random, rowsOf(tab.person, session.value().nodes), units, unique);
		// It cannot have been judged by what held before.
		const since = eras.at(-1)?.after ?? 0;
		const result = await session.edit(made);
		what.push(`${tab.name}: ${JSON.stringify(made)} ${result.ok ? '' : result.problem}`);
		madeAt.set(made.args, since);
		if (result.ok) ledger.made(accountId, tab.name, made);
		else if (tab.session !== session) ledger.begun(accountId, tab.name, made);
	}

	/** Staf work on what is theirs more often than on what is not. */
	function rowsOf(name: PersonName, nodes: readonly NodeValue[]): readonly NodeValue[] {
		if (name === 'perencana' || random.happens(0.35)) return nodes;
		const own = new Set(nodes.filter(({ bidang }) => bidang === `${name}-${office.id}`).map(({ id }) => id));
		const mine = nodes.filter(({ id, parent }) => own.has(id) || own.has(parent ?? ''));
		return mine.some(({ level }) => level === 'subkegiatan') && mine.some(({ level }) => level === 'kegiatan') ? mine : nodes;
	}

	/** With a client of his own, in the name of somebody who may come in. */
	async function strike(): Promise<void> {
		const name = random.oneOf(['koperasi', 'umkm', 'kepala', 'perencana'] as const);
		const word = `serangan-${seed}-${unique()}`;
		what.push(`attack by ${name}: ${word}`);
		const client = createSyncClient(random.oneOf(doors).wsUrl, { cookie: office.accountOf(name), renjaId, reconnect: false });
		attackers.push(client);
		const isIn = await waitFor(() => client.isSynced(), { timeoutMs: attackMs, everyMs: 5 }).catch(() => false);
		if (!isIn) return;
		attackWords.push(word);
		const ids = [...client.doc.getMap('nodes').keys()];
		void client.edit((doc) => {
			for (let times = 1 + random.below(2); times > 0; times--)
				attack(random, doc, ids, office.unitOf(name === 'umkm' ? 'umkm' : 'koperasi'), word);
		});
	}

	const incidents: Record<string, () => Promise<unknown>> = {
		'the process is killed': () => office.kill(),
		'the plan is submitted': async () => {
			const renja = await findRenja(office.sql, renjaId);
			if (!renja || renja.stage !== 'rancangan_akhir') return;
			const planner = office.actorOf(office.accountOf('perencana'));
			await changeStage({ sql: office.sql, rooms: office.rooms, log }, planner, renja, 'diajukan', 'Siap');
			begin(await headOf(office.sql, documentId), { stage: 'diajukan' });
		},
		'the plan is returned': async () => {
			const head = await office.sql.begin(async (sql) => {
				await raiseRules(sql, documentId);
				if (!(await moveStage(sql, renjaId, 'diajukan', 'rancangan_akhir'))) return null;
				await setFrozen(sql, documentId, false);
				return headOf(sql, documentId);
			});
			if (head === null) return;
			begin(head, { stage: 'rancangan_akhir' });
			await office.rooms.stageChanged(renjaId);
		},
		'a Bab changes hands': async () => {
			const doc = new Y.Doc();
			Y.applyUpdate(doc, await office.rooms.read(documentId, (present) => Y.encodeStateAsUpdate(present)));
			const before = Y.encodeStateVector(doc);
			applyEdit(doc, { edit: 'assignSection', args: { section: 'bab1', bidang: random.oneOf(units) } });
			// A plan that is frozen takes nothing from anybody.
			await office.rooms.append(documentId, office.actorOf(office.accountOf('perencana')), [Y.encodeStateAsUpdate(doc, before)]);
		},
		'a unit is locked': () => lock(true),
		'the unit is unlocked': () => lock(false),
		'grants change': () => {
			const changed = new Map(office.usualGrants());
			const [koperasi, umkm] = [office.accountOf('koperasi'), office.accountOf('umkm')];
			const ways: (() => unknown)[] = [
				() => changed.set(koperasi, []),
				() => changed.set(koperasi, [{ role: 'staf', perangkatDaerahId: office.id, unitId: office.unitOf('umkm') }]),
				() => changed.set(umkm, [{ role: 'verifikator', perangkatDaerahId: office.id, unitId: null }]),
				() => changed.set(umkm, [...(changed.get(umkm) ?? []), { role: 'perencana', perangkatDaerahId: office.id, unitId: null }])
			];
			random.oneOf(ways)();
			return regrant(changed);
		},
		'grants are as before': () => regrant(office.usualGrants())
	};

	async function lock(locked: boolean): Promise<void> {
		const unit = office.unitOf('koperasi');
		const head = await office.sql.begin(async (sql) => {
			await raiseRules(sql, documentId);
			await (locked ? insertLock(sql, renjaId, unit, office.accountOf('perencana')) : deleteLock(sql, renjaId, unit));
			return headOf(sql, documentId);
		});
		begin(head, { lockedUnits: locked ? [unit] : [] });
		await office.rooms.stageChanged(renjaId);
	}

	/** What was admitted before is in the log before; nothing comes after it with the old grants. */
	async function regrant(grants: RightsOffice['grants']): Promise<void> {
		const resume = await office.rooms.pause(documentId);
		const before = office.grants;
		office.grants = grants;
		for (const { accountId } of browsers)
			if (JSON.stringify(before.get(accountId)) !== JSON.stringify(grants.get(accountId))) office.rooms.rightsChanged(accountId);
		begin(await headOf(office.sql, documentId), { grants });
		resume();
	}

	function plan(moves: number): Map<number, string> {
		const planned = new Map<number, string>();
		const happens = (probability: number, first: string, second?: string): void => {
			if (!random.happens(probability)) return;
			const at = random.below(moves);
			planned.set(at, first);
			if (second && random.happens(0.8)) planned.set(at + 1 + random.below(moves - at), second);
		};
		happens(0.3, 'the process is killed');
		happens(0.3, 'the plan is submitted', 'the plan is returned');
		happens(0.3, 'a unit is locked', 'the unit is unlocked');
		happens(0.35, 'grants change', 'grants are as before');
		happens(0.3, 'a Bab changes hands');
		return planned;
	}

	async function move(): Promise<void> {
		const tab = random.oneOf(tabs);
		const kind = random.next();
		if (kind < 0.6) {
			const { session } = tab;
			if (session?.phase === 'ready') tab.busy = Promise.all([tab.busy, edit(tab, session)]);
		} else if (kind < 0.7) await strike();
		else if (kind < 0.74) tab.browser.cut();
		else if (kind < 0.79) tab.browser.whole = false;
		else if (kind < 0.87) for (const browser of browsers) browser.whole = true;
		else if (kind < 0.92) {
			await close(tab);
			if (random.happens(0.7)) open(tab);
		} else {
			if (tab.session?.failure) await close(tab);
			open(tab);
		}
		if (random.happens(0.4)) await new Promise((resolve) => setTimeout(resolve, random.below(20)));
	}

	try {
		tabs.forEach(open);
		await waitFor(() => tabs.every(({ session }) => session?.phase === 'ready'), { timeoutMs: eveningMs, what: 'everybody sees the plan' });
		const moves = 10 + random.below(12);
		const planned = plan(moves);
		for (let at = 0; at <= moves; at++) {
			const incident = planned.get(at);
			if (incident) {
				what.push(incident);
				await incidents[incident]?.();
			}
			if (at < moves) await move();
		}
		await evening();
		return await addUp();
	} catch (error) {
		throw new Error(`Day of seed ${seed}: ${(error as Error).message}\n\t${what.join('\n\t')}`, { cause: error });
	} finally {
		onlooker.close();
		for (const attacker of attackers) attacker.close();
		await Promise.all(tabs.map(close));
	}

	/** Everybody is at work again, with what he may as a rule; a plan that is with the Kepala Dinas stays there. */
	async function evening(): Promise<void> {
		for (const browser of browsers) browser.whole = true;
		await regrant(office.usualGrants());
		await Promise.all(tabs.map((tab) => tab.busy));
		for (const tab of tabs) {
			const isSaved = async (): Promise<boolean> => {
				if (tab.session?.failure) await close(tab);
				open(tab);
				return tab.session?.save.kind === 'saved' && tab.session.unsent.length === 0;
			};
			await waitFor(isSaved, { timeoutMs: eveningMs, what: `${tab.name} has saved everything` });
		}
	}

	async function addUp(): Promise<RightsDayReport> {
		const plain = ({ info, nodes }: RenjaValue) => ({ info, nodes });
		if (!onlooker.isSynced()) {
			onlooker.close();
			onlooker = lookOn();
		}
		// An attack may still be on its way. What was on a screen or in a snapshot before the log was read has to be in the log.
		const { rows, history, shown, snapshots } = await waitFor(
			async () => {
				const taken = await snapshotsOf(office.sql, renjaId);
				const snapshots = await Promise.all(taken.map(({ id }) => snapshotContentText(office.sql, id)));
				const shown = [...seen];
				const rows = await logOf(office.sql, documentId);
				const history = readHistory(office.id, rows, eras);
				const truth = await office.rooms.read(documentId, (doc) => plain(readRenja(doc)));
				for (const { name, session } of tabs) expect(plain((session as PlanSession).value()), name).toEqual(truth);
				expect(onlooker.isSynced()).toBe(true);
				expect(plain(readRenja(onlooker.doc)), 'the onlooker').toEqual(truth);
				expect(plain(readRenja(history.doc)), 'the log').toEqual(truth);
				return { rows, history, shown, snapshots };
			},
			{ timeoutMs: 30_000, everyMs: 50, what: 'everybody sees what the server has' }
		);
		expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => (rows[0]?.seq ?? 0) + index));
		if (history.forbidden.length > 0)
			expect.fail(`${history.forbidden.join('\n')}\n${JSON.stringify(eras.map((era) => ({ ...era, grants: [...era.grants] })))}`);
		for (const word of attackWords) {
			// What is in the log was judged.
			if (rows.some(({ bytes }) => Buffer.from(bytes).includes(word))) continue;
			if (shown.some((update) => update.includes(word))) expect.fail(`${word} was seen and is not in the log`);
			if (snapshots.some((text) => text?.includes(word))) expect.fail(`${word} is in a snapshot and not in the log`);
		}

		const refused = new Map<string, readonly OutboxEntry[]>();
		for (const { accountId } of browsers) {
			const kept = await keptEntries(accountId);
			expect(kept.every(({ state }) => state === 'refused')).toBe(true);
			refused.set(accountId, kept);
			for (const entry of kept) {
				const why = reasonAgainst(entry, kept);
				if (why) expect.fail(`${why}: ${JSON.stringify(entry)}`);
			}
		}
		const [changes, conflicts] = await Promise.all([changesOf(office.sql, documentId), conflictsOf(office.sql, documentId)]);
		ledger.settle({ changes, conflicts, refused, mayRefuse: false, maySay: () => true });
		return {
			edits: ledger.count,
			refused: [...refused.values()].reduce((sum, list) => sum + list.length, 0),
			attacks: attackWords.length,
			rows: rows.length
		};

		/** Why this must not have been refused for that reason; null: it may. Who came later than somebody else (changed, gone) is for the ledger. */
		function reasonAgainst(entry: OutboxEntry, kept: readonly OutboxEntry[]): string | null {
			const { reason, userId } = entry;
			const made = { edit: entry.edit, args: entry.args } as Edit;
			const since = sinceOf(made);
			switch (reason) {
				case 'changed':
				case 'gone':
					return null;
				case 'frozen':
					return history.wasFrozen(since) ? null : 'frozen, and never was';
				case 'notFound':
					return history.wasShutOut(userId, since) ? null : 'out of sight, and never was';
				case 'forbidden': {
					const isInRefusedRow = kept.some(({ edit, args }) => edit === 'addNode' && isAbout(made, (args as { id: string }).id));
					return isInRefusedRow || history.lackedRight(userId, made, since) ? null : 'forbidden, and never was';
				}
				default:
					return `refused as ${reason}`;
			}
		}

		function sinceOf(made: Edit): number {
			for (const [args, since] of madeAt) if (JSON.stringify(args) === JSON.stringify(made.args)) return since;
			return 0;
		}
	}
}

function isAbout({ args }: Edit, id: string): boolean {
	return ('id' in args && args.id === id) || ('nodeId' in args && args.nodeId === id) || ('ids' in args && args.ids.includes(id));
}
