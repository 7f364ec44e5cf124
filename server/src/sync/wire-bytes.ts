/** A binary message as a server writes it on a websocket (RFC 6455, 5.2): one frame, final, not masked, not compressed. */

const finalBinary = 0x82;
/** What is sent to many is written out once. */
const written = new WeakMap<Uint8Array, Uint8Array>();

/** Several messages follow one another in the same bytes: one write instead of several. */
export function wireBytes(...messages: [Uint8Array, ...Uint8Array[]]): Uint8Array {
	return messages.length === 1 ? wireBytesOf(messages[0]) : Buffer.concat(messages.map(wireBytesOf));
}

function wireBytesOf(message: Uint8Array): Uint8Array {
	const known = written.get(message);
	if (known) return known;
	const { length } = message;
	const headLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
	const bytes = new Uint8Array(headLength + length);
	const head = new DataView(bytes.buffer);
	head.setUint8(0, finalBinary);
	if (headLength === 2) head.setUint8(1, length);
	else if (headLength === 4) {
		head.setUint8(1, 126);
		head.setUint16(2, length);
	} else {
		head.setUint8(1, 127);
		head.setBigUint64(2, BigInt(length));
	}
	bytes.set(message, headLength);
	written.set(message, bytes);
	return bytes;
}
