import { expect, test } from 'vitest';
import { isDemoAllowed } from './demo-gate.ts';

const local = { host: '127.0.0.1', publicUrl: null };
const allowed = (headers: Record<string, string>, config: { host: string; publicUrl: string | null } = local) =>
	isDemoAllowed(config, (name) => headers[name]);

test.each(['localhost', 'localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST:1'])('demo accounts work at %s', (host) => {
	expect(allowed({ host })).toBe(true);
});

test.each(['rembug.example.go.id', '192.168.1.5:3000', 'localhost.evil.example', '127.0.0.1.nip.io:3000', ''])(
	'demo accounts are refused at host "%s"',
	(host) => {
		expect(allowed({ host })).toBe(false);
	}
);

test('demo accounts are refused without a host', () => {
	expect(allowed({})).toBe(false);
});

test.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'])(
	'demo accounts are refused behind a proxy that sends %s',
	(name) => {
		expect(allowed({ host: 'localhost:3000', [name]: '127.0.0.1' })).toBe(false);
	}
);

test('demo accounts are refused where others can reach the server', () => {
	expect(allowed({ host: 'localhost:3000' }, { host: '0.0.0.0', publicUrl: null })).toBe(false);
	expect(allowed({ host: 'localhost:3000' }, { host: '127.0.0.1', publicUrl: 'https://rembug.example.go.id' })).toBe(false);
});
