import { expect, test } from 'vitest';
import { createSignInLimit } from './sign-in-limit.ts';

const wrong = async () => false;
const right = async () => true;

test('turns an account away after its number of wrong passwords, from whatever address', async () => {
	const limit = createSignInLimit({ perAccount: 3, perAddress: 100 });
	for (const address of ['a', 'b', 'c']) expect(await limit.attempt({ account: 'x', address }, wrong)).toBe('wrong');
	expect(await limit.attempt({ account: 'x', address: 'd' }, right)).toBe('tooMany');
	expect(await limit.attempt({ account: 'y', address: 'a' }, right)).toBe('right');
});

test('turns an address away that tries many accounts', async () => {
	const limit = createSignInLimit({ perAccount: 3, perAddress: 5 });
	for (const account of ['a', 'b', 'c', 'd', 'e']) await limit.attempt({ account, address: 'x' }, wrong);
	expect(await limit.attempt({ account: 'f', address: 'x' }, right)).toBe('tooMany');
	expect(await limit.attempt({ account: 'f', address: 'y' }, right)).toBe('right');
});

test('forgives after ten minutes', async () => {
	let now = 0;
	const limit = createSignInLimit({ perAccount: 2, perAddress: 100 }, () => now);
	await limit.attempt({ account: 'x', address: 'a' }, wrong);
	await limit.attempt({ account: 'x', address: 'a' }, wrong);
	expect(await limit.attempt({ account: 'x', address: 'a' }, right)).toBe('tooMany');
	now = 10 * 60 * 1000 + 1;
	expect(await limit.attempt({ account: 'x', address: 'a' }, right)).toBe('right');
});

test('a burst of guesses gets no more tries than the limit', async () => {
	const limit = createSignInLimit({ perAccount: 3, perAddress: 100 });
	let tried = 0;
	const guess = async () => {
		tried++;
		await new Promise((resolve) => setImmediate(resolve));
		return false;
	};
	const results = await Promise.all(Array.from({ length: 40 }, () => limit.attempt({ account: 'x', address: 'a' }, guess)));
	expect(tried).toBe(3);
	expect(results.filter((result) => result === 'tooMany')).toHaveLength(37);
});

test('many right passwords at the same time all come in', async () => {
	const limit = createSignInLimit({ perAccount: 3, perAddress: 5 });
	const slowly = () => new Promise<boolean>((resolve) => setImmediate(resolve, true));
	const results = await Promise.all(Array.from({ length: 50 }, () => limit.attempt({ account: 'x', address: 'a' }, slowly)));
	expect(new Set(results)).toEqual(new Set(['right']));
});

test('an attempt that breaks is no wrong password', async () => {
	const limit = createSignInLimit({ perAccount: 1, perAddress: 100 });
	await expect(limit.attempt({ account: 'x', address: 'a' }, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
	expect(await limit.attempt({ account: 'x', address: 'a' }, right)).toBe('right');
});
