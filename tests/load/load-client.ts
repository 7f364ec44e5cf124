/** One lean client of the load test: keeps a document, edits it, and notes when what arrived. Speaks to Rembug and to a stock y-websocket server. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import WebSocket from 'ws';
import * as Y from 'yjs';
import {
	messageAwareness,
	messageConfirmed,
	messageSync,
	readConfirmed,
	syncStep1,
	syncStep2,
	syncUpdate
} from '@rembug/shared/sync/messages.ts';

export interface LoadClient {
	doc: Y.Doc;
	isSynced(): boolean;
	isConfirmed(): boolean;
	/** Sets a value of the plan's limits: one update. */
	edit(key: string, value: number): void;
	/** Moves its cursor to another cell. */
	move(): void;
	/** Stops and goes on reading. */
	stall(): void;
	read(): void;
	closeCode(): number | null;
	close(): void;
}

export interface Heard {
	/** An update arrived, as bytes. */
	update?: (body: Uint8Array, now: number) => void;
	/** The edit of this key is settled. */
	confirmed?: (key: string, now: number) => void;
	/** A cursor of somebody moved. */
	presence?: (body: Uint8Array, now: number) => void;
	frame?: () => void;
	error?: () => void;
}

export function syncFrame(kind: number, body: Uint8Array): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, messageSync);
		encoding.writeVarUint(encoder, kind);
		encoding.writeVarUint8Array(encoder, body);
	});
}

/** The map of one level below a root in which the load test writes. */
export function limitsOf(doc: Y.Doc): Y.Map<unknown> {
	const info = doc.getMap('info');
	const found = info.get('paguLimitSumberDana');
	if (found instanceof Y.Map) return found as Y.Map<unknown>;
	const made = new Y.Map<unknown>();
	info.set('paguLimitSumberDana', made);
	return made;
}

export function openLoadClient(address: string, cookie: string, heard: Heard): LoadClient {
	const doc = new Y.Doc();
	const remote = Symbol('remote');
	const waiting: { frame: number; key: string }[] = [];
	let isSynced = false;
	let sent = 0;
	let confirmed = 0;
	let moves = 0;
	let code: number | null = null;
	let isClosing = false;
	const socket = new WebSocket(address, { headers: { cookie } });
	const send = (kind: number, body: Uint8Array): void => {
		if (kind !== syncStep1) sent += 1;
		if (socket.readyState === WebSocket.OPEN) socket.send(syncFrame(kind, body));
	};
	doc.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== remote) send(syncUpdate, update);
	});
	socket.on('open', () => send(syncStep1, Y.encodeStateVector(doc)));
	socket.on('error', () => heard.error?.());
	socket.on('close', (closed) => {
		code = closed;
		if (!isClosing) heard.error?.();
	});
	socket.on('message', (data: Buffer) => {
		const now = performance.now();
		heard.frame?.();
		const decoder = decoding.createDecoder(new Uint8Array(data));
		const type = decoding.readVarUint(decoder);
		if (type === messageConfirmed) {
			confirmed = readConfirmed(decoder).frames;
			while (waiting.length > 0 && (waiting[0] as { frame: number }).frame <= confirmed) {
				const { key } = waiting.shift() as { key: string };
				heard.confirmed?.(key, now);
			}
		} else if (type === messageAwareness) heard.presence?.(decoding.readVarUint8Array(decoder), now);
		else if (type === messageSync) {
			const kind = decoding.readVarUint(decoder);
			const body = decoding.readVarUint8Array(decoder);
			if (kind === syncStep1) {
				send(syncStep2, Y.encodeStateAsUpdate(doc, body));
				return;
			}
			if (kind === syncUpdate && isSynced) heard.update?.(body, now);
			Y.applyUpdate(doc, body, remote);
			if (kind === syncStep2) isSynced = true;
		}
	});
	return {
		doc,
		isSynced: () => isSynced,
		isConfirmed: () => confirmed === sent,
		edit(key, value) {
			limitsOf(doc).set(key, value);
			waiting.push({ frame: sent, key });
		},
		move() {
			const state = JSON.stringify({ cursor: { at: `gerak-${doc.clientID}-${moves++}-` } });
			const body = encoding.encode((encoder) => {
				encoding.writeVarUint(encoder, 1);
				encoding.writeVarUint(encoder, doc.clientID);
				encoding.writeVarUint(encoder, moves);
				encoding.writeVarString(encoder, state);
			});
			socket.send(
				encoding.encode((encoder) => {
					encoding.writeVarUint(encoder, messageAwareness);
					encoding.writeVarUint8Array(encoder, body);
				})
			);
		},
		stall: () => socket.pause(),
		read: () => socket.resume(),
		closeCode: () => code,
		close() {
			isClosing = true;
			socket.terminate();
		}
	};
}
