/**
 * How long a refusal takes: from the edit that the server refuses until all tabs of its author show the truth again, have saved everything and
 * list what was not accepted. Measured by `npm run load -- refusal`, not in `npm test`.
 */
import 'fake-indexeddb/auto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { connect } from '@rembug/server/database/connect.ts';
import { startEmbeddedPostgres } from '@rembug/server/database/embedded-postgres.ts';
import { migrate } from '@rembug/server/database/migrate.ts';
import { createLog } from '@rembug/server/log.ts';
import { expect, it } from 'vitest';
import { wipeLocalData } from '../../web/src/lib/sync/local-data.ts';
import { waitFor } from '../support/wait-for.ts';
import { generationOf } from './fuzz-queries.ts';
import { openBrowser } from './rights-browser.ts';
import { openRightsOffice, type RightsOffice } from './rights-office.ts';

const runs = Number(process.env.REFUSAL_RUNS ?? 0);
const tabsPerAuthor = 3;
const afternoonEdits = 40;

it.skipIf(runs === 0)('tells how long a refusal takes', { timeout: 60_000 + runs * 20_000 }, async () => {
	process.setMaxListeners(0);
	const dataDir = await mkdtemp(join(tmpdir(), 'rembug-refusal-'));
	// Under root Postgres runs as another user, who must be able to enter.
	await chmod(dataDir, 0o755);
	const postgres = await startEmbeddedPostgres({ dataDir, log: createLog('silent') });
	const sql = connect(postgres.url, { max: 1, name: 'rembug-refusal' });
	const [online, afternoon]: number[][] = [[], []];
	try {
		await migrate(sql);
		const office = await openRightsOffice(postgres.url, 'pd');
		for (let run = 0; run < runs; run++) {
			online?.push(await refuse(office, `satu-${run}`, 0));
			afternoon?.push(await refuse(office, `sore-${run}`, afternoonEdits));
		}
		await office.close();
	} finally {
		await sql.end({ timeout: 1 });
		await postgres.stop();
		await rm(dataDir, { recursive: true, force: true });
	}
	const figures = { runs, tabs: tabsPerAuthor, ...spread('back', online ?? []), ...spread('afternoonBack', afternoon ?? []) };
	process.stdout.write(`\n${JSON.stringify(figures)}\n`);
});

/** offline: edits of one's own that wait for the line with the forbidden one. Returns ms. */
async function refuse(office: RightsOffice, renjaId: string, offline: number): Promise<number> {
	const documentId = await office.newRenja(renjaId);
	const generation = (await generationOf(office.sql, documentId)) as string;
	const browser = openBrowser(office, office.accountOf('koperasi'), office.doors[0]);
	await wipeLocalData(browser.accountId);
	const tabs = Array.from({ length: tabsPerAuthor }, () => browser.openPlan(renjaId, generation));
	const [author] = tabs;
	if (!author) throw new Error('There is no tab.');
	try {
		await waitFor(() => tabs.every(({ save }) => save.kind === 'saved'), { what: 'all tabs are in step' });
		const { nodes } = author.value();
		const ownerOf = (id: string | null): string | undefined => {
			const node = nodes.find((one) => one.id === id);
			return node && (node.bidang ?? ownerOf(node.parent));
		};
		const rows = nodes.filter(({ level }) => level === 'subkegiatan');
		const own = rows.filter(({ id }) => ownerOf(id) === office.unitOf('koperasi'));
		const foreign = rows.find(({ id }) => ownerOf(id) === office.unitOf('umkm'));
		if (!foreign) throw new Error('There is no row of another unit.');
		const edit = (id: string, value: string): Edit => ({ edit: 'setNodeText', args: { id, field: 'lokasi', value } });

		if (offline > 0) {
			browser.whole = false;
			await waitFor(() => tabs.every((tab) => !tab.online), { what: 'all tabs are offline' });
		}
		for (let count = 0; count < offline; count++) await author.edit(edit((own[count % own.length] ?? foreign).id, `Desa ${count}`));
		const began = performance.now();
		if (offline > 0) browser.whole = true;
		await author.edit(edit(foreign.id, 'bukan miliknya'));
		let after = began;
		if (offline > 0) {
			// The page looks for the line by itself, later and later; what counts begins when it is found.
			await waitFor(() => author.online || author.refused.length > 0, { timeoutMs: 20_000, everyMs: 1, what: 'the line is found' });
			after = performance.now();
		}
		const isBack = (): boolean =>
			tabs.every((tab) => tab.save.kind === 'saved' && tab.refused.length === 1 && tab.node(foreign.id)?.lokasi === foreign.lokasi);
		await waitFor(isBack, { timeoutMs: 30_000, everyMs: 1, what: 'all tabs are back at the truth' });
		const took = performance.now() - after;
		const last = offline - 1;
		if (offline > 0)
			expect(tabs.map((tab) => tab.node((own[last % own.length] ?? foreign).id)?.lokasi)).toEqual(tabs.map(() => `Desa ${last}`));
		return took;
	} finally {
		await Promise.all(tabs.map((tab) => tab.destroy()));
	}
}

function spread(name: string, took: readonly number[]): Record<string, number> {
	const sorted = [...took].sort((a, b) => a - b);
	const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
	return { [`${name}P50Ms`]: Math.round(middle), [`${name}MaxMs`]: Math.round(sorted.at(-1) ?? 0) };
}
