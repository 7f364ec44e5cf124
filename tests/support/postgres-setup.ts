/** Brings up one Postgres for a whole run of the tests: the embedded one in a throwaway folder, or TEST_DATABASE_URL. */
import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@rembug/server/database/connect.ts';
import { startEmbeddedPostgres } from '@rembug/server/database/embedded-postgres.ts';
import { migrate } from '@rembug/server/database/migrate.ts';
import { createLog } from '@rembug/server/log.ts';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
	export interface ProvidedContext {
		/** A database of the test Postgres in which other databases may be made. */
		postgresUrl: string;
		/** Name of a migrated, empty database to copy. */
		templateDatabase: string;
	}
}

interface TestPostgres {
	url: string;
	template: string;
	stop(): Promise<void>;
}

// Several groups of tests share the one Postgres, but vitest loads this file anew for each of them.
const shared = globalThis as typeof globalThis & { rembugTestPostgres?: { users: number; started: Promise<TestPostgres> } };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const use = (shared.rembugTestPostgres ??= { users: 0, started: start() });
	use.users += 1;
	const { url, template } = await use.started;
	project.provide('postgresUrl', url);
	project.provide('templateDatabase', template);
	return async () => {
		use.users -= 1;
		if (use.users === 0) await (await use.started).stop();
	};
}

async function start(): Promise<TestPostgres> {
	const external = process.env.TEST_DATABASE_URL;
	const postgres = external ? { url: external, stop: async () => undefined } : await startThrowawayPostgres();
	const template = `rembug_template_${process.pid}`;
	await runOn(postgres.url, `create database ${template}`);
	const sql = connect(databaseUrl(postgres.url, template), { max: 1 });
	try {
		await migrate(sql);
	} finally {
		await sql.end();
	}
	return {
		url: postgres.url,
		template,
		stop: async () => {
			await runOn(postgres.url, `drop database ${template} with (force)`);
			await postgres.stop();
		}
	};
}

async function startThrowawayPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
	const dataDir = await mkdtemp(join(tmpdir(), 'rembug-postgres-'));
	// Under root Postgres runs as another user, who must be able to enter.
	await chmod(dataDir, 0o755);
	const remove = (): void => rmSync(dataDir, { recursive: true, force: true });
	const postgres = await startEmbeddedPostgres({ dataDir, log: createLog('silent') }).catch((error: unknown) => {
		remove();
		throw error;
	});
	// A run that is told to end early comes here without a teardown, and Postgres would outlive it.
	const endAtOnce = (): void => {
		process.kill(postgres.pid, 'SIGQUIT');
		remove();
	};
	process.once('exit', endAtOnce);
	return {
		url: postgres.url,
		stop: async () => {
			process.off('exit', endAtOnce);
			await postgres.stop();
			remove();
		}
	};
}

async function runOn(url: string, statement: string): Promise<void> {
	const sql = connect(url, { max: 1 });
	try {
		await sql.unsafe(statement);
	} finally {
		await sql.end();
	}
}

function databaseUrl(url: string, name: string): string {
	const changed = new URL(url);
	changed.pathname = `/${name}`;
	return changed.href;
}
