/** Reads an XLSX off the page's own thread: a broken or huge file can be given up without the page standing still. */
import ExcelJS from 'exceljs';
import { sheetsOf, type Sheet } from './sheet-rows.ts';

export type WorkerAnswer = { sheets: Sheet[] } | { problem: string };

self.onmessage = async ({ data }: MessageEvent<ArrayBuffer>) => {
	let answer: WorkerAnswer;
	try {
		answer = { sheets: await sheetsOf(ExcelJS, data) };
	} catch (error) {
		answer = { problem: error instanceof Error ? error.message : '' };
	}
	self.postMessage(answer);
};
