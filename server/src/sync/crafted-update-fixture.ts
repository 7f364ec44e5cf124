/** For tests: an update of one struct written by hand, whose origins and parent need not have anything to do with each other. */
import { writeVarUint } from 'lib0/encoding';
import * as Y from 'yjs';

export interface Crafted {
	/** Which of the structs that are there stands left and right of it; below 0: none. */
	origin: number;
	rightOrigin: number;
	/** A root, or what `holderOf` knows as a map. */
	parent: string;
	key: string | null;
	/** Which content. */
	content: number;
	/** Which struct it deletes; below 0: none. */
	deletes: number;
	values: readonly [unknown, unknown];
}

export function craftUpdate(
	doc: Y.Doc,
	client: number,
	{ origin, rightOrigin, parent, key, content, deletes, values }: Crafted,
	holderOf: (parent: string) => unknown
): Uint8Array {
	const present = [...doc.store.clients.values()].flat();
	const idAt = (index: number): Y.ID | null => {
		if (index < 0) return null;
		const { id, length } = present[index % present.length] as Y.Item | Y.GC;
		return new Y.ID(id.client, id.clock + length - 1);
	};
	const holder = holderOf(parent);
	const claimed = holder instanceof Y.Map ? (holder as Y.Map<unknown>)._item?.id : parent;
	const contents = [
		new Y.ContentAny([values[0]]),
		new Y.ContentDeleted(1),
		new Y.ContentAny([values[1]]),
		new Y.ContentType(new Y.Map()),
		new Y.ContentString('hai'),
		new Y.ContentAny([1, 2]),
		new Y.ContentDeleted(70)
	] as const;
	const item = new Y.Item(
		new Y.ID(client, Y.getState(doc.store, client)),
		null,
		idAt(origin),
		null,
		idAt(rightOrigin),
		(claimed ?? parent) as never,
		key,
		contents[content % contents.length] as Y.Item['content']
	);
	const encoder = new Y.UpdateEncoderV1();
	const rest = encoder.restEncoder;
	writeVarUint(rest, 1);
	writeVarUint(rest, 1);
	encoder.writeClient(client);
	writeVarUint(rest, item.id.clock);
	item.write(encoder, 0);
	const gone = deletes < 0 ? null : (present[deletes % present.length] as Y.Item);
	writeVarUint(rest, gone ? 1 : 0);
	if (gone) {
		writeVarUint(rest, gone.id.client);
		writeVarUint(rest, 1);
		encoder.writeDsClock(gone.id.clock);
		encoder.writeDsLen(gone.length);
	}
	return encoder.toUint8Array();
}
