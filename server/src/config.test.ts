import { expect, test } from 'vitest';
import { isLoopback, readConfig } from './config.ts';

const read = (env: Record<string, string>) => readConfig(env, '/srv/rembug');
const problems = (env: Record<string, string>): string[] => {
	const result = read(env);
	return result.ok ? [] : result.problems;
};

test('works without any setting', () => {
	expect(read({})).toMatchObject({
		ok: true,
		config: {
			port: 3000,
			host: '127.0.0.1',
			dataDir: '/srv/rembug/data',
			databaseUrl: null,
			publicUrl: null,
			trustProxy: false,
			logLevel: 'info'
		}
	});
});

test('takes an empty setting for none', () => {
	expect(read({ PORT: '', DATABASE_URL: ' ', PUBLIC_URL: '' })).toEqual(read({}));
});

test('takes a relative DATA_DIR from the project folder', () => {
	expect(read({ DATA_DIR: 'x/y' })).toMatchObject({ config: { dataDir: '/srv/rembug/x/y' } });
	expect(read({ DATA_DIR: '/var/lib/rembug' })).toMatchObject({ config: { dataDir: '/var/lib/rembug' } });
});

test('keeps the origin of PUBLIC_URL', () => {
	expect(read({ PUBLIC_URL: 'https://Rembug.example.go.id:443/' })).toMatchObject({
		config: { publicUrl: 'https://rembug.example.go.id' }
	});
});

test.each([
	['PORT', '70000'],
	['PORT', 'tiga'],
	['PORT', '1e3'],
	['PORT', '-1'],
	['HOST', 'dua kata'],
	['DATABASE_URL', 'mysql://a/b'],
	['DATABASE_URL', 'rembug'],
	['PUBLIC_URL', 'rembug.example.go.id'],
	['PUBLIC_URL', 'https://example.go.id/rembug'],
	['PUBLIC_URL', 'ftp://example.go.id'],
	['TRUST_PROXY', 'mungkin'],
	['LOG_LEVEL', 'banyak'],
	['SIGN_IN_FAILURES_PER_ACCOUNT', '0'],
	['DATABASE_CONNECTIONS', '1']
])('names the wrong setting %s=%s', (name, value) => {
	expect(problems({ [name]: value })).toEqual([expect.stringContaining(name)]);
});

test('names all wrong settings at once', () => {
	expect(problems({ PORT: 'x', TRUST_PROXY: 'x', LOG_LEVEL: 'x' })).toHaveLength(3);
});

test('never repeats the password of DATABASE_URL', () => {
	expect(problems({ DATABASE_URL: 'mysql://root:rahasia@db/x' }).join()).not.toContain('rahasia');
});

test('knows which addresses only this machine reaches', () => {
	expect(['127.0.0.1', '127.8.0.1', '::1', 'localhost'].every(isLoopback)).toBe(true);
	expect(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.com', 'rembug.local'].some(isLoopback)).toBe(false);
});
