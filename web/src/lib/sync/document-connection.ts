/**
 * One Y.Doc on one socket: the y-websocket provider with our own messages. It decides nothing about edits; it says what happened.
 * Cross-tab channels are off: they would show one tab's unconfirmed edits in another and send them again under another account.
 */
import { closeCodes, closeReason, type CloseReason } from '@rembug/shared/sync/close-codes.ts';
import {
	messageAwareness,
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
	readNumber,
	readPagu,
	readReach,
	syncStep1,
	type Hello,
	type Notice,
	type Reach
} from '@rembug/shared/sync/messages.ts';
import type { ForumPagu } from '@rembug/shared/forum/forum-pagu.ts';
import type { PartName } from '@rembug/shared/sync/part-names.ts';
import type { ConflictNews } from '@rembug/shared/sync/conflict-types.ts';
import * as decoding from 'lib0/decoding';
import type { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { countingSocket } from './counting-socket.ts';
import { createLineWatch } from './line-watch.ts';

export interface ConnectionListeners {
	connecting(): void;
	/** First message of a connection. False: this connection must not be used; nothing of the document has left yet. */
	hello(hello: Hello): boolean;
	notice(notice: Notice): void;
	conflicts(news: ConflictNews): void;
	pagu(pagu: ForumPagu): void;
	confirmed(frames: number): void;
	contentSent(frames: number): void;
	/** What the server has, by client id: before it is sent what it lacks. */
	serverHas(clocks: ReadonlyMap<number, number>): void;
	/** The document holds all that the server had when the connection opened. */
	inStep(): void;
	lost(): void;
	/** The server closed for good. */
	refused(reason: CloseReason): void;
	/** The socket could not be opened, and a browser does not say why; or the server cannot keep anything for the moment. It is tried again. */
	openFailed(): void;
}

export interface DocumentConnection {
	/** Whether a change of the document came from somebody else just now, not with the first content of a connection. */
	isRemoteChange(origin: unknown): boolean;
	destroy(): void;
}

export interface ConnectOptions {
	/** Origin, http or https. */
	baseUrl: string;
	renjaId: string;
	part: PartName;
	doc: Y.Doc;
	awareness: Awareness;
	WebSocket: typeof WebSocket;
	/** So long the server may owe an answer before the connection is given up. */
	patienceMs: number;
	listeners: ConnectionListeners;
}

export function connectDocument({
	baseUrl,
	renjaId,
	part,
	doc,
	awareness,
	WebSocket: Base,
	patienceMs,
	listeners
}: ConnectOptions): DocumentConnection {
	let opened = false;
	const watch = createLineWatch({
		patienceMs,
		isDrained: () => (provider.ws?.bufferedAmount ?? 0) === 0,
		astray() {
			provider.disconnect();
			// It comes back by itself, the later the more often it was in vain.
			provider.shouldConnect = true;
		}
	});
	const provider = new WebsocketProvider(`${baseUrl.replace(/^http/, 'ws')}/sync`, `${encodeURIComponent(renjaId)}/${part}`, doc, {
		awareness,
		connect: false,
		disableBc: true,
		WebSocketPolyfill: countingSocket(Base, {
			ownClientId: () => doc.clientID,
			connecting() {
				opened = false;
				watch.opened();
				listeners.connecting();
			},
			contentSent(frames) {
				watch.contentSent(frames);
				listeners.contentSent(frames);
			}
		})
	});
	const [takeSync, takeAwareness] = [messageSync, messageAwareness].map((type) => provider.messageHandlers[type] as MessageHandler);
	const handlers: Record<number, MessageHandler> = {
		[messageSync](...message) {
			if (!watch.isSound()) return;
			const [, decoder] = message;
			if (isStep1(decoder)) listeners.serverHas(Y.decodeStateVector(bodyAhead(decoder).body));
			else if (!watch.takesContent(bodyAhead(decoder).reach)) return;
			takeSync?.(...message);
		},
		[messageAwareness](...message) {
			if (watch.isSound()) takeAwareness?.(...message);
		},
		[messageHello](_encoder, decoder) {
			const hello = readHello(decoder);
			if (watch.takesMessage(readNumber(decoder)) && !listeners.hello(hello)) provider.disconnect();
		},
		[messageNotice](_encoder, decoder) {
			const notice = readNotice(decoder);
			if (watch.isSound() && watch.takesMessage(readNumber(decoder))) listeners.notice(notice);
		},
		[messageConflicts](_encoder, decoder) {
			const news = readConflicts(decoder);
			if (watch.isSound() && watch.takesMessage(readNumber(decoder))) listeners.conflicts(news);
		},
		[messagePagu](_encoder, decoder) {
			const pagu = readPagu(decoder);
			if (watch.isSound() && watch.takesMessage(readNumber(decoder))) listeners.pagu(pagu);
		},
		[messageConfirmed](_encoder, decoder) {
			const confirmed = readConfirmed(decoder);
			if (!watch.isSound()) return;
			listeners.confirmed(confirmed.frames);
			watch.confirmed(confirmed);
		}
	};
	for (const [type, take] of Object.entries(handlers)) provider.messageHandlers[Number(type)] = take;
	provider.on('status', ({ status }) => {
		if (status === 'connected') opened = true;
		if (status !== 'disconnected') return;
		watch.closed();
		// Awareness takes a state only with a higher clock than it remembers: the others would stay away until their next renewal.
		for (const client of awareness.meta.keys()) if (client !== doc.clientID) awareness.meta.delete(client);
		listeners.lost();
	});
	provider.on('sync', (inStep) => {
		if (!inStep) return;
		watch.inStep();
		listeners.inStep();
	});
	provider.on('connection-close', (event) => {
		if (!opened || event?.code === closeCodes.unavailable) listeners.openFailed();
	});
	provider.on('closed', ({ code }) => listeners.refused(closeReason(code) ?? 'malformed'));
	provider.connect();

	// A dead network closes no socket for half a minute. The server may be on this very machine, so it is asked again, not given up.
	const reconnect = (): void => {
		if (!provider.shouldConnect) return;
		provider.disconnect();
		provider.connect();
	};
	globalThis.addEventListener?.('offline', reconnect);
	globalThis.addEventListener?.('online', reconnect);

	return {
		isRemoteChange: (origin) => origin === provider && provider.synced,
		destroy() {
			globalThis.removeEventListener?.('offline', reconnect);
			globalThis.removeEventListener?.('online', reconnect);
			watch.end();
			provider.destroy();
		}
	};
}

type MessageHandler = WebsocketProvider['messageHandlers'][number];

const isStep1 = (decoder: decoding.Decoder): boolean => decoder.arr[decoder.pos] === syncStep1;

/** Looks ahead to body and ending of a frame: what does not follow must not be taken. */
function bodyAhead({ arr, pos }: decoding.Decoder): { body: Uint8Array; reach: Reach | null } {
	const ahead = decoding.createDecoder(arr);
	ahead.pos = pos;
	decoding.readVarUint(ahead);
	return { body: decoding.readVarUint8Array(ahead), reach: readReach(ahead) };
}
