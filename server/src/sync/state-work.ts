/** Heavy work on the states of documents, done in a thread of its own, one order after the other. */
import { Worker } from 'node:worker_threads';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

export type StateOrder = 'merge' | 'slice';

export interface StateWork {
	/** Updates that miss nothing -> one that holds the same, without the values that were overwritten. */
	merge(updates: readonly Uint8Array[]): Promise<Uint8Array>;
	/** Updates that miss nothing -> the same, to be applied one after the other, none of which takes long. */
	slice(updates: readonly Uint8Array[]): Promise<Uint8Array[]>;
	close(): Promise<void>;
}

/** The thread keeps the memory of its largest document; it is ended when it had nothing to do for so long. */
const idleMs = 30_000;

export function createStateWork(): StateWork {
	let thread: Worker | null = null;
	let last: Promise<unknown> = Promise.resolve();
	let waiting = 0;
	let idleTimer: NodeJS.Timeout | null = null;
	let isClosed = false;
	/** Of the order under way; without effect when it is settled. */
	let answered: (answer: Uint8Array) => void = () => undefined;
	let failed: (error: Error) => void = () => undefined;

	async function order(what: StateOrder, updates: readonly Uint8Array[]): Promise<Uint8Array[]> {
		const packed = pack(updates);
		waiting += 1;
		const answer = last.then(() => give(what, packed));
		last = answer.catch(() => undefined);
		try {
			return unpack(await answer);
		} finally {
			waiting -= 1;
			if (waiting === 0) rest();
		}
	}

	async function give(what: StateOrder, packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
		if (isClosed) throw new Error('the server goes down');
		if (idleTimer) clearTimeout(idleTimer);
		const worker = (thread ??= start());
		return new Promise((resolve, reject) => {
			answered = resolve;
			failed = reject;
			worker.postMessage({ order: what, packed }, [packed.buffer]);
		});
	}

	function start(): Worker {
		const worker = new Worker(new URL('./state-thread.ts', import.meta.url));
		worker.unref();
		const over = (error: Error): void => {
			if (thread !== worker) return;
			thread = null;
			failed(error);
		};
		worker.on('message', (answer: Uint8Array) => answered(answer));
		worker.on('error', over);
		worker.on('exit', (code) => over(new Error(`the thread ended with code ${code}`)));
		return worker;
	}

	function rest(): void {
		if (idleTimer) clearTimeout(idleTimer);
		idleTimer = setTimeout(() => void end(), idleMs);
		idleTimer.unref();
	}

	async function end(): Promise<void> {
		const ending = thread;
		thread = null;
		failed(new Error('the server goes down'));
		await ending?.terminate();
	}

	return {
		merge: async (updates) => (await order('merge', updates))[0] as Uint8Array,
		slice: (updates) => order('slice', updates),
		async close() {
			isClosed = true;
			if (idleTimer) clearTimeout(idleTimer);
			await end();
		}
	};
}

/** Many updates in one buffer that can be handed over without a copy. */
export function pack(updates: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	return encoding.encode((encoder) => {
		for (const update of updates) encoding.writeVarUint8Array(encoder, update);
	}) as Uint8Array<ArrayBuffer>;
}

export function unpack(packed: Uint8Array): Uint8Array[] {
	const decoder = decoding.createDecoder(packed);
	const updates: Uint8Array[] = [];
	while (decoding.hasContent(decoder)) updates.push(decoding.readVarUint8Array(decoder));
	return updates;
}
