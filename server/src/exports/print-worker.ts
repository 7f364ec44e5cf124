/** Runs in a thread of its own: printing a large plan takes a second, in which nobody's edits should wait. Each library is loaded only by who needs it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { PrintJob } from './print.ts';

const writers: Record<PrintJob['format'], (job: PrintJob) => Promise<Uint8Array<ArrayBuffer>>> = {
	xlsx: async ({ table, note }) => (await import('./write-xlsx.ts')).writeXlsx(table, note),
	pdf: async ({ table, note }) => (await import('./write-table-pdf.ts')).writeTablePdf(table, note),
	docx: async ({ table, note }) => (await import('./write-table-docx.ts')).writeTableDocx(table, note)
};

const job = workerData as PrintJob;
const bytes = await writers[job.format](job);
parentPort?.postMessage(bytes, [bytes.buffer]);
