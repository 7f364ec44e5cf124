/** The clients of the load test, in a process of their own: their work must not be counted as the server's. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import WebSocket from 'ws';
import * as Y from 'yjs';
import { canonicalJson } from '@rembug/shared/snapshot/canonical-json.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { messageConfirmed, messageSync, readConfirmed, syncStep1, syncStep2, syncUpdate } from '@rembug/shared/sync/messages.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { waitFor } from '../support/wait-for.ts';
import { quantile } from './quantile.ts';

export interface LoadOrder {
	url: string;
	wsUrl: string;
	clients: number;
	/** Edits a second of each client. */
	rate: number;
	seconds: number;
}

export interface LoadResult {
	edits: number;
	/** From the edit to its bytes on each other client's connection, ms. */
	editToScreenP50Ms: number;
	editToScreenP95Ms: number;
	editToScreenP99Ms: number;
	/** From the edit to its confirmation, ms. */
	confirmedP99Ms: number;
	/** Edits that every other client received. */
	delivered: number;
	/** Frames that the server sent, as they arrived. */
	framesSent: number;
	errors: number;
	converged: boolean;
}

interface LoadClient {
	doc: Y.Doc;
	isSynced(): boolean;
	isConfirmed(): boolean;
	edit(key: string, value: number): void;
	close(): void;
}

async function run(order: LoadOrder): Promise<LoadResult> {
	const who = await Promise.all(['perencana', 'sekretariat', 'koperasi', 'umkm'].map((name) => signIn(order, name)));
	const started = new Map<string, number>();
	const toScreen: number[] = [];
	const toConfirmed: number[] = [];
	const arrivals = new Map<string, number>();
	let framesSent = 0;
	let errors = 0;

	function open(index: number): LoadClient {
		const doc = new Y.Doc();
		let synced = false;
		let sent = 0;
		let confirmed = 0;
		const waiting: { frame: number; key: string }[] = [];
		const socket = new WebSocket(`${order.wsUrl}/sync/${DEMO_RENJA}/plan`, { headers: { cookie: who[index % who.length]?.cookie ?? '' } });
		let isClosing = false;
		const send = (kind: number, body: Uint8Array): void => {
			if (kind !== syncStep1) sent += 1;
			socket.send(
				encoding.encode((encoder) => {
					encoding.writeVarUint(encoder, messageSync);
					encoding.writeVarUint(encoder, kind);
					encoding.writeVarUint8Array(encoder, body);
				})
			);
		};
		const remote = Symbol('remote');
		doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== remote) send(syncUpdate, update);
		});
		socket.on('open', () => send(syncStep1, Y.encodeStateVector(doc)));
		socket.on('error', () => (errors += 1));
		socket.on('close', () => {
			if (!isClosing) errors += 1;
		});
		socket.on('message', (data: Buffer) => {
			const now = performance.now();
			framesSent += 1;
			const decoder = decoding.createDecoder(new Uint8Array(data));
			const type = decoding.readVarUint(decoder);
			if (type === messageConfirmed) {
				confirmed = readConfirmed(decoder);
				while (waiting.length > 0 && (waiting[0] as { frame: number }).frame <= confirmed) {
					toConfirmed.push(now - (started.get((waiting.shift() as { key: string }).key) as number));
				}
			} else if (type === messageSync) {
				const kind = decoding.readVarUint(decoder);
				const body = decoding.readVarUint8Array(decoder);
				if (kind === syncStep1) {
					send(syncStep2, Y.encodeStateAsUpdate(doc, body));
					return;
				}
				if (kind === syncUpdate) noteArrivals(body, now, index);
				Y.applyUpdate(doc, body, remote);
				if (kind === syncStep2) synced = true;
			}
		});
		return {
			doc,
			isSynced: () => synced,
			isConfirmed: () => confirmed === sent,
			edit(key, value) {
				started.set(key, performance.now());
				const before = sent;
				const outcome = applyEdit(doc, { edit: 'setPaguLimit', args: { of: 'sumberDana', key, value } });
				if (!outcome.ok || sent !== before + 1) errors += 1;
				waiting.push({ frame: sent, key });
			},
			close() {
				isClosing = true;
				socket.terminate();
			}
		};
	}

	/** Keys of edits stand in the bytes as plain text. */
	function noteArrivals(body: Uint8Array, now: number, index: number): void {
		for (const [key] of Buffer.from(body)
			.toString('latin1')
			.matchAll(/uji-\d+-\d+-/g)) {
			if (key.startsWith(`uji-${index}-`)) continue;
			const start = started.get(key);
			if (start === undefined) continue;
			toScreen.push(now - start);
			arrivals.set(key, (arrivals.get(key) ?? 0) + 1);
		}
	}

	const clients = Array.from({ length: order.clients }, (_, index) => open(index));
	await waitFor(() => clients.every((client) => client.isSynced()), { timeoutMs: 60_000, what: 'all clients are synced' });

	const pause = 1000 / order.rate;
	const until = performance.now() + order.seconds * 1000;
	let edits = 0;
	await Promise.all(
		clients.map(
			(client, index) =>
				new Promise<void>((resolve) => {
					let next = performance.now() + (pause * index) / clients.length;
					let count = 0;
					const tick = (): void => {
						if (performance.now() >= until) {
							resolve();
							return;
						}
						client.edit(`uji-${index}-${count++}-`, count);
						edits += 1;
						// Edits that came late are not made up for: people do not type faster after a pause.
						next = Math.max(next + pause, performance.now());
						setTimeout(tick, Math.max(0, next - performance.now()));
					};
					setTimeout(tick, Math.max(0, next - performance.now()));
				})
		)
	);
	await waitFor(() => clients.every((client) => client.isConfirmed()), { timeoutMs: 60_000, what: 'everything is confirmed' });
	const others = clients.length - 1;
	const delivered = (): number => [...arrivals.values()].filter((count) => count >= others).length;
	await waitFor(() => others === 0 || delivered() === edits, { timeoutMs: 60_000, what: 'everybody received everything' });
	const values = new Set(clients.map((client) => canonicalJson(readRenja(client.doc))));
	const result: LoadResult = {
		edits,
		editToScreenP50Ms: quantile(toScreen, 0.5),
		editToScreenP95Ms: quantile(toScreen, 0.95),
		editToScreenP99Ms: quantile(toScreen, 0.99),
		confirmedP99Ms: quantile(toConfirmed, 0.99),
		delivered: delivered(),
		framesSent,
		errors,
		converged: values.size === 1
	};
	for (const client of clients) client.close();
	return result;
}

process.once('message', (order: LoadOrder) => {
	void run(order).then(
		(result) => process.send?.(result),
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		}
	);
});
