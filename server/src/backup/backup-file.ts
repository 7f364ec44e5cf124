/**
 * The file of a backup: lines of JSON in gzip, and a seal. Any program reads it with `gunzip`: a header; for each table a line with its name
 * and columns, then one array a row, every value as Postgres writes it as text, or null; a last line with the number of rows of each table.
 *
 * The seal is one more gzip member of fixed length with the SHA-256 of all bytes before it. It is stored, not compressed, so that there is
 * exactly one way to write it: no bit of the file can change unseen, padding included. It tells damage, not forgery.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { BackupError } from './backup-error.ts';

const formatVersion = 1;

const headerSchema = z.object({
	rembug: z.literal('cadangan'),
	version: z.number(),
	/** ISO 8601, UTC. */
	takenAt: z.string(),
	migrations: z.array(z.object({ number: z.number(), name: z.string() })).min(1)
});
const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });
const endSchema = z.object({ rows: z.record(z.string(), z.number()) });

export interface BackupHeader {
	takenAt: string;
	migrations: { number: number; name: string }[];
}

/** Every value as text; null: SQL null. */
export type BackupRow = (string | null)[];

export interface RowBatch {
	table: string;
	columns: string[];
	rows: BackupRow[];
}

export function headerLine(header: BackupHeader): string {
	return JSON.stringify({ rembug: 'cadangan', version: formatVersion, takenAt: header.takenAt, migrations: header.migrations });
}

export function tableLine(table: string, columns: readonly string[]): string {
	return JSON.stringify({ table, columns });
}

export function endLine(rows: Record<string, number>): string {
	return JSON.stringify({ rows });
}

export const temporarySuffix = '.sementara';
const chunkLength = 256 * 1024;

/** Writes lines as a sealed file that only its owner reads. It gets its name when it is complete and on the disk; returns its size in bytes. */
export async function writeBackupFile(path: string, lines: AsyncIterable<string>): Promise<number> {
	const temporary = `${path}.${randomBytes(4).toString('hex')}${temporarySuffix}`;
	const file = await open(temporary, 'wx', 0o600);
	try {
		const hash = createHash('sha256');
		let size = 0;
		await pipeline(Readable.from(inChunks(lines)), createGzip(), async (compressed) => {
			for await (const chunk of compressed as AsyncIterable<Buffer>) {
				hash.update(chunk);
				await file.appendFile(chunk);
				size += chunk.length;
			}
		});
		const seal = sealOf(hash.digest('hex'));
		await file.appendFile(seal);
		await file.sync();
		await file.close();
		await rename(temporary, path);
		await syncFolder(dirname(path));
		return size + seal.length;
	} catch (error) {
		await file.close().catch(() => undefined);
		await rm(temporary, { force: true });
		throw error;
	}
}

async function* inChunks(lines: AsyncIterable<string>): AsyncGenerator<string> {
	let chunk: string[] = [];
	let length = 0;
	for await (const line of lines) {
		chunk.push(line, '\n');
		length += line.length + 1;
		if (length < chunkLength) continue;
		yield chunk.join('');
		chunk = [];
		length = 0;
	}
	if (length > 0) yield chunk.join('');
}

async function syncFolder(folder: string): Promise<void> {
	// Windows opens no folder; there a rename is in the journal of the file system.
	if (process.platform === 'win32') return;
	const opened = await open(folder);
	try {
		await opened.sync();
	} finally {
		await opened.close();
	}
}

function sealOf(sha256: string): Buffer {
	const text = Buffer.from(`{"sha256":"${sha256}"}\n`);
	const seal = Buffer.alloc(10 + 5 + text.length + 8);
	seal.set([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1]);
	seal.writeUInt16LE(text.length, 11);
	seal.writeUInt16LE(~text.length & 0xffff, 13);
	text.copy(seal, 15);
	seal.writeUInt32LE(crc32(text), 15 + text.length);
	seal.writeUInt32LE(text.length, 19 + text.length);
	return seal;
}

const sealLength = sealOf('0'.repeat(64)).length;

/** Throws a BackupError unless the file is, bit for bit, what was written. */
export async function checkSeal(path: string): Promise<void> {
	const size = await sizeOf(path);
	if (size <= sealLength) throw new BackupError(`${path} bukan berkas cadangan Rembug, atau terpotong. Tidak ada yang diubah.`);
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(path, { end: size - sealLength - 1 })) hash.update(chunk as Buffer);
	const seal: Buffer[] = [];
	for await (const chunk of createReadStream(path, { start: size - sealLength })) seal.push(chunk as Buffer);
	if (!Buffer.concat(seal).equals(sealOf(hash.digest('hex')))) {
		throw new BackupError(
			`${path} bukan berkas cadangan Rembug yang utuh: berkas terpotong atau berubah sejak dibuat. Tidak ada yang diubah. Pakai cadangan lain, atau salin ulang berkas ini dari tempat asalnya.`
		);
	}
}

