import { expect, test } from 'vitest';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { tableTC33 } from '@rembug/shared/tables/t-c-33.ts';
import { createPrinter, type TableJob } from './print.ts';

const job: TableJob = { format: 'pdf', table: tableTC33(samplePlan(5)), note: { source: 'Naskah kerja', at: new Date(0) } };

test('when too many files are being made, the next is told to come back, and later gets its own', async () => {
	const print = createPrinter({ waitingMax: 2 });
	const [first, second, third] = await Promise.allSettled([print(job), print(job), print(job)]);
	expect([first.status, second.status]).toEqual(['fulfilled', 'fulfilled']);
	expect(third).toMatchObject({ status: 'rejected', reason: { code: 'export.busy', status: 503 } });
	expect((await print(job)).length).toBeGreaterThan(1000);
});

test('a file that takes too long, or fails, holds up nobody after it', async () => {
	await expect(createPrinter({ msMax: 1 })(job)).rejects.toThrow('longer than 1 ms');
	const print = createPrinter();
	const broken = print({ ...job, table: {} as TableJob['table'] });
	const good = print(job);
	await expect(broken).rejects.toThrow();
	expect((await good).length).toBeGreaterThan(1000);
});
