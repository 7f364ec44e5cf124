/** Spreadsheets beside the event loop, one after the other: a meeting in which everybody presses "Unduh" must not take all processors. */
import { Worker } from 'node:worker_threads';
import type { OfficialTable } from '@rembug/shared/tables/table-types.ts';
import type { PrintNote } from './write-xlsx.ts';

let queue: Promise<unknown> = Promise.resolve();

/** Bytes of the .xlsx file; rejects with whatever went wrong in the thread. */
export function printXlsx(table: OfficialTable, note: PrintNote): Promise<Uint8Array<ArrayBuffer>> {
	const printed = queue.then(() => inThread(table, note));
	queue = printed.catch(() => undefined);
	return printed;
}

function inThread(table: OfficialTable, note: PrintNote): Promise<Uint8Array<ArrayBuffer>> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(new URL('./xlsx-worker.ts', import.meta.url), { workerData: { table, note } });
		worker.once('message', resolve);
		worker.once('error', reject);
		worker.once('exit', (code) => reject(new Error(`the thread that prints ended with ${code}`)));
	});
}
