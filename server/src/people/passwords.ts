/** argon2id, 19 MiB, two passes (OWASP's first choice): about 50 ms a hash. */
import { hash, verify } from '@node-rs/argon2';

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/** Longer than any password that people type; a bound on what one attempt can cost. */
export const passwordLengthMax = 256;
export const passwordLengthMin = 10;

export function hashPassword(password: string): Promise<string> {
	return hash(password.normalize('NFC'), cost);
}

/** Whether the password belongs to the hash; hashing goes on beside the event loop. */
export async function passwordMatches(passwordHash: string, password: string): Promise<boolean> {
	if (password.length > passwordLengthMax) return false;
	return verify(passwordHash, password.normalize('NFC'));
}

let nobodysHash: Promise<string> | undefined;

/** Takes as long as a real comparison and fails: an unknown name must not answer faster than a wrong password. */
export async function compareWithNobody(password: string): Promise<false> {
	nobodysHash ??= hashPassword('tidak ada akun dengan nama ini');
	await passwordMatches(await nobodysHash, password);
	return false;
}
