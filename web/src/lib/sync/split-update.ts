/**
 * Cuts an update that is beyond the server's limits into several that are within them: what a long spell offline leaves. Each part
 * builds only on what came before it, so the server can admit them one by one.
 */
import { commentRegisters } from '@rembug/shared/discussion/discussion-schema.ts';
import { forumRoots, type ForumRoot } from '@rembug/shared/forum/forum-document.ts';
import { requiredForumRegisters } from '@rembug/shared/forum/forum-schema.ts';
import { decisionFields } from '@rembug/shared/forum/forum-types.ts';
import { requiredNodeRegisters } from '@rembug/shared/renja/renja-schema.ts';
import { updateBytesMax, updateStructsMax } from '@rembug/shared/sync/messages.ts';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];
type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds'];

export interface UpdateLimits {
	bytes: number;
	structs: number;
}

/** A margin below what the server takes: the frame around it counts too, and what stays with its map. */
const serverLimits: UpdateLimits = { bytes: updateBytesMax - 16_384, structs: updateStructsMax - 16 };
/** No struct is shorter; an update of fewer bytes needs no counting. */
const structBytesMin = 2;

/** The update itself when it is within the limits, else its parts in order. A single struct is never cut. */
export function splitUpdate(update: Uint8Array, limits: UpdateLimits = serverLimits): Uint8Array[] {
	if (update.length <= limits.bytes && update.length / structBytesMin <= limits.structs) return [update];
	const { structs, ds } = Y.decodeUpdate(update);
	if (update.length <= limits.bytes && structs.length <= limits.structs) return [update];
	const parts: Uint8Array[] = [];
	let part: Struct[] = [];
	let bytes = 0;
	for (const struct of inOrderOfNeed(structs)) {
		const size = encodePart([struct]).length;
		const isFull = part.length >= limits.structs || bytes + size > limits.bytes;
		if (part.length > 0 && isFull && !staysWithMap(struct)) {
			parts.push(encodePart(part));
			part = [];
			bytes = 0;
		}
		part.push(struct);
		bytes += size;
	}
	if (part.length > 0) parts.push(encodePart(part));
	// The deletions name what all the parts brought, so they go last.
	if (ds.clients.size > 0 || parts.length === 0) parts.push(encodePart([], ds));
	return parts;
}

/** The server takes a new row only together with its place in the tree, a comment and a decision only as a whole. */
const staying = new Set([
	...requiredNodeRegisters,
	...commentRegisters,
	...(Object.keys(forumRoots) as ForumRoot[]).flatMap(requiredForumRegisters),
	...decisionFields
]);

function staysWithMap(struct: Struct): boolean {
	return struct instanceof Y.Item && struct.parentSub !== null && staying.has(struct.parentSub);
}

/** The structs so that each comes after those of the same update that it builds on; per client in the order of its clock. */
function inOrderOfNeed(structs: readonly Struct[]): Struct[] {
	const queues = new Map<number, Struct[]>();
	for (const struct of structs) {
		const queue = queues.get(struct.id.client);
		if (queue) queue.push(struct);
		else queues.set(struct.id.client, [struct]);
	}
	const heads = new Map([...queues.keys()].map((client) => [client, 0]));
	const isThere = (id: Y.ID | null): boolean => {
		if (!id) return true;
		const next = queues.get(id.client)?.[heads.get(id.client) as number];
		return !next || id.clock < next.id.clock;
	};
	const ordered: Struct[] = [];
	for (let moved = true; moved;) {
		moved = false;
		for (const [client, queue] of queues) {
			let head = heads.get(client) as number;
			for (let struct = queue[head]; struct && needs(struct).every(isThere); struct = queue[head]) {
				ordered.push(struct);
				heads.set(client, ++head);
				moved = true;
			}
		}
	}
	// Whatever needs something that nobody sent is left to the server to judge.
	for (const [client, queue] of queues) ordered.push(...queue.slice(heads.get(client) as number));
	return ordered;
}

function needs(struct: Struct): (Y.ID | null)[] {
	if (!(struct instanceof Y.Item)) return [];
	const own = (id: Y.ID | null): boolean => id?.client === struct.id.client;
	const parent = struct.parent instanceof Y.ID ? struct.parent : null;
	return [struct.origin, struct.rightOrigin, parent].filter((id) => id !== null && !own(id));
}

/** The wire form of an update (V1): structs by client, then deletions. Yjs can read it but offers no way to write a chosen part of it. */
function encodePart(structs: readonly Struct[], deletions?: DeleteSet): Uint8Array {
	const encoder = new Y.UpdateEncoderV1();
	const rest = encoder.restEncoder;
	const byClient = Map.groupBy(structs, (struct) => struct.id.client);
	encoding.writeVarUint(rest, byClient.size);
	for (const [client, own] of byClient) {
		encoding.writeVarUint(rest, own.length);
		encoder.writeClient(client);
		encoding.writeVarUint(rest, own[0]?.id.clock ?? 0);
		for (const struct of own) struct.write(encoder, 0);
	}
	const clients = deletions ? [...deletions.clients] : [];
	encoding.writeVarUint(rest, clients.length);
	for (const [client, ranges] of clients) {
		encoder.resetDsCurVal();
		encoding.writeVarUint(rest, client);
		encoding.writeVarUint(rest, ranges.length);
		for (const range of ranges) {
			encoder.writeDsClock(range.clock);
			encoder.writeDsLen(range.len);
		}
	}
	return encoder.toUint8Array();
}
