/** One client that sends edits as fast as its line takes them, in a process of its own; ends when all are confirmed. */
import { signIn } from '../support/people.ts';
import { waitFor } from '../support/wait-for.ts';
import { openLoadClient } from './load-client.ts';

export interface FloodOrder {
	url: string;
	address: string;
	edits: number;
}

export interface FloodResult {
	floodEdits: number;
	floodConfirmedAfterMs: number;
	floodErrors: number;
}

async function flood({ url, address, edits }: FloodOrder): Promise<FloodResult> {
	const { cookie } = await signIn({ url }, 'perencana');
	let floodErrors = 0;
	const client = openLoadClient(address, cookie, { error: () => (floodErrors += 1) });
	await waitFor(() => client.isSynced(), { timeoutMs: 30_000, what: 'the flooding client is synced' });
	const start = performance.now();
	for (let count = 0; count < edits; count++) {
		client.edit(`banjir-${count % 100}`, count);
		// Not to make the memory of this process the limit.
		if (count % 1000 === 999) await new Promise((resolve) => setImmediate(resolve));
	}
	await waitFor(() => client.isConfirmed() || floodErrors > 0, { timeoutMs: 600_000, what: 'the flood is confirmed' });
	const floodConfirmedAfterMs = Math.round(performance.now() - start);
	client.close();
	return { floodEdits: edits, floodConfirmedAfterMs, floodErrors };
}

process.once('message', (order: FloodOrder) => {
	void flood(order).then(
		(result) => process.send?.(result, undefined, undefined, () => process.disconnect()),
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		}
	);
});
