/**
 * Files that take a while are made beside the event loop, one after the other: a meeting in which everybody presses "Unduh" must not take
 * all processors. The thread ends with its file, and with it whatever memory printing took.
 */
import { Worker } from 'node:worker_threads';
import type { Paper } from '@rembug/shared/berita-acara/paper-types.ts';
import type { OfficialTable } from '@rembug/shared/tables/table-types.ts';
import { problem } from '../errors.ts';

export interface PrintNote {
	/** At the foot of every page, left: where the content is from; the hash of a snapshot. */
	source: string;
	/** Time of the content, for the properties of the file. */
	at: Date;
}

export interface TableJob {
	format: 'xlsx' | 'pdf' | 'docx';
	table: OfficialTable;
	note: PrintNote;
}

export interface PaperJob {
	format: 'pdf' | 'docx';
	paper: Paper;
	note: PrintNote;
}

export type PrintJob = TableJob | PaperJob;

export type Print = (job: PrintJob) => Promise<Uint8Array<ArrayBuffer>>;

/**
 * Prints one job after the other. The bytes of the file; rejects with export.busy when too many wait, or with whatever went wrong in the
 * thread.
 * @param limits waitingMax: jobs at once, the running one among them. msMax: the largest plan takes some seconds, nothing good comes later.
 */
export function createPrinter({ waitingMax = 20, msMax = 60_000 }: { waitingMax?: number; msMax?: number } = {}): Print {
	let queue: Promise<unknown> = Promise.resolve();
	let waiting = 0;
	return async (job) => {
		if (waiting >= waitingMax) throw problem('export.busy');
		waiting++;
		const printed = queue.then(() => inThread(job, msMax));
		queue = printed.catch(() => undefined);
		return printed.finally(() => waiting--);
	};
}

function inThread(job: PrintJob, msMax: number): Promise<Uint8Array<ArrayBuffer>> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(new URL('./print-worker.ts', import.meta.url), { workerData: job });
		const tooLong = setTimeout(() => {
			reject(new Error(`printing took longer than ${msMax} ms`));
			void worker.terminate();
		}, msMax);
		worker.once('message', resolve);
		worker.once('error', reject);
		worker.once('exit', (code) => {
			clearTimeout(tooLong);
			reject(new Error(`the thread that prints ended with ${code}`));
		});
	});
}
