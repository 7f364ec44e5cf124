/** Runs in a thread of its own: printing a large plan takes a second, in which nobody's edits should wait. */
import { parentPort, workerData } from 'node:worker_threads';
import { writeXlsx } from './write-xlsx.ts';

const { table, note } = workerData as { table: Parameters<typeof writeXlsx>[0]; note: Parameters<typeof writeXlsx>[1] };
const bytes = await writeXlsx(table, note);
parentPort?.postMessage(bytes, [bytes.buffer]);
