/**
 * The one writer of the log: takes what the rooms have admitted, one batch at a time over all rooms, each batch one statement and one commit.
 * It knows documents and rows; what a failure means to people is the rooms' business.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseAway, type Sql } from '../database/connect.ts';
import { beat, findRoom } from '../database/heartbeat-queries.ts';
import type { Log } from '../log.ts';
import { appendRows, documentHeads, type DocumentRows, type LogRow } from './sync-queries.ts';

/** What a room is to the committer. */
export interface Source {
	readonly documentId: string;
	/** Rows waiting for a commit, oldest first; taken out by `committed` only. */
	readonly waiting: readonly LogRow[];
	/** seq of the last committed row. */
	readonly committedSeq: number;
	/** By which its waiting rows were judged. */
	readonly rules: number;
	/** Takes over what another process wrote; until it wakes the committer, its rows wait. */
	readonly isBusy: boolean;
	/** Another process has written up to this seq. */
	foundHead(headSeq: number): void;
	/** The first `count` waiting rows are in Postgres, for good. */
	committed(count: number): void;
	/** Its rows were not written, or nobody knows: the room must go. */
	discard(why: string): void;
}

export interface Committer {
	/** This room has rows waiting. */
	wake(source: Source): void;
	/** The room is gone; its rows are of no interest any more. */
	forget(source: Source): void;
	/** Whether rows of this room are on their way to the log. */
	isWriting(source: Source): boolean;
	/** Before this time (of performance.now) no batch begins; in the past when there was none for a while. */
	nextBatchAt(): number;
	/** Whether commits work at present. */
	isAvailable(): boolean;
	/** Resolves when nothing waits any more, written or discarded. */
	flush(): Promise<void>;
	close(): void;
}

export interface CommitterOptions {
	sql: Sql;
	log: Log;
	/** This process, as the others are told of it with every commit; null: they are not told. */
	self: string | null;
	/** Commits work no more: every room has to go. */
	onAway: () => void;
	/** Longest time that rows may wait before Postgres counts as away, in ms. */
	patienceMs?: number | undefined;
}

/** Rows of one room that one commit takes at most. */
export const rowsPerCommit = 100;
/**
 * Batches begin at least so far apart, in ms: what arrives meanwhile is one commit, and one frame for everybody. The more was in the last
 * one the longer, since a frame for each of many readers costs more than the edits that are in it.
 */
const pauseMs = { least: 16, perRow: 4, most: 38 };
const bytesPerBatch = 8 * 1024 * 1024;
/** How often a document that somebody else holds locked is tried before its room is given up. */
const lockedTriesMax = 100;
const lockedPauseMs = 20;
/** What Postgres calls a disk without room. */
const diskFull = '53100';
const probePauseMs = 200;
/** A connection that was opened while Postgres came up may hang; the next probe takes another one. */
const probePatienceMs = 1000;

