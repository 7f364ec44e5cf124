/**
 * One Y.Doc on one socket: the y-websocket provider with our own messages. It decides nothing about edits; it says what happened.
 * Cross-tab channels are off: they would show one tab's unconfirmed edits in another and send them again under another account.
 */
import { closeReason, type CloseReason } from '@rembug/shared/sync/close-codes.ts';
import {
	messageConfirmed,
	messageConflicts,
	messageHello,
	messageNotice,
	readConfirmed,
	readConflicts,
	readHello,
	readNotice,
	type Hello,
	type Notice
} from '@rembug/shared/sync/messages.ts';
import type { ConflictNews } from '@rembug/shared/sync/conflict-types.ts';
import type { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import { countingSocket } from './counting-socket.ts';

export interface ConnectionListeners {
	connecting(): void;
	/** First message of a connection. False: this connection must not be used; nothing of the document has left yet. */
	hello(hello: Hello): boolean;
	notice(notice: Notice): void;
	conflicts(news: ConflictNews): void;
	confirmed(frames: number): void;
	contentSent(frames: number): void;
	/** The document holds all that the server had when the connection opened. */
	inStep(): void;
	lost(): void;
	/** The server closed for good. */
	refused(reason: CloseReason): void;
	/** The socket could not be opened; a browser does not say why. It is tried again. */
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
	doc: Y.Doc;
	awareness: Awareness;
	WebSocket: typeof WebSocket;
	listeners: ConnectionListeners;
}

export function connectDocument({ baseUrl, renjaId, doc, awareness, WebSocket: Base, listeners }: ConnectOptions): DocumentConnection {
	let opened = false;
	const provider = new WebsocketProvider(`${baseUrl.replace(/^http/, 'ws')}/sync`, `${encodeURIComponent(renjaId)}/plan`, doc, {
		awareness,
		connect: false,
		disableBc: true,
		WebSocketPolyfill: countingSocket(Base, {
			ownClientId: () => doc.clientID,
			connecting() {
				opened = false;
				listeners.connecting();
			},
			contentSent: (frames) => listeners.contentSent(frames)
		})
	});
	provider.messageHandlers[messageHello] = (_encoder, decoder) => {
		if (!listeners.hello(readHello(decoder))) provider.disconnect();
	};
	provider.messageHandlers[messageNotice] = (_encoder, decoder) => listeners.notice(readNotice(decoder));
	provider.messageHandlers[messageConflicts] = (_encoder, decoder) => listeners.conflicts(readConflicts(decoder));
	provider.messageHandlers[messageConfirmed] = (_encoder, decoder) => listeners.confirmed(readConfirmed(decoder));
	provider.on('status', ({ status }) => {
		if (status === 'connected') opened = true;
		if (status !== 'disconnected') return;
		// Awareness takes a state only with a higher clock than it remembers: the others would stay away until their next renewal.
		for (const client of awareness.meta.keys()) if (client !== doc.clientID) awareness.meta.delete(client);
		listeners.lost();
	});
	provider.on('sync', (inStep) => {
		if (inStep) listeners.inStep();
	});
	provider.on('connection-close', () => {
		if (!opened) listeners.openFailed();
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
			provider.destroy();
		}
	};
}
