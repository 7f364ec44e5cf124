/** A random id of 128 bits, in hexadecimal. `crypto.randomUUID` is missing where the page came over plain http in an office network. */
export function randomId(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
