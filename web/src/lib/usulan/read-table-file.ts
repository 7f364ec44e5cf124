/** A file with a table, whatever program wrote it: XLSX through a worker, web pages and everything else as text. */
import { decodeText } from './decode-text.ts';
import { fileKind } from './file-kind.ts';
import { htmlRows } from './html-rows.ts';
import { readDelimited } from './read-delimited.ts';
import type { Sheet, XlsxProblem } from './sheet-rows.ts';
import type { WorkerAnswer } from './xlsx-worker.ts';

const fileBytesMax = 5 * 1024 * 1024;
const patienceMs = 20_000;

export type FileProblem = XlsxProblem | 'file.tooLarge' | 'file.empty' | 'file.unreadable' | 'file.notATable';
export type TableFile = { ok: true; sheets: Sheet[] } | { ok: false; problem: FileProblem };

const problems: readonly string[] = ['xlsx.unreadable', 'xlsx.tooLarge', 'xlsx.tooSlow', 'xlsx.old'] satisfies XlsxProblem[];

/** Always answers; sheets that hold nothing are left out. */
export async function readTableFile(file: File): Promise<TableFile> {
	if (file.size > fileBytesMax) return { ok: false, problem: 'file.tooLarge' };
	let bytes: ArrayBuffer;
	try {
		bytes = await file.arrayBuffer();
	} catch {
		return { ok: false, problem: 'file.unreadable' };
	}
	return tableOfBytes(new Uint8Array(bytes), file.name, { readBook: readInWorker, htmlRows });
}

/** readBook, htmlRows: what only a browser has. */
export async function tableOfBytes(
	bytes: Uint8Array<ArrayBuffer>,
	name: string,
	readers: { readBook: (bytes: ArrayBuffer) => Promise<WorkerAnswer>; htmlRows: (html: string) => string[][] | null }
): Promise<TableFile> {
	let sheets: Sheet[];
	switch (fileKind(bytes, () => decodeText(bytes))) {
		case 'book': {
			const answer = await readers.readBook(bytes.buffer);
			if ('problem' in answer) {
				return { ok: false, problem: problems.includes(answer.problem) ? (answer.problem as XlsxProblem) : 'xlsx.unreadable' };
			}
			sheets = answer.sheets;
			break;
		}
		case 'markup': {
			const rows = readers.htmlRows(decodeText(bytes));
			if (!rows) return { ok: false, problem: 'file.notATable' };
			sheets = [{ name, rows }];
			break;
		}
		case 'text':
			sheets = [{ name, rows: readDelimited(decodeText(bytes)) }];
			break;
		case 'other':
			return { ok: false, problem: 'file.notATable' };
	}
	const filled = sheets.filter(({ rows }) => rows.some((row) => row.some((cell) => cell.trim() !== '')));
	return filled.length === 0 ? { ok: false, problem: 'file.empty' } : { ok: true, sheets: filled };
}

function readInWorker(bytes: ArrayBuffer): Promise<WorkerAnswer> {
	const worker = new Worker(new URL('./xlsx-worker.ts', import.meta.url), { type: 'module' });
	return new Promise<WorkerAnswer>((resolve) => {
		const timer = setTimeout(() => resolve({ problem: 'xlsx.tooSlow' satisfies XlsxProblem }), patienceMs);
		worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
			clearTimeout(timer);
			resolve(data);
		};
		worker.onerror = () => {
			clearTimeout(timer);
			resolve({ problem: 'xlsx.unreadable' satisfies XlsxProblem });
		};
		worker.postMessage(bytes, [bytes]);
	}).finally(() => worker.terminate());
}
