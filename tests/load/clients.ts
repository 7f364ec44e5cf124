/** The clients of a load test, in a process of their own: their work must not be counted as the server's. */
import { once } from 'node:events';
import { encodeStateVector, equalSnapshots, snapshot } from 'yjs';
import { signIn } from '../support/people.ts';
import { waitFor } from '../support/wait-for.ts';
import { limitsOf, openLoadClient, type LoadClient } from './load-client.ts';
import { quantile } from './quantile.ts';

export interface LoadOrder {
	/** For signing in; null for a stock y-websocket server, which knows nobody. */
	url: string | null;
	/** One address of a websocket a document. */
	addresses: string[];
	/** On each document. */
	editors: number;
	/** On each document: connected, and only reading. */
	followers: number;
	/** Edits a second of each editor. */
	rate: number;
	/** Cursor moves a second of each editor. */
	moves: number;
	seconds: number;
}

export interface LoadResult {
	edits: number;
	/** From the edit to its bytes on each other client's connection, ms. */
	editToScreenP50Ms: number;
	editToScreenP95Ms: number;
	editToScreenP99Ms: number;
	/** From the edit to its confirmation, ms; 0 when the server does not confirm. */
	confirmedP99Ms: number;
	/** Edits times the others that received them. */
	deliveries: number;
	/** Cursor moves that others heard of, and frames that arrived. */
	cursorsHeard: number;
	framesSent: number;
	errors: number;
	converged: boolean;
}

async function run(order: LoadOrder): Promise<LoadResult> {
	const { url } = order;
	const cookies = url
		? (await Promise.all(['perencana', 'sekretariat', 'koperasi', 'umkm'].map((name) => signIn({ url }, name)))).map((who) => who.cookie)
		: [''];
	const started = new Map<string, number>();
	const toScreen: number[] = [];
	const toConfirmed: number[] = [];
	let framesSent = 0;
	let cursorsHeard = 0;
	let errors = 0;

	/** Keys of edits stand in the bytes as plain text, as long as they are new: every run has its own. */
	function noteArrivals(body: Uint8Array, now: number, own: string): void {
		const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
		for (const [key] of text.matchAll(/uji\d+-\d+-\d+-\d+-/g)) {
			const start = started.get(key);
			if (start !== undefined && !key.startsWith(own)) toScreen.push(now - start);
		}
	}

	const documents = order.addresses.map((address, document) => {
		const open = (index: number): LoadClient => {
			const own = `uji${process.pid}-${document}-${index}-`;
			return openLoadClient(address, cookies[index % cookies.length] ?? '', {
				update: (body, now) => noteArrivals(body, now, own),
				confirmed: (key, now) => toConfirmed.push(now - (started.get(key) as number)),
				presence: (body) => (cursorsHeard += body[0] ?? 0),
				frame: () => (framesSent += 1),
				error: () => (errors += 1)
			});
		};
		return { open, clients: [] as LoadClient[] };
	});
	const inStep = (): Promise<unknown> =>
		waitFor(() => documents.every(({ clients }) => clients.every((client) => client.isSynced())), {
			timeoutMs: 120_000,
			what: 'all clients are synced'
		});
	for (const { clients, open } of documents) clients.push(open(0));
	await inStep();
	if (!url) for (const { clients } of documents) limitsOf((clients[0] as LoadClient).doc);
	for (const { clients, open } of documents)
		for (let index = 1; index < order.editors + order.followers; index++) clients.push(open(index));
	await inStep();
	await waitFor(() => documents.every(({ clients }) => clients.every((client) => client.doc.getMap('info').has('paguLimitSumberDana'))), {
		timeoutMs: 60_000,
		what: 'everybody has what is written into'
	});
	process.send?.('ready');
	await once(process, 'message');

	framesSent = 0;
	cursorsHeard = 0;
	const until = performance.now() + order.seconds * 1000;
	let edits = 0;
	/** Acts so often a second, not at the same time as the others. What came late is not made up for: people do not hurry after a pause. */
	function steadily(perSecond: number, phase: number, act: () => void): Promise<void> {
		if (perSecond === 0) return Promise.resolve();
		const pause = 1000 / perSecond;
		return new Promise((resolve) => {
			let next = performance.now() + pause * phase;
			const tick = (): void => {
				if (performance.now() >= until) {
					resolve();
					return;
				}
				act();
				next = Math.max(next + pause, performance.now());
				setTimeout(tick, Math.max(0, next - performance.now()));
			};
			setTimeout(tick, Math.max(0, next - performance.now()));
		});
	}
	await Promise.all(
		documents.flatMap(({ clients }, document) =>
			clients.slice(0, order.editors).flatMap((client, index) => {
				let count = 0;
				const phase = (index + document / documents.length) / order.editors;
				return [
					steadily(order.rate, phase, () => {
						const key = `uji${process.pid}-${document}-${index}-${count++}-`;
						edits += 1;
						started.set(key, performance.now());
						client.edit(key, count);
					}),
					steadily(order.moves, phase, () => client.move())
				];
			})
		)
	);
	if (url)
		await waitFor(() => documents.every(({ clients }) => clients.every((client) => client.isConfirmed())), {
			timeoutMs: 60_000,
			what: 'everything is confirmed'
		});
	const wanted = edits * (order.editors + order.followers - 1);
	await waitFor(() => toScreen.length === wanted, { timeoutMs: 60_000, what: 'everybody received everything' });
	const converged = documents.every(({ clients }) => {
		const [first, ...others] = clients.map((client) => client.doc);
		return (
			first !== undefined && others.every((doc) => equalSnapshots(snapshot(doc), snapshot(first)) && encodeStateVector(doc).length > 1)
		);
	});
	const result: LoadResult = {
		edits,
		editToScreenP50Ms: quantile(toScreen, 0.5),
		editToScreenP95Ms: quantile(toScreen, 0.95),
		editToScreenP99Ms: quantile(toScreen, 0.99),
		confirmedP99Ms: quantile(toConfirmed, 0.99),
		deliveries: toScreen.length,
		cursorsHeard,
		framesSent,
		errors,
		converged
	};
	for (const { clients } of documents) for (const client of clients) client.close();
	return result;
}

process.once('message', (order: LoadOrder) => {
	void run(order).then(
		(result) => process.send?.(result, undefined, undefined, () => process.disconnect()),
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		}
	);
});