export function createCommitter({ sql, log, self, onAway, patienceMs = 5000 }: CommitterOptions): Committer {
	const sources = new Set<Source>();
	const lockedTries = new Map<Source, number>();
	let idle: (() => void)[] = [];
	let running = false;
	let away = false;
	let closed = false;
	/** When the oldest rows that still wait began to, or 0. */
	let waitingSince = 0;
	let attempt = 0;
	let nextBatch = -Infinity;

	const patience = setInterval(
		() => {
			if (!away && waitingSince > 0 && performance.now() - waitingSince > patienceMs)
				goAway('no commit within the time that people can wait');
		},
		Math.min(250, patienceMs / 2)
	);
	patience.unref();

	function goAway(why: string, isFull = false): void {
		if (away || closed) return;
		away = true;
		log.error({ why }, 'commits do not work; rooms are closed until they do');
		const lost = [...sources];
		sources.clear();
		taken.clear();
		for (const source of lost) source.discard('Postgres is away');
		onAway();
		settle();
		void probe(isFull);
	}

	function goAwayFor(error: unknown): void {
		const { code, message } = error as { code?: unknown; message?: unknown };
		goAway(`${String(code)}: ${String(message)}`, code === diskFull);
	}

	async function probe(isFull: boolean): Promise<void> {
		while (!closed) {
			try {
				await Promise.race([
					isFull ? findRoom(sql).then(() => beat(sql)) : beat(sql),
					delay(probePatienceMs, undefined, { ref: false }).then(() => Promise.reject(new Error('probe took too long')))
				]);
				away = false;
				// Whatever the batch of before still does, it can only find another head: its rooms are gone.
				attempt += 1;
				running = false;
				log.warn('commits work again');
				if (sources.size > 0) void run();
				return;
			} catch {
				await delay(probePauseMs, undefined, { ref: false });
			}
		}
	}

	function settle(): void {
		waitingSince = sources.size > 0 ? performance.now() : 0;
		if (sources.size > 0) return;
		const done = idle;
		idle = [];
		for (const resolve of done) resolve();
	}

	async function run(): Promise<void> {
		running = true;
		const mine = attempt;
		// What arrives in the same turn goes into the same commit.
		await new Promise<void>((resolve) => setImmediate(resolve));
		while (sources.size > 0 && !away && mine === attempt) {
			const pause = nextBatch - performance.now();
			if (pause > 0) await delay(pause);
			if (sources.size === 0 || away || mine !== attempt) break;
			const batch = takeBatch();
			const rows = batch.reduce((sum, source) => sum + takenOf(source), 0);
			nextBatch = performance.now() + Math.min(pauseMs.most, pauseMs.least + pauseMs.perRow * rows);
			if (batch.length === 0) break;
			let written: Set<string>;
			try {
				written = await appendRows(sql, batch.map(rowsOf), self);
			} catch (error) {
				if (mine !== attempt || away) return;
				await failed(batch, error);
				continue;
			}
			if (mine !== attempt || away) return;
			const missed: Source[] = [];
			for (const source of batch) {
				if (written.has(source.documentId)) wasWritten(source);
				else if (sources.has(source)) missed.push(source);
			}
			settle();
			if (missed.length > 0) await judgeMissed(missed);
		}
		if (mine === attempt) running = false;
	}

	/** Rows of the batch whose outcome is not known yet, so that rows which arrive meanwhile are not taken for written. */
	const taken = new Map<Source, number>();
	const takenOf = (source: Source): number => taken.get(source) ?? 0;

	function takeBatch(): Source[] {
		taken.clear();
		let bytes = 0;
		const batch: Source[] = [];
		for (const source of sources) {
			if (source.isBusy) continue;
			let count = 0;
			for (const row of source.waiting) {
				if (count >= rowsPerCommit || (bytes > 0 && bytes + row.bytes.length > bytesPerBatch)) break;
				bytes += row.bytes.length;
				count += 1;
			}
			if (count === 0) break;
			taken.set(source, count);
			batch.push(source);
		}
		return batch;
	}

	function rowsOf(source: Source): DocumentRows {
		return {
			documentId: source.documentId,
			expectedSeq: source.committedSeq,
			rules: source.rules,
			rows: source.waiting.slice(0, takenOf(source))
		};
	}

	function wasWritten(source: Source): void {
		const count = takenOf(source);
		taken.delete(source);
		lockedTries.delete(source);
		if (!sources.delete(source)) return;
		source.committed(count);
		// Behind the others, so that one busy room does not keep them waiting.
		if (source.waiting.length > 0) sources.add(source);
	}

	function giveUp(source: Source, why: string): void {
		taken.delete(source);
		lockedTries.delete(source);
		if (!sources.delete(source)) return;
		log.warn({ documentId: source.documentId, why }, 'room discarded');
		source.discard(why);
	}

	async function failed(batch: readonly Source[], error: unknown): Promise<void> {
		if (isDatabaseAway(error)) {
			goAwayFor(error);
			return;
		}
		log.error({ err: error }, 'batch failed');
		if (batch.length === 1) giveUp(batch[0] as Source, 'its rows cannot be written');
		else {
			// One room's rows must not take the others along: each alone.
			for (const source of batch) {
				if (away || !sources.has(source)) continue;
				try {
					const written = await appendRows(sql, [rowsOf(source)], self);
					if (away) return;
					if (written.has(source.documentId)) wasWritten(source);
					else taken.delete(source);
				} catch (alone) {
					if (isDatabaseAway(alone)) {
						goAwayFor(alone);
						return;
					}
					giveUp(source, 'its rows cannot be written');
				}
			}
		}
		settle();
	}

	/** Locked by somebody: again, soon. Another head: another process was first. Frozen, or other rules: what was judged no longer holds. */
	async function judgeMissed(missed: readonly Source[]): Promise<void> {
		try {
			const heads = new Map(
				(
					await documentHeads(
						sql,
						missed.map((source) => source.documentId)
					)
				).map((head) => [head.documentId, head])
			);
			for (const source of missed) {
				taken.delete(source);
				const head = heads.get(source.documentId);
				const tries = (lockedTries.get(source) ?? 0) + 1;
				if (!sources.has(source)) continue;
				if (!head) giveUp(source, 'the document is gone');
				else if (head.frozen) giveUp(source, 'the document is frozen');
				else if (head.rules !== source.rules) giveUp(source, 'who may write has changed');
				else if (head.headSeq < source.committedSeq) giveUp(source, `the log is at ${head.headSeq}, the room at ${source.committedSeq}`);
				else if (head.headSeq > source.committedSeq) {
					lockedTries.delete(source);
					source.foundHead(head.headSeq);
				} else if (tries > lockedTriesMax) giveUp(source, 'the document stays locked');
				else lockedTries.set(source, tries);
			}
		} catch (error) {
			await failed(missed, error);
		}
		settle();
		if (missed.some((source) => lockedTries.has(source))) await delay(lockedPauseMs);
	}

	return {
		wake(source) {
			if (closed || away) return;
			if (sources.size === 0) waitingSince = performance.now();
			sources.add(source);
			if (!running) void run();
		},
		forget(source) {
			lockedTries.delete(source);
			if (sources.delete(source)) settle();
		},
		isWriting: (source) => taken.has(source),
		nextBatchAt: () => nextBatch,
		isAvailable: () => !away && !closed,
		flush: () => (sources.size === 0 ? Promise.resolve() : new Promise<void>((resolve) => idle.push(resolve))),
		close() {
			closed = true;
			clearInterval(patience);
		}
	};
}
