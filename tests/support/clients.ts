/** A stock y-websocket client in Node: knows nothing of our own messages, outbox or cache. */
import { messageConfirmed, messageConflicts, messageHello, messageNotice } from '@rembug/shared/sync/messages.ts';
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { DEMO_RENJA } from './people.ts';
import type { SignedIn } from './people.ts';
import { waitFor } from './wait-for.ts';

export interface StockClient {
	doc: Y.Doc;
	provider: WebsocketProvider;
	/** Cuts the network under the provider's feet; it comes back by itself. */
	drop(): void;
	close(): void;
}

export interface ConnectOptions {
	renjaId?: string;
	part?: string;
	/** A document that was edited before. */
	doc?: Y.Doc;
	/** Default: the server's own origin. null: none is sent. */
	origin?: string | null;
	timeoutMs?: number;
}

/** Connects and waits until the document is synced. */
export async function connectClient(
	server: { url: string; wsUrl: string },
	who: SignedIn,
	{ renjaId = DEMO_RENJA, part = 'plan', doc = new Y.Doc(), origin = server.url, timeoutMs = 15_000 }: ConnectOptions = {}
): Promise<StockClient> {
	class SignedInWebSocket extends WebSocket {
		constructor(address: string | URL, protocols?: string | string[]) {
			super(address, protocols, { headers: { cookie: who.cookie, ...(origin === null ? {} : { origin }) } });
			// y-websocket sets no listener while it reconnects; without one ws throws.
			this.on('error', () => undefined);
		}
	}
	const provider = new WebsocketProvider(`${server.wsUrl}/sync/${renjaId}`, part, doc, {
		WebSocketPolyfill: SignedInWebSocket as unknown as typeof globalThis.WebSocket,
		disableBc: true,
		maxBackoffTime: 500
	});
	// The stock provider passes over types it does not know, with a line on the console for each.
	for (const type of [messageHello, messageConfirmed, messageNotice, messageConflicts]) provider.messageHandlers[type] = () => undefined;
	const close = (): void => {
		provider.destroy();
		doc.destroy();
	};
	try {
		await waitFor(() => provider.synced, { timeoutMs, what: `${who.username} is synced with ${renjaId}/${part}` });
	} catch (error) {
		close();
		throw error;
	}
	return {
		doc,
		provider,
		drop: () => (provider.ws as unknown as WebSocket | null)?.terminate(),
		close
	};
}
