/**
 * The other server processes of this database. What they are told makes them look at once; whatever gets lost, or cannot be sent, they
 * find out within a second from the tables. So nothing here is ever tried again, and nothing depends on it but time.
 */
import { randomUUID } from 'node:crypto';
import { connect, type Sql } from '../database/connect.ts';
import type { Log } from '../log.ts';
import type { FarState } from './presence.ts';
import { messageBytesMax, receiveMessages, sendMessage } from './neighbour-queries.ts';

export type NeighbourMessage =
	/** The log of a document goes up to this seq. Sent by the statement that appends. */
	| [kind: 'rows', documentId: string, headSeq: number]
	/** Stage or freeze of a Renja changed. */
	| [kind: 'stage', renjaId: string]
	/** A conflict was settled without a change of the document. */
	| [kind: 'conflict', documentId: string, conflictId: string]
	/** A session ended. */
	| [kind: 'session', sessionId: string]
	/** Grants of an account changed. */
	| [kind: 'rights', accountId: string]
	/** People are in this document on the process that sends. */
	| [kind: 'here', documentId: string]
	/** They are not any more. */
	| [kind: 'gone', documentId: string]
	/** States of theirs that changed. */
	| [kind: 'presence', documentId: string, states: FarState[]];

export interface Neighbours {
	/** Names this process in its messages. */
	readonly self: string;
	send(...message: NeighbourMessage): void;
	/** From now on. ready: messages may have been lost before. To be called once. */
	receive(taken: (message: NeighbourMessage, from: string) => void, ready: () => void): void;
	close(): Promise<void>;
}

/** Messages that may be on their way to Postgres at the same time; more are left out. */
const sendingMax = 50;

/** databaseUrl: of `sql`; a connection of its own listens there as long as the process lives. */
export function createNeighbours({ databaseUrl, sql, log }: { databaseUrl: string; sql: Sql; log: Log }): Neighbours {
	const self = randomUUID();
	const listening = connect(databaseUrl, { max: 1, name: 'rembug-listen', lasting: true });
	const ownStart = `["${self}"`;
	let sending = 0;

	return {
		self,
		send(...message) {
			const text = JSON.stringify([self, ...message]);
			if (sending >= sendingMax || Buffer.byteLength(text) > messageBytesMax) return;
			sending += 1;
			sendMessage(sql, text)
				.catch((error: unknown) => log.debug({ err: error }, 'other processes cannot be told'))
				.finally(() => (sending -= 1));
		},
		receive(taken, ready) {
			const read = (text: string): void => {
				if (text.startsWith(ownStart)) return;
				try {
					const [from, ...message] = JSON.parse(text) as [string, ...NeighbourMessage];
					taken(message, from);
				} catch (error) {
					log.warn({ err: error }, 'a message of another process cannot be read');
				}
			};
			receiveMessages(listening, read, ready).catch((error: unknown) =>
				log.warn({ err: error }, 'other processes cannot be heard; what they write is looked for every second')
			);
		},
		async close() {
			await listening.end({ timeout: 1 });
		}
	};
}
