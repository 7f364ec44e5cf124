/** Runs in a thread of its own: printing a large plan takes a second, in which nobody's edits should wait. Each library is loaded only by who needs it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { PaperJob, PrintJob, TableJob } from './print.ts';

const tableWriters: Record<TableJob['format'], (job: TableJob) => Promise<Uint8Array<ArrayBuffer>>> = {
	xlsx: async ({ table, note }) => (await import('./write-xlsx.ts')).writeXlsx(table, note),
	pdf: async ({ table, note }) => (await import('./write-table-pdf.ts')).writeTablePdf(table, note),
	docx: async ({ table, note }) => (await import('./write-table-docx.ts')).writeTableDocx(table, note)
};

const paperWriters: Record<PaperJob['format'], (job: PaperJob) => Promise<Uint8Array<ArrayBuffer>>> = {
	pdf: async ({ paper, note }) => (await import('./write-paper-pdf.ts')).writePaperPdf(paper, note),
	docx: async ({ paper, note }) => (await import('./write-paper-docx.ts')).writePaperDocx(paper, note)
};

const job = workerData as PrintJob;
const bytes = await ('paper' in job ? paperWriters[job.format](job) : tableWriters[job.format](job));
parentPort?.postMessage(bytes, [bytes.buffer]);