async function sizeOf(path: string): Promise<number> {
	try {
		const found = await stat(path);
		if (found.isFile()) return found.size;
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new BackupError(`Berkas cadangan ${path} tidak dapat dibaca (${code}). Tidak ada yang diubah.`);
	}
	throw new BackupError(`${path} bukan berkas. Sebutkan satu berkas cadangan. Tidak ada yang diubah.`);
}

export interface BackupContents extends BackupHeader {
	/** Rows of each table. */
	rows: Record<string, number>;
}

/** Reads the whole file once: seal, header, every line and the number of rows. Throws a BackupError when anything does not hold. */
export async function checkBackupFile(path: string): Promise<BackupContents> {
	await checkSeal(path);
	let header: BackupHeader | null = null;
	for await (const part of readParts(path)) {
		if ('takenAt' in part) header = part;
		else if ('end' in part && header) return { ...header, rows: part.end };
	}
	throw damaged(path);
}

/** The rows, table by table, in batches of some megabytes. The file is one that checkBackupFile passed. */
export async function* readRows(path: string): AsyncGenerator<RowBatch> {
	for await (const part of readParts(path)) if ('table' in part) yield part;
}

const batchRowsMax = 1000;
const batchLengthMax = 4 * 1024 * 1024;

async function* readParts(path: string): AsyncGenerator<BackupHeader | RowBatch | { end: Record<string, number> }> {
	const counted: Record<string, number> = {};
	let hasHeader = false;
	let current: Omit<RowBatch, 'rows'> | null = null;
	let rows: BackupRow[] = [];
	let length = 0;
	for await (const line of linesOf(path)) {
		if (!hasHeader) {
			yield readHeader(path, line);
			hasHeader = true;
			continue;
		}
		const value = parse(path, line);
		if (current && (rows.length >= batchRowsMax || length >= batchLengthMax || (rows.length > 0 && !Array.isArray(value)))) {
			yield { ...current, rows };
			rows = [];
			length = 0;
		}
		if (Array.isArray(value)) {
			if (!current || !isRow(value, current.columns.length)) throw damaged(path);
			rows.push(value);
			length += line.length;
			counted[current.table] = (counted[current.table] ?? 0) + 1;
			continue;
		}
		const table = tableSchema.safeParse(value);
		if (table.success) {
			current = table.data;
			if (current.table in counted) throw damaged(path);
			counted[current.table] = 0;
			continue;
		}
		const end = endSchema.safeParse(value);
		const names = Object.keys(counted);
		if (!end.success || Object.keys(end.data.rows).length !== names.length) throw damaged(path);
		if (!names.every((name) => end.data.rows[name] === counted[name])) throw damaged(path);
		yield { end: counted };
		return;
	}
	throw damaged(path);
}

function isRow(value: unknown[], length: number): value is BackupRow {
	return value.length === length && value.every((each) => each === null || typeof each === 'string');
}

function readHeader(path: string, line: string): BackupHeader {
	const header = headerSchema.safeParse(parse(path, line));
	if (!header.success) throw damaged(path);
	if (header.data.version !== formatVersion) {
		throw new BackupError(
			`${path} dibuat oleh Rembug lain (bentuk cadangan ${header.data.version}); Rembug ini membaca bentuk ${formatVersion}. Tidak ada yang diubah.`
		);
	}
	return { takenAt: header.data.takenAt, migrations: header.data.migrations };
}

function parse(path: string, line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		throw damaged(path);
	}
}

async function* linesOf(path: string): AsyncGenerator<string> {
	const compressed = createReadStream(path, { end: (await sizeOf(path)) - sealLength - 1 });
	const content = createGunzip({ chunkSize: chunkLength });
	const done = pipeline(compressed, content);
	done.catch(() => undefined);
	// What is left of a line at the end of a chunk; one line can be many chunks long.
	let rest: Buffer[] = [];
	try {
		for await (const chunk of content as AsyncIterable<Buffer>) {
			let from = 0;
			for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
				rest.push(chunk.subarray(from, at));
				yield Buffer.concat(rest).toString('utf8');
				rest = [];
				from = at + 1;
			}
			if (from < chunk.length) rest.push(chunk.subarray(from));
		}
		await done;
	} catch (error) {
		throw error instanceof BackupError ? error : damaged(path);
	} finally {
		compressed.destroy();
		content.destroy();
	}
	if (rest.length > 0) throw damaged(path);
}

function damaged(path: string): BackupError {
	return new BackupError(`Isi berkas cadangan ${path} tidak dapat dibaca. Tidak ada yang diubah. Pakai cadangan lain.`);
}

/** `rembug-<time>.cadangan.gz`: the order of the names is the order of the backups. */
export function backupFileName(takenAt: Date): string {
	return `rembug-${takenAt.toISOString().replaceAll(/[:.]/g, '-')}.cadangan.gz`;
}

export function isBackupFileName(name: string): boolean {
	return /^rembug-\d{4}-\d\d-\d\dT[\d-]+Z\.cadangan\.gz$/.test(name);
}

export function isTemporaryFileName(name: string): boolean {
	return name.startsWith('rembug-') && name.endsWith(temporarySuffix);
}

export function pathIn(folder: string, takenAt: Date): string {
	return join(folder, backupFileName(takenAt));
}
