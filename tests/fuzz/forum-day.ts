/**
 * One seed of the fuzz of the forum: planner, two bidang, two chairs and a delegate work in the forum of a Renja, three of them in its
 * discussion too, somebody attacks, lines go down, sessions open and close, grants change, the forum is frozen, rows of the plan change hands,
 * the process dies. In the evening everything in both logs, and everything that was refused, is held against rules written by hand.
 */
import type { DiscussionEdit } from '@rembug/shared/discussion/discussion-types.ts';
import { applyDiscussionEdit } from '@rembug/shared/discussion/discussion-edits.ts';
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import { decisionFields, type ForumEdit, type NewUsulan } from '@rembug/shared/forum/forum-types.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { setFrozen } from '@rembug/server/approval/snapshot-queries.ts';
import { raiseRules } from '@rembug/server/renja/unit-lock-queries.ts';
import { unitOfRow } from '@rembug/server/sync/plan-rights.ts';
import { expect } from 'vitest';
import * as Y from 'yjs';
import { keptEntries, wipeLocalData } from '../../web/src/lib/sync/local-data.ts';
import type { DiscussionSession } from '../../web/src/lib/sync/discussion-session.svelte.ts';
import type { ForumSession } from '../../web/src/lib/sync/forum-session.svelte.ts';
import type { OutboxEntry } from '../../web/src/lib/sync/session-types.ts';
import { createRandom } from '../support/random.ts';
import { createSyncClient, type SyncClient } from '../support/sync-client.ts';
import { waitFor } from '../support/wait-for.ts';
import { attackForum, randomDiscussionEdit, randomForumEdit } from './forum-edit.ts';
import { forbiddenInDiscussion, readForumHistory, type ForumEra } from './forum-judge.ts';
import { changesOf, generationOf, headOf, logOf, type ChangeRow } from './fuzz-queries.ts';
import { openBrowser, type Browser } from './rights-browser.ts';
import type { RightsDayReport } from './rights-day.ts';
import type { PersonName, RightsOffice } from './rights-office.ts';

interface Tab {
	name: string;
	person: PersonName;
	browser: Browser;
	part: 'forum' | 'discussion';
	session: ForumSession | DiscussionSession | null;
	busy: Promise<unknown>;
}

/** An edit that a page took, or was taking when it was closed: then it may have been kept for the next one. */
interface Made {
	accountId: string;
	tab: string;
	number: number;
	part: 'forum' | 'discussion';
	edit: ForumEdit | DiscussionEdit;
	/** Where the log was before. */
	since: number;
	isSure: boolean;
}

interface Written {
	root: string;
	entity: string;
	field: string;
	value: unknown;
}

const eveningMs = 60_000;
const attackMs = 5_000;
const usulanIds = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6'];

