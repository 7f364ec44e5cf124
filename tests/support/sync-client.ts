/** A lean client of the sync protocol in Node that also reads our own messages: counts its frames and knows which are confirmed. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import WebSocket from 'ws';
import * as Y from 'yjs';
import {
	messageConfirmed,
	messageConflicts,
	messageHello,
	messageNotice,
	messagePagu,
	messageSync,
	readConfirmed,
	readConflicts,
	readHello,
	readNotice,
	readPagu,
	readReach,
	syncStep1,
	syncStep2,
	syncUpdate,
	type Hello,
	type Notice,
	type Reach
} from '@rembug/shared/sync/messages.ts';
import type { ForumPagu } from '@rembug/shared/forum/forum-pagu.ts';
import type { ConflictRow } from '@rembug/shared/sync/conflict-types.ts';
import { DEMO_RENJA } from './people.ts';
import { waitFor } from './wait-for.ts';

export interface SyncClient {
	doc: Y.Doc;
	hello(): Hello | null;
	notices: Notice[];
	/** Open conflicts, as the server told them. */
	conflicts(): ConflictRow[];
	/** What it was told last of what is left of the pagu; null: nothing. */
	pagu(): ForumPagu | null;
	isSynced(): boolean;
	/** Everything of the log up to this seq has arrived on this connection, as the server says; a gap before it fails the test. */
	reached(): number;
	/** The seq up to which it was last told that it has been sent everything, without new content; 0: never. */
	told(): number;
	/** Content frames of this connection: sent, and confirmed. */
	frames(): { sent: number; confirmed: number };
	/** Code with which the last connection that was open closed; null while none did. */
	closeCode(): number | null;
	/** Applies what is sent as one update; resolves when it is confirmed, never when the connection ends before. */
	edit(change: (doc: Y.Doc) => void): Promise<void>;
	/** Sends bytes as they are. */
	sendRaw(bytes: Uint8Array | string): void;
	connect(): void;
	/** Ends the connection and stays away. */
	pause(): void;
	close(): void;
}

export interface SyncClientOptions {
	/** '' with `protocols`: a big screen. */
	cookie: string;
	/** Subprotocols that the socket offers. */
	protocols?: string[];
	renjaId?: string;
	part?: string;
	doc?: Y.Doc;
	/** Comes back by itself after a connection ended, unless with a 44xx code. */
	reconnect?: boolean;
	/** Called with the time at which the bytes arrived, before they are applied. */
	received?: (update: Uint8Array) => void;
}

export function createSyncClient(
	wsUrl: string,
	{ cookie, protocols = [], renjaId = DEMO_RENJA, part = 'plan', doc = new Y.Doc(), reconnect = true, received }: SyncClientOptions
): SyncClient {
	let socket: WebSocket | null = null;
	let hello: Hello | null = null;
	let synced = false;
	let wanted = false;
	let sent = 0;
	let confirmed = 0;
	let reached = 0;
	let told = 0;
	let closeCode: number | null = null;
	let waiting: { frame: number; resolve: () => void }[] = [];
	const notices: Notice[] = [];
	const conflicts = new Map<string, ConflictRow>();
	let pagu: ForumPagu | null = null;
	const remote = Symbol('remote');

	function sendSync(kind: number, body: Uint8Array): void {
		if (socket?.readyState !== WebSocket.OPEN) return;
		if (kind !== syncStep1) sent += 1;
		socket.send(
			encoding.encode((encoder) => {
				encoding.writeVarUint(encoder, messageSync);
				encoding.writeVarUint(encoder, kind);
				encoding.writeVarUint8Array(encoder, body);
			})
		);
	}

	doc.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== remote) sendSync(syncUpdate, update);
	});

	function follow(reach: Reach | null | undefined): void {
		if (!reach) return;
		if (reach.after > reached) throw new Error(`The server sent what follows ${reach.after} to a client that has ${reached}.`);
		reached = Math.max(reached, reach.upTo);
	}

	function receive(bytes: Uint8Array): void {
		const decoder = decoding.createDecoder(bytes);
		switch (decoding.readVarUint(decoder)) {
			case messageSync: {
				const kind = decoding.readVarUint(decoder);
				const body = decoding.readVarUint8Array(decoder);
				if (kind === syncStep1) sendSync(syncStep2, Y.encodeStateAsUpdate(doc, body));
				else {
					follow(readReach(decoder));
					received?.(body);
					Y.applyUpdate(doc, body, remote);
					if (kind === syncStep2) synced = true;
				}
				break;
			}
			case messageHello:
				hello = readHello(decoder);
				conflicts.clear();
				break;
			case messageNotice:
				notices.push(readNotice(decoder));
				break;
			case messageConflicts: {
				const news = readConflicts(decoder);
				if (news.all) conflicts.clear();
				for (const row of news.open) conflicts.set(row.id, row);
				for (const id of news.settled) conflicts.delete(id);
				break;
			}
			case messagePagu:
				pagu = readPagu(decoder);
				break;
			case messageConfirmed: {
				const { frames, sent: reminder } = readConfirmed(decoder);
				follow(reminder?.reach);
				if (reminder && reminder.reach.after === reminder.reach.upTo) told = reminder.reach.upTo;
				confirmed = frames;
				for (const each of waiting) if (each.frame <= confirmed) each.resolve();
				waiting = waiting.filter((each) => each.frame > confirmed);
			}
		}
	}

	function connect(): void {
		wanted = true;
		if (socket) return;
		sent = confirmed = reached = 0;
		waiting = [];
		synced = false;
		const opening = new WebSocket(`${wsUrl}/sync/${encodeURIComponent(renjaId)}/${part}`, protocols, { headers: cookie ? { cookie } : {} });
		socket = opening;
		let wasOpen = false;
		opening.on('open', () => (wasOpen = true));
		opening.on('open', () => sendSync(syncStep1, Y.encodeStateVector(doc)));
		opening.on('message', (data: Buffer) => {
			if (socket === opening) receive(new Uint8Array(data));
		});
		opening.on('error', () => undefined);
		opening.on('close', (code) => {
			if (socket !== opening) return;
			if (wasOpen) closeCode = code;
			socket = null;
			synced = false;
			if (wanted && reconnect && !(code >= 4400 && code < 4500)) setTimeout(() => wanted && connect(), 50);
		});
	}

	function pause(): void {
		wanted = false;
		const ending = socket;
		socket = null;
		synced = false;
		ending?.terminate();
	}

	connect();
	return {
		doc,
		hello: () => hello,
		notices,
		conflicts: () => [...conflicts.values()],
		pagu: () => pagu,
		isSynced: () => synced,
		reached: () => reached,
		told: () => told,
		frames: () => ({ sent, confirmed }),
		closeCode: () => closeCode,
		edit(change) {
			const before = sent;
			doc.transact(() => change(doc));
			if (sent === before) return new Promise(() => undefined);
			const frame = sent;
			return new Promise((resolve) => waiting.push({ frame, resolve }));
		},
		sendRaw: (bytes) => socket?.send(bytes),
		connect,
		pause,
		close() {
			pause();
			doc.destroy();
		}
	};
}

/** A client that is in step with the server. */
export async function openSyncClient(
	server: { wsUrl: string },
	who: { cookie: string; username: string },
	options: Partial<SyncClientOptions> = {}
): Promise<SyncClient> {
	const client = createSyncClient(server.wsUrl, { cookie: who.cookie, ...options });
	await waitFor(() => client.isSynced(), { timeoutMs: 15_000, what: `${who.username} is synced (closed with ${client.closeCode()})` });
	return client;
}
