/** argon2id, 19 MiB, two passes (OWASP's first choice): about 50 ms a hash. */
import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { passwordLengthMax } from '@rembug/shared/access/account-rules.ts';

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

export function hashPassword(password: string): Promise<string> {
	return hash(password.normalize('NFC'), cost);
}

/** Whether the password belongs to the hash; hashing goes on beside the event loop. */
export async function passwordMatches(passwordHash: string, password: string): Promise<boolean> {
	if (password.length > passwordLengthMax) return false;
	return verify(passwordHash, password.normalize('NFC'));
}

/** Read aloud and typed from paper: no letters and digits that look alike. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to be given out once: twelve random signs in three groups, 59 bits. */
export function generatePassword(): string {
	const group = (): string => Array.from({ length: 4 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
	return [group(), group(), group()].join('-');
}

let nobodysHash: Promise<string> | undefined;

/** Takes as long as a real comparison and fails: an unknown name must not answer faster than a wrong password. */
export async function compareWithNobody(password: string): Promise<false> {
	nobodysHash ??= hashPassword('tidak ada akun dengan nama ini');
	await passwordMatches(await nobodysHash, password);
	return false;
}
