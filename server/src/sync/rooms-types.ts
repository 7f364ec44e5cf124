/** What the rest of the server may ask of the rooms in which documents are edited. */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Doc } from 'yjs';
import type { CloseReason } from '@rembug/shared/sync/close-codes.ts';
import type { PartName } from '@rembug/shared/sync/part-names.ts';
import type { Actor } from '@rembug/shared/access/access.ts';

export interface DocumentRef {
	documentId: string;
	renjaId: string;
	part: PartName;
	perangkatDaerahId: string;
}

export interface Rooms {
	/**
	 * Attaches an accepted websocket (already authenticated, the actor may see the Renja) to the room of the document. line: the connection
	 * under the websocket. Returns what sends it away again, for good: nothing that it sent and that is not worked on yet is taken.
	 */
	join(
		socket: WebSocket,
		line: Duplex,
		who: { actor: Actor; sessionId: string; color: string; isScreen?: boolean },
		document: DocumentRef
	): (reason: CloseReason) => void;
	/**
	 * Runs fn on the committed document, everything admitted before the call included (waits for its commit); opens from the log when no
	 * room is open. fn must not change the document.
	 */
	read<T>(documentId: string, fn: (doc: Doc, head: { seq: number; generation: string }) => T): Promise<T>;
	/**
	 * Writes updates into the document in the name of an account, all of them or none: the same gate, the same commit, the same author's
	 * mark as if they had come from his browser. At most a few dozen. Resolves when they are committed (also when they brought nothing
	 * new), or with the reason why the gate refused one of them; fails with document.unavailable when that cannot be said now: the same
	 * updates may then be sent again.
	 */
	append(
		documentId: string,
		actor: Actor,
		updates: readonly Uint8Array[]
	): Promise<{ ok: true } | { ok: false; reason: CloseReason; detail: string }>;
	/** Admits nothing more for this document until the returned function is called; resolves when what was admitted is committed. */
	pause(documentId: string): Promise<() => void>;
	/** Stage or freeze changed in Postgres: open rooms of this Renja take it over and tell every socket. */
	stageChanged(renjaId: string): Promise<void>;
	/** Closes the sockets of a session with 4401. */
	endSession(sessionId: string): void;
	/** Grants of an account changed: closes its sockets with 4503, and they come back with the rights that hold now. */
	rightsChanged(accountId: string): void;
	/** A conflict was settled in Postgres without a change of the document: an open room takes it over and tells. */
	conflictSettled(documentId: string, conflictId: string): void;
	/** Whether commits work, as far as is known. */
	isAvailable(): boolean;
	stats(): { rooms: number; sockets: number; framesSent: number };
	/** Stops accepting, waits until what was admitted is committed, closes every socket with 4501. */
	close(): Promise<void>;
}
