/** Two server processes on one database, which holds the demo. */
import { connect, type Sql } from '@rembug/server/database/connect.ts';
import { createDemoDatabase } from './demo-database.ts';
import { startServer, type TestServer } from './test-server.ts';

export interface ServerPair {
	one: TestServer;
	two: TestServer;
	sql: Sql;
	databaseUrl: string;
	stop(): Promise<void>;
}

export async function startServerPair(env: Record<string, string> = {}): Promise<ServerPair> {
	const database = await createDemoDatabase();
	const servers: TestServer[] = [];
	const stop = async (): Promise<void> => {
		for (const server of servers) await server.stop();
		await database.drop();
	};
	try {
		for (let count = 0; count < 2; count++) servers.push(await startServer({ databaseUrl: database.url, env }));
	} catch (error) {
		await stop();
		throw error;
	}
	const [one, two] = servers as [TestServer, TestServer];
	return { one, two, sql: database.sql, databaseUrl: database.url, stop };
}

/** Rows of the log of a document that are still there: their seqs, in order. */
export async function seqsOf(sql: Sql, documentId: string): Promise<number[]> {
	const rows = await sql<{ seq: number }[]>`select seq from update_log where document_id = ${documentId} order by seq`;
	return rows.map(({ seq }) => seq);
}

export async function headOf(sql: Sql, documentId: string): Promise<{ headSeq: number; frozen: boolean }> {
	const [row] = await sql<{ headSeq: number; frozen: boolean }[]>`
		select head_seq as "headSeq", frozen from document where id = ${documentId}`;
	return row ?? { headSeq: 0, frozen: false };
}

/** Ends the connections on which the servers hear each other; they are made again. */
export async function deafen(sql: Sql): Promise<number> {
	const ended = await sql`
		select pg_terminate_backend(pid) from pg_stat_activity
		where datname = current_database() and application_name = 'rembug-listen'`;
	return ended.length;
}

/** Hears what the servers tell each other. */
export async function overhear(databaseUrl: string): Promise<{ messages: string[]; stop(): Promise<void> }> {
	const messages: string[] = [];
	const sql = connect(databaseUrl, { max: 1 });
	await sql.listen('rembug', (message) => messages.push(message));
	return { messages, stop: () => sql.end({ timeout: 1 }) };
}
