/** Renja for load tests, written straight into the database of a test server. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { connect, type Sql } from '@rembug/server/database/connect.ts';
import { createRenja } from '@rembug/server/renja/create-renja.ts';
import { demoPerangkatDaerah } from '@rembug/server/demo/demo-accounts.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { addHistory, stateOf } from './history-queries.ts';

/** The database that a test server brought along. */
export function connectTo(dataDir: string): Sql {
	const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim();
	const port = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3] ?? '';
	return connect(`postgres://rembug:${password}@127.0.0.1:${port}/rembug`, { max: 2, name: 'load' });
}

/** A Renja of some rows that all demo accounts may edit; returns its id. */
export async function addRenja(sql: Sql, number: number): Promise<string> {
	const id = `beban-${number}`;
	await sql.begin((tx) =>
		createRenja(
			tx,
			{ id, perangkatDaerahId: demoPerangkatDaerah.id, tahun: 2030 + number, jenis: 'murni', judul: id, stage: 'rancangan' },
			samplePlan(200)
		)
	);
	return id;
}

/** Puts so many edits of amounts by fifty clients behind a Renja, one row of the log each. */
export async function addEdits(sql: Sql, renjaId: string, count: number): Promise<void> {
	const documentId = `${renjaId}-plan`;
	const doc = new Y.Doc();
	let { seq } = await stateOf(sql, documentId, (bytes) => Y.applyUpdate(doc, bytes));
	const nodes = [...(doc.getMap('nodes') as Y.Map<Y.Map<unknown>>).values()].filter((node) => node.get('level') === 'subkegiatan');
	const clients = Array.from({ length: 50 }, (_, index) => 1000 + index);
	let rows: { seq: number; bytes: Uint8Array }[] = [];
	doc.on('update', (bytes: Uint8Array) => rows.push({ seq: ++seq, bytes }));
	// Always the same history: figures of two runs are to be compared.
	let state = 1;
	const pick = <T>(from: readonly T[]): T => {
		state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
		return from[(state >> 8) % from.length] as T;
	};
	for (let made = 0; made < count; made++) {
		doc.clientID = pick(clients);
		pick(nodes).set('pagu', 1_000_000 + made);
		if (rows.length < 10_000 && made < count - 1) continue;
		await addHistory(sql, documentId, rows);
		rows = [];
	}
}
