/**
 * A pool that never keeps anybody waiting for a Postgres that does not answer. A connection of its own asks once a second; when no answer
 * comes (stopped, hung, network cut without a word), everything under way in the pool fails at once and everything new fails without
 * waiting, until an answer comes again. Without it requests pile up for as long as Postgres is away, and old connections stay hung after it is back.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { connect, isDatabaseAway, type Sql } from './connect.ts';
import { answer } from './heartbeat-queries.ts';

export interface WatchedPool {
	/** The same object for ever, whatever happens to the connections behind it. For LISTEN it is of no use: take a connection of your own. */
	sql: Sql;
	/** Waits some seconds for what is under way, then ends. */
	close(): Promise<void>;
}

export interface WatchedPoolOptions {
	/** Connections in the pool. */
	max: number;
	log: Log;
	/** No answer within so many ms: Postgres is away. */
	patienceMs?: number;
}

const askEveryMs = 1000;
const askAgainMs = 250;
/** A question to a network that swallows everything is put again on a new connection. */
const newConnectionMs = 15_000;
/** Longer than a connection takes to be made or given up. */
const lateConnectionsMs = 15_000;
const closeSeconds = 5;

/** Connections are made when first needed. */
export function openWatchedPool(databaseUrl: string, { max, log, patienceMs = 3000 }: WatchedPoolOptions): WatchedPool {
	const open = (): Sql => connect(databaseUrl, { max });
	const askOn = (): Sql => connect(databaseUrl, { max: 1, name: 'rembug-watch', lasting: true, withoutArrays: true });
	let pool = open();
	let isAway = false;
	let asking = askOn();
	let question: { since: number; answered: Promise<boolean> } | null = null;
	const ended = new AbortController();

	/** Whether the question under way, or a new one, is answered in time. */
	async function answersWithin(ms: number): Promise<boolean> {
		if (question && performance.now() - question.since > newConnectionMs) {
			drop(asking);
			asking = askOn();
			question = null;
		}
		const put = (question ??= { since: performance.now(), answered: ask(asking) });
		let isKnown = false;
		void put.answered.then(() => {
			isKnown = true;
			if (question === put) question = null;
		});
		return Promise.race([put.answered, patience(ms, () => isKnown)]);
	}

	/** Counted in small steps: while this process itself was held up, nobody could answer it. */
	async function patience(ms: number, isKnown: () => boolean): Promise<boolean> {
		for (let passed = 0; passed < ms && !isKnown(); passed += 100) await pause(100);
		return false;
	}

	const pause = (ms: number): Promise<void> => wait(ms, undefined, { ref: false, signal: ended.signal });

	function giveUp(): void {
		isAway = true;
		const lost = pool;
		pool = open();
		// An ended pool refuses every query at once, and only when it is asked.
		drop(pool);
		drop(lost);
		log.error('Postgres does not answer; everything that needs it is refused until it does');
	}

	async function watch(): Promise<void> {
		// Making a connection takes several times as long as an answer: on a slow line that says nothing.
		await answersWithin(newConnectionMs);
		for (;;) {
			await pause(isAway ? askAgainMs : askEveryMs);
			const isThere = await answersWithin(patienceMs);
			if (isThere && isAway) {
				isAway = false;
				pool = open();
				log.warn('Postgres answers again');
			} else if (!isThere && !isAway) giveUp();
		}
	}
	const watching = watch().catch((error: unknown) => {
		if (!ended.signal.aborted) throw error;
	});

	return {
		sql: new Proxy(pool, {
			apply: (_first, _this, args) => Reflect.apply(pool, undefined, args) as unknown,
			get: (_first, name) => Reflect.get(pool, name) as unknown
		}),
		async close() {
			ended.abort();
			await watching;
			await Promise.all([pool.end({ timeout: isAway ? 0 : closeSeconds }), asking.end({ timeout: 0 })]);
		}
	};
}

/** Refused for want of room or connections is an answer too. */
async function ask(sql: Sql): Promise<boolean> {
	// The first question may only find out that the connection was lost some time ago.
	return (await answers(sql)) || answers(sql);
}

async function answers(sql: Sql): Promise<boolean> {
	try {
		await answer(sql);
		return true;
	} catch (error) {
		return !isDatabaseAway(error) || /^53/.test((error as { code: string }).code);
	}
}

function drop(sql: Sql): void {
	void sql.end({ timeout: 0 });
	// A connection that was just being made comes to life after the end. The types of postgres.js do not know its `close`.
	const { close } = sql as unknown as { close(): Promise<void> };
	setTimeout(() => void close(), lateConnectionsMs).unref();
}
