import { expect, test } from 'vitest';
import { isAllowedOrigin } from './origin.ts';

const local = { publicUrl: null };
const published = { publicUrl: 'https://rembug.example.go.id' };

test('without PUBLIC_URL the origin must be the host that was asked', () => {
	expect(isAllowedOrigin('http://localhost:3000', 'localhost:3000', local)).toBe(true);
	expect(isAllowedOrigin('http://LOCALHOST:3000', 'localhost:3000', local)).toBe(true);
	expect(isAllowedOrigin('http://rembug.lan', 'rembug.lan:80', local)).toBe(true);
	expect(isAllowedOrigin('http://localhost:3001', 'localhost:3000', local)).toBe(false);
	expect(isAllowedOrigin('http://evil.example', 'localhost:3000', local)).toBe(false);
	expect(isAllowedOrigin('http://localhost:3000.evil.example', 'localhost:3000', local)).toBe(false);
	expect(isAllowedOrigin('http://localhost:3000', undefined, local)).toBe(false);
});

test('with PUBLIC_URL nothing else will do', () => {
	expect(isAllowedOrigin('https://rembug.example.go.id', '10.0.0.5:3000', published)).toBe(true);
	expect(isAllowedOrigin('http://rembug.example.go.id', 'rembug.example.go.id', published)).toBe(false);
	expect(isAllowedOrigin('http://10.0.0.5:3000', '10.0.0.5:3000', published)).toBe(false);
});

test('an opaque or broken origin is foreign', () => {
	for (const origin of ['null', '', 'localhost:3000', 'file:///', 'chrome-extension://abc']) {
		expect(isAllowedOrigin(origin, 'localhost:3000', local)).toBe(false);
	}
});

test('a missing origin passes', () => {
	expect(isAllowedOrigin(undefined, 'localhost:3000', local)).toBe(true);
});
