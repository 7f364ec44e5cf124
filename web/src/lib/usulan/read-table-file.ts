/** A file with a table, whatever program wrote it: XLSX through a worker, everything else as text. */
import { decodeText } from './decode-text.ts';
import { readDelimited } from './read-delimited.ts';
import type { Sheet, XlsxProblem } from './sheet-rows.ts';
import type { WorkerAnswer } from './xlsx-worker.ts';

const fileBytesMax = 5 * 1024 * 1024;
const patienceMs = 20_000;

export type FileProblem = XlsxProblem | 'file.tooLarge' | 'file.empty' | 'file.unreadable';
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
	const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
	const isBook = (first === 0x50 && second === 0x4b) || (first === 0xd0 && second === 0xcf);
	let sheets: Sheet[];
	if (isBook) {
		const answer = await readInWorker(bytes);
		if ('problem' in answer) {
			return { ok: false, problem: problems.includes(answer.problem) ? (answer.problem as XlsxProblem) : 'xlsx.unreadable' };
		}
		sheets = answer.sheets;
	} else sheets = [{ name: file.name, rows: readDelimited(decodeText(new Uint8Array(bytes))) }];
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
