/** Command: checks every snapshot of a database. Ends with 0 when all hold, 1 when one does not, 2 when the database cannot be asked. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verifyAllBeritaAcara } from '../berita-acara/verify-berita-acara.ts';
import { readConfig } from '../config.ts';
import { connect, type AnySql } from '../database/connect.ts';
import { startEmbeddedPostgres } from '../database/embedded-postgres.ts';
import { createLog } from '../log.ts';
import { allSnapshotIds, missingSnapshots } from './snapshot-queries.ts';
import { verifySnapshot } from './verify-snapshot.ts';

const checkNames = {
	state: 'berkas dokumen',
	content: 'isi',
	same: 'isi sama dengan dokumen',
	hash: 'hash',
	chain: 'rantai hash',
	decision: 'keputusan Kepala Dinas'
} as const;

/** One line for each snapshot and each berita acara; returns how many do not hold. */
export async function verifyAll(sql: AnySql, print: (line: string) => void): Promise<number> {
	let broken = 0;
	const ids = await allSnapshotIds(sql);
	for (const id of ids) {
		const result = await verifySnapshot(sql, id);
		if (!result) continue;
		const failed = (Object.keys(checkNames) as (keyof typeof checkNames)[]).filter((name) => !result.checks[name]);
		if (!result.ok) broken++;
		print(
			`${result.ok ? 'UTUH ' : 'RUSAK'}  ${id}  nomor ${result.number}  ${result.hash}${failed.length ? `  tidak cocok: ${failed.map((name) => checkNames[name]).join(', ')}` : ''}`
		);
	}
	for (const id of await missingSnapshots(sql)) {
		broken++;
		print(`HILANG ${id}  disebut dalam riwayat, tetapi tidak ada lagi`);
	}
	print(`${ids.length} snapshot diperiksa, ${broken} rusak.`);
	const minutes = await verifyAllBeritaAcara(sql, print);
	if (minutes.count + minutes.broken > 0) print(`${minutes.count} berita acara diperiksa, ${minutes.broken} rusak.`);
	return broken + minutes.broken;
}

async function run(): Promise<number> {
	const config = readConfig(process.env, fileURLToPath(new URL('../../../', import.meta.url)));
	if (!config.ok) {
		for (const line of config.problems) process.stderr.write(`${line}\n`);
		return 2;
	}
	const { databaseUrl, dataDir } = config.config;
	if (databaseUrl === null && !existsSync(join(dataDir, 'postgres'))) {
		process.stderr.write(`Belum ada data di ${dataDir}. Periksa DATA_DIR atau DATABASE_URL.\n`);
		return 2;
	}
	const embedded = databaseUrl === null ? await startEmbeddedPostgres({ dataDir, log: createLog('silent') }) : null;
	const sql = connect(databaseUrl ?? (embedded as { url: string }).url, { max: 1, name: 'rembug-verify' });
	try {
		return (await verifyAll(sql, (line) => process.stdout.write(`${line}\n`))) === 0 ? 0 : 1;
	} catch (error) {
		process.stderr.write(`Basis data tidak dapat dibaca: ${error instanceof Error ? error.message : String(error)}\n`);
		return 2;
	} finally {
		await sql.end({ timeout: 5 });
		// A server that runs beside this command goes on with its Postgres.
		if (embedded?.reused) embedded.leave();
		else await embedded?.stop();
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await run();
