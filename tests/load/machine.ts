/** What a figure was measured on: without it no two figures can be compared. */
import { cpus, totalmem } from 'node:os';
import type { TestServer } from '../support/test-server.ts';
import { fsyncP99 } from './disk.ts';
import { connectTo } from './history.ts';
import { serverVersion } from './history-queries.ts';

export interface MachineFacts {
	cores: number;
	processor: string;
	memoryGiB: number;
	node: string;
	postgres: string;
	fsyncP99Ms: number;
}

export async function machineFacts(server: TestServer): Promise<MachineFacts> {
	const sql = connectTo(server.dataDir);
	try {
		return {
			cores: cpus().length,
			processor: cpus()[0]?.model ?? '',
			memoryGiB: Math.round(totalmem() / 2 ** 30),
			node: process.version.slice(1),
			postgres: await serverVersion(sql),
			fsyncP99Ms: fsyncP99(server.dataDir)
		};
	} finally {
		await sql.end();
	}
}