export async function workADayOfTheForum(office: RightsOffice, seed: number): Promise<RightsDayReport> {
	const random = createRandom(seed);
	/** On most days everybody comes to the same process. */
	const doors = random.happens(0.7) ? [office.doors[0]] : office.doors;
	const renjaId = `forum-${seed}-${office.id}`;
	const what: string[] = [];
	const made: Made[] = [];
	let lastUnique = 0;
	const unique = (): number => (lastUnique += 1);
	const units = [office.unitOf('koperasi'), office.unitOf('umkm')];
	const place = { perangkatDaerahId: office.id, renjaId };
	const documents = { plan: `${renjaId}-plan`, forum: `${renjaId}-forum`, discussion: `${renjaId}-discussion` };
	const as = (name: PersonName): string => office.accountOf(name);

	office.grants = office.forumGrants(renjaId);
	const usulan = usulanIds.map((id, index): NewUsulan => ({ id, asal: 'pokir', usulan: `Usulan ${id}`, unit: units[index % 3] }));
	await office.newRenja(
		renjaId,
		usulan.map(({ unit, ...rest }) => (unit === undefined ? rest : { ...rest, unit }))
	);
	const world = { frozen: false, grants: office.grants, unitOf: new Map<string, string | null>() as ReadonlyMap<string, string | null> };
	const eras: Record<'forum' | 'discussion', ForumEra[]> = {
		forum: [{ after: 0, began: 0, ...world }],
		discussion: [{ after: 0, began: 0, ...world }]
	};
	async function begin(change: Partial<typeof world>): Promise<void> {
		Object.assign(world, change);
		for (const part of ['forum', 'discussion'] as const)
			eras[part].push({ after: await headOf(office.sql, documents[part]), began: performance.now(), ...world });
	}

	/** By the server itself, in the name of somebody; false when the gate refuses it. */
	async function write(part: keyof typeof documents, name: PersonName, change: (doc: Y.Doc) => unknown): Promise<boolean> {
		const doc = new Y.Doc();
		Y.applyUpdate(doc, await office.rooms.read(documents[part], (present) => Y.encodeStateAsUpdate(present)));
		const before = Y.encodeStateVector(doc);
		doc.transact(() => change(doc));
		return (await office.rooms.append(documents[part], office.actorOf(as(name)), [Y.encodeStateAsUpdate(doc, before)])).ok;
	}
	const sessionTo = (id: string, value: string): Promise<boolean> =>
		write('forum', 'ketua', (doc) => applyForumEdit(doc, { edit: 'setSession', args: { id, field: 'status', value } }));

	const rows = await office.rooms.read(documents.plan, (doc) =>
		[...doc.getMap('nodes').keys()].flatMap((id) => (unitOfRow(doc, id) ? [[id, unitOfRow(doc, id)] as const] : []))
	);
	const morningUnits = new Map<string, string | null>(rows);
	const talked = units.flatMap((unit) => rows.filter(([, of]) => of === unit).slice(-2)).map(([id]) => id);
	const threads = ['c0', 'c1', 'c2', 'c3', 'c4'];
	await write('forum', 'perencana', (doc) => {
		for (const id of ['s1', 's2']) applyForumEdit(doc, { edit: 'addSession', args: { id, judul: 'Forum PD', tanggal: '2026-02-20' } });
	});
	await sessionTo('s1', 'berlangsung');
	await write('discussion', 'kepala', (doc) => {
		for (const [index, id] of threads.entries())
			applyDiscussionEdit(doc, {
				edit: 'addComment',
				args: { id, author: as('kepala'), kind: 'komentar', node: talked[index] ?? null, text: 'Mengapa?' }
			});
	});
	const generations = {
		forum: (await generationOf(office.sql, documents.forum)) as string,
		discussion: (await generationOf(office.sql, documents.discussion)) as string
	};

	const workers = ['perencana', 'koperasi', 'umkm', 'ketua', 'wakil', 'delegasi'] as const;
	const browsers = new Map(workers.map((name) => [name, openBrowser(office, as(name), random.oneOf(doors))]));
	for (const { accountId } of browsers.values()) await wipeLocalData(accountId);
	const tabOf = (person: (typeof workers)[number], part: Tab['part'], name = `${person}/${part}`): Tab => ({
		...{ name, person, part, browser: browsers.get(person) as Browser },
		...{ session: null, busy: Promise.resolve() }
	});
	const tabs = workers.map((name) => tabOf(name, 'forum'));
	if (random.happens(0.3)) tabs.push(tabOf('ketua', 'forum', 'ketua/forum 2'));
	for (const name of ['perencana', 'koperasi', 'umkm'] as const) tabs.push(tabOf(name, 'discussion'));
	/** What came to the screens of one who only looks on. */
	const seen: Buffer[] = [];
	let onlooker = lookOn();
	const attackers: SyncClient[] = [];
	const attackWords: string[] = [];

	function lookOn(): SyncClient {
		return createSyncClient(random.oneOf(doors).wsUrl, {
			...{ cookie: as('kepala'), renjaId, part: 'forum' },
			received: (update) => void seen.push(Buffer.from(update))
		});
	}

	function mayEnter({ browser, part }: Tab): boolean {
		return part === 'forum' ? office.opensForum(browser.accountId, renjaId) : office.seesPlans(browser.accountId);
	}

	function open(tab: Tab): void {
		if (tab.session || !mayEnter(tab)) return;
		const { browser, part } = tab;
		tab.session =
			part === 'forum' ? browser.openForum(renjaId, generations.forum) : browser.openDiscussion(renjaId, generations.discussion);
	}

	async function close(tab: Tab): Promise<void> {
		const { session } = tab;
		tab.session = null;
		await session?.destroy();
	}

	async function edit(tab: Tab): Promise<void> {
		const { session, part } = tab;
		if (!session) return;
		const { accountId } = tab.browser;
		const known = 'usulan' in session ? [...session.usulan.keys()] : usulanIds;
		const hand = { usulan: known.length > 0 ? known : usulanIds, units, accountId, unique };
		const one = part === 'forum' ? randomForumEdit(random, tab.person, hand) : randomDiscussionEdit(random, threads, talked, hand);
		const since = await headOf(office.sql, documents[part]).catch(() => null);
		// Its process is just being killed.
		if (since === null || tab.session !== session) return;
		const number = unique();
		const result = await (session as { edit(edits: unknown): Promise<{ ok: boolean; problem?: string }> }).edit(one);
		what.push(`${tab.name}: ${JSON.stringify(one)} ${result.ok ? '' : result.problem}`);
		if (result.ok || tab.session !== session) made.push({ accountId, tab: tab.name, number, part, edit: one, since, isSure: result.ok });
	}

	async function strike(): Promise<void> {
		const name = random.oneOf(['koperasi', 'umkm', 'delegasi', 'wakil', 'perencana', 'delegasi'] as const);
		const word = `serangan-${seed}-${unique()}`;
		what.push(`attack by ${name}: ${word}`);
		const client = createSyncClient(random.oneOf(doors).wsUrl, { cookie: as(name), renjaId, part: 'forum', reconnect: false });
		attackers.push(client);
		const isIn = await waitFor(() => client.isSynced(), { timeoutMs: attackMs, everyMs: 5 }).catch(() => false);
		if (!isIn) return;
		attackWords.push(word);
		const others = (['ketua', 'koperasi', 'delegasi'] as const).filter((other) => other !== name).map(as);
		void client.edit((doc) => attackForum(random, doc, { usulan: usulanIds, units, accountId: as(name), unique }, others, word));
	}

	async function regrant(grants: RightsOffice['grants']): Promise<void> {
		const resume = await Promise.all([office.rooms.pause(documents.forum), office.rooms.pause(documents.discussion)]);
		const before = office.grants;
		office.grants = grants;
		for (const { accountId } of browsers.values())
			if (!sameJson(before.get(accountId), grants.get(accountId))) office.rooms.rightsChanged(accountId);
		await begin({ grants });
		for (const each of resume) each();
	}

	async function freeze(frozen: boolean): Promise<void> {
		const head = await office.sql.begin(async (sql) => {
			await raiseRules(sql, documents.forum);
			await setFrozen(sql, documents.forum, frozen);
			return headOf(sql, documents.forum);
		});
		Object.assign(world, { frozen });
		eras.forum.push({ after: head, began: performance.now(), ...world });
		await office.rooms.stageChanged(renjaId);
	}

	async function handOver(): Promise<void> {
		const id = random.oneOf(talked);
		const bidang = random.oneOf(units);
		const resume = await office.rooms.pause(documents.discussion);
		await write('plan', 'perencana', (doc) => applyEdit(doc, { edit: 'setBidang', args: { id, bidang } }));
		const now = await office.rooms.read(documents.plan, (doc) => new Map(talked.map((row) => [row, unitOfRow(doc, row)])));
		await begin({ unitOf: now });
		resume();
	}

	const incidents: Record<string, () => Promise<unknown>> = {
		'the process is killed': () => office.kill(),
		'the forum is frozen': () => freeze(true),
		'the forum is open again': () => freeze(false),
		'the session is closed': () => sessionTo('s1', 'ditutup'),
		'the session goes on': () => sessionTo('s1', 'berlangsung'),
		'the other session is opened': () => sessionTo('s2', 'berlangsung'),
		'a row changes hands': handOver,
		'grants change': () => {
			const usual = office.forumGrants(renjaId);
			const staffOfUmkm = usual.get(as('umkm')) ?? [];
			const chair = usual.get(as('ketua')) ?? [];
			const ways: [PersonName, RightsOffice['grants'] extends Map<string, infer Grants> ? Grants : never][] = [
				['koperasi', staffOfUmkm],
				['koperasi', []],
				['delegasi', []],
				['delegasi', chair],
				['wakil', []],
				['ketua', chair.map((grant) => ({ ...grant, sessionId: 's2' }))]
			];
			const [name, grants] = random.oneOf(ways);
			what.push(`${name}: ${JSON.stringify(grants)}`);
			return regrant(new Map([...usual, [as(name), grants]]));
		},
		'grants are as before': () => regrant(office.forumGrants(renjaId))
	};

	function plan(moves: number): Map<number, string> {
		const planned = new Map<number, string>();
		const happens = (probability: number, first: string, second?: string): void => {
			if (!random.happens(probability)) return;
			const at = random.below(moves);
			planned.set(at, first);
			if (second && random.happens(0.8)) planned.set(at + 1 + random.below(moves - at), second);
		};
		happens(0.3, 'the process is killed');
		happens(0.25, 'the forum is frozen', 'the forum is open again');
		happens(0.35, 'the session is closed', 'the session goes on');
		happens(0.25, 'the other session is opened');
		happens(0.4, 'a row changes hands', 'a row changes hands');
		happens(0.35, 'grants change', 'grants are as before');
		return planned;
	}

	async function move(): Promise<void> {
		const tab = random.oneOf(tabs);
		const kind = random.next();
		if (kind < 0.68) {
			if (tab.session?.phase === 'ready') tab.busy = Promise.all([tab.busy, edit(tab)]);
		} else if (kind < 0.76) await strike();
		else if (kind < 0.79) tab.browser.cut();
		else if (kind < 0.83) tab.browser.whole = false;
		else if (kind < 0.9) for (const browser of browsers.values()) browser.whole = true;
		else if (kind < 0.94) {
			await Promise.all([tab.busy, close(tab)]);
			if (random.happens(0.7)) open(tab);
		} else {
			if (tab.session?.failure) await close(tab);
			open(tab);
		}
		if (random.happens(0.4)) await new Promise((resolve) => setTimeout(resolve, random.below(20)));
	}

	try {
		tabs.forEach(open);
		await waitFor(() => tabs.every(({ session }) => session?.phase === 'ready'), {
			timeoutMs: eveningMs,
			what: 'everybody sees the forum'
		});
		const moves = 18 + random.below(14);
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

	async function evening(): Promise<void> {
		for (const browser of browsers.values()) browser.whole = true;
		await regrant(office.forumGrants(renjaId));
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
		const plainForum = (doc: Y.Doc) =>
			Object.fromEntries(['usulan', 'sessions', 'votes', 'attendance'].map((root) => [root, doc.getMap(root).toJSON()]));
		if (!onlooker.isSynced()) {
			onlooker.close();
			onlooker = lookOn();
		}
		// An attack may still be on its way. What was on a screen before the log was read has to be in the log.
		const { truth, forumRows, talkRows, history, shown } = await waitFor(
			async () => {
				const shown = [...seen];
				const [forumRows, talkRows] = await Promise.all([logOf(office.sql, documents.forum), logOf(office.sql, documents.discussion)]);
				const history = readForumHistory(place, forumRows, eras.forum);
				const truth: Record<string, unknown> = await office.rooms.read(documents.forum, plainForum);
				const comments = await office.rooms.read(documents.discussion, (doc) => doc.getMap('comments').toJSON());
				for (const { name, session } of tabs) {
					const isForum = session !== null && 'usulan' in session;
					const usulan = isForum ? Object.fromEntries([...session.usulan].map(([id, { id: _, ...rest }]) => [id, rest])) : null;
					if (isForum) {
						expect(usulan, name).toEqual(truth.usulan);
						expect(Object.fromEntries(session.votes), name).toEqual(truth.votes);
					} else expect(Object.keys(comments).length, name).toBe((session as DiscussionSession).comments.size);
				}
				expect(onlooker.isSynced()).toBe(true);
				expect(plainForum(onlooker.doc), 'the onlooker').toEqual(truth);
				expect(plainForum(history.doc), 'the log').toEqual(truth);
				return { truth, forumRows, talkRows, history, shown };
			},
			{ timeoutMs: 30_000, everyMs: 50, what: 'everybody sees what the server has' }
		);
		for (const each of [forumRows, talkRows])
			expect(each.map(({ seq }) => seq)).toEqual(each.map((_, index) => (each[0]?.seq ?? 0) + index));
		const talk = forbiddenInDiscussion(talkRows, eras.discussion, morningUnits);
		const forbidden = [...history.forbidden, ...talk.forbidden.map((problem) => `discussion: ${problem}`)];
		if (forbidden.length > 0)
			expect.fail(`${forbidden.join('\n')}\n${JSON.stringify(eras, (_, value: unknown) => (value instanceof Map ? [...value] : value))}`);
		for (const word of attackWords) {
			// What is in the log was judged.
			if (forumRows.some(({ bytes }) => Buffer.from(bytes).includes(word))) continue;
			if (shown.some((update) => update.includes(word))) expect.fail(`${word} was seen and is not in the log`);
		}

		const kept = (await Promise.all([...browsers.values()].map(({ accountId }) => keptEntries(accountId)))).flat();
		expect(kept.every(({ state }) => state === 'refused')).toBe(true);
		const changes = {
			forum: await changesOf(office.sql, documents.forum),
			discussion: await changesOf(office.sql, documents.discussion)
		};
		for (const entry of kept) {
			const why = reasonAgainst(entry);
			if (why) expect.fail(`${why}: ${JSON.stringify(entry)}`);
		}
		for (const one of made) {
			const isRefused = kept.some((entry) => entry.userId === one.accountId && isSame(entry, one));
			if (one.isSure && !isRefused) for (const each of writtenBy(one.edit)) followUp(one, each, changes[one.part]);
		}
		const last = (field: string) => (one: Made) =>
			one.edit.edit === 'setVote' && `${one.edit.args.usulan}/${one.edit.args.account}` === field;
		for (const key of new Set(made.flatMap(({ edit }) => (edit.edit === 'setVote' ? [`${edit.args.usulan}/${edit.args.account}`] : [])))) {
			const tries = made.filter(last(key)).sort((a, b) => a.number - b.number);
			const one = tries.at(-1) as Made;
			const isOpen = tries.some((each) => !each.isSure || kept.some((entry) => isSame(entry, each)));
			const stands = (truth.votes as Record<string, { prioritas?: number }>)[key]?.prioritas ?? null;
			if (!isOpen && one.edit.edit === 'setVote' && stands !== one.edit.args.prioritas)
				expect.fail(`the voice ${key} is ${stands}, its author gave ${one.edit.args.prioritas} last`);
		}
		return { edits: made.length, refused: kept.length, attacks: attackWords.length, rows: forumRows.length + talkRows.length };

		function isSame(entry: OutboxEntry, { edit: of }: Made): boolean {
			return entry.edit === of.edit && sameJson(entry.args, of.args);
		}

		/** It is in the history under his name, or somebody wrote over it before it got there. */
		function followUp(one: Made, { root, entity, field, value }: Written, history: readonly ChangeRow[]): void {
			const isHere = (row: { root: string; entity: string; field: string }): boolean =>
				row.root === root && row.entity === entity && row.field === field;
			const written = history.filter((row) => isHere(row) && sameJson(row.after, value));
			const foreign = written.find(({ accountId }) => accountId !== one.accountId);
			if (foreign) expect.fail(`written in the name of ${foreign.accountId}: ${JSON.stringify(one)}`);
			const isOverwritten = made.some(
				(other) => other !== one && (other.number > one.number || other.tab !== one.tab) && writtenBy(other.edit).some(isHere)
			);
			const byAttack = history.some((row) => isHere(row) && typeof row.after === 'string' && row.after.startsWith('serangan'));
			if (written.length === 0 && !isOverwritten && !byAttack)
				expect.fail(`lost: ${JSON.stringify(one)} at ${entity}/${field}: ${JSON.stringify(history.filter(isHere))}`);
		}

		function reasonAgainst(entry: OutboxEntry): string | null {
			const { reason, userId } = entry;
			const one = made.find((each) => each.accountId === userId && isSame(entry, each));
			const since = one?.since ?? 0;
			const isTalk = entry.part === 'discussion';
			switch (reason) {
				case 'changed':
				case 'gone': {
					const placesOf = (of: ForumEdit): Written[] => [...writtenBy(of), ...marksOf(of)];
					const places = placesOf({ edit: entry.edit, args: entry.args } as ForumEdit);
					const isHere = (row: { root: string; entity: string; field: string }): boolean =>
						places.some((at) => at.root === row.root && at.entity === row.entity && at.field === row.field);
					// He himself may have been there with another edit, which waits or was refused.
					const isRival =
						changes[isTalk ? 'discussion' : 'forum'].some(isHere) ||
						made.some((other) => other !== one && placesOf(other.edit as ForumEdit).some(isHere));
					const isMissing = kept.some((other) => other !== entry && other.edit === 'addUsulan');
					return isTalk || isRival || isMissing ? null : `${reason}, and nobody else was there`;
				}
				case 'frozen':
					return !isTalk && history.wasFrozen(since) ? null : 'frozen, and never was';
				case 'notFound':
					return history.wasShutOut(userId, since) ? null : 'out of sight, and never was';
				case 'forbidden': {
					if (isTalk) return mayBeRefusedTalk(entry) ? null : 'forbidden, and never was';
					const of = { edit: entry.edit, args: entry.args } as ForumEdit;
					const isLate = of.edit === 'decideUsulan' && of.args.ids.some((id) => wasDecidedBySomebodyElse(id, userId));
					return isLate || history.lackedRight(userId, of, since) ? null : 'forbidden, and never was';
				}
				default:
					return `refused as ${reason}`;
			}
		}

		/** Of two decisions made at once the second is refused. */
		function wasDecidedBySomebodyElse(id: string, userId: string): boolean {
			return changes.forum.some((row) => row.root === 'usulan' && row.entity === id && row.field === 'decidedBy' && row.after !== userId);
		}

		/** Perencana is refused nothing but the words of others; staf what may be another unit's at any time of the day. */
		function mayBeRefusedTalk({ edit: of, userId }: OutboxEntry): boolean {
			if (of === 'setCommentText') return true;
			return (of === 'settleThread' || of === 'reopenThread') && userId !== as('perencana');
		}
	}
}

/** What an edit writes that nobody else writes in the same words. */
function writtenBy({ edit, args }: ForumEdit | DiscussionEdit): Written[] {
	const own = (value: unknown): boolean => typeof value === 'string' && value.startsWith('kata ');
	switch (edit) {
		case 'setUsulan':
			return args.changes.flatMap(({ id, field, value }) => (own(value) ? [{ root: 'usulan', entity: id, field, value }] : []));
		case 'addUsulan':
			return args.usulan.map(({ id, usulan }) => ({ root: 'usulan', entity: id, field: 'usulan', value: usulan }));
		case 'decideUsulan':
			return args.ids.map((id) => ({ root: 'usulan', entity: id, field: 'alasan', value: args.alasan }));
		case 'addAttendance':
			return [{ root: 'attendance', entity: args.id, field: 'lembaga', value: args.lembaga }];
		case 'setSession':
			return own(args.value) || args.field === 'timerSeconds'
				? [{ root: 'sessions', entity: args.id, field: args.field, value: args.value }]
				: [];
		case 'addComment':
		case 'replyComment':
		case 'setCommentText':
			return [{ root: 'comments', entity: args.id, field: 'text', value: args.text }];
		default:
			return [];
	}
}

/** Where else somebody may have been before. */
function marksOf({ edit, args }: ForumEdit): Written[] {
	const at = (root: string, entity: string, field: string): Written => ({ root, entity, field, value: null });
	switch (edit) {
		case 'setUsulan':
			return args.changes.map(({ id, field }) => at('usulan', id, field));
		case 'decideUsulan':
			return args.ids.flatMap((id) => decisionFields.map((field) => at('usulan', id, field)));
		case 'setVote':
			return [at('votes', `${args.usulan}/${args.account}`, 'prioritas')];
		case 'setSession':
			return [at('sessions', args.id, args.field)];
		case 'setAgenda':
			return args.entries.map(({ usulan }) => at('sessions', `${args.id}/agenda`, usulan));
		default:
			return [];
	}
}
