/** The environment -> settings. Every wrong one is named, all of them at once. `.env.example` lists them. */
import { resolve } from 'node:path';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface Config {
	/** 0: any free port. */
	port: number;
	host: string;
	/** Absolute path. */
	dataDir: string;
	/** null: the embedded Postgres in dataDir. */
	databaseUrl: string | null;
	/** Origin under which people reach the page, e.g. https://rembug.example.go.id; null: whatever Host they use. */
	publicUrl: string | null;
	/** Whether the headers of a forwarding proxy are believed. */
	trustProxy: boolean;
	logLevel: (typeof logLevels)[number];
	limits: {
		/** Wrong passwords for one account within ten minutes before further attempts are turned away. */
		signInFailuresPerAccount: number;
		/** The same for one network address, over all accounts. */
		signInFailuresPerAddress: number;
		/** Bytes of the body of one REST call. */
		requestBytes: number;
		/** Connections to Postgres that this process opens. */
		databaseConnections: number;
	};
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: string[] };

/** Reads the settings; relative paths are taken from projectDir. Problems are Indonesian sentences that name the setting. */
export function readConfig(env: Record<string, string | undefined>, projectDir: string): ConfigResult {
	const problems: string[] = [];
	const text = (name: string): string | null => env[name]?.trim() || null;
	const integer = (name: string, fallback: number, min: number, max: number): number => {
		const written = text(name);
		if (written === null) return fallback;
		const value = Number(written);
		if (/^\d+$/.test(written) && value >= min && value <= max) return value;
		problems.push(`${name}="${written}": harus bilangan bulat ${min} sampai ${max}.`);
		return fallback;
	};
	const yesNo = (name: string): boolean => {
		const written = text(name)?.toLowerCase() ?? null;
		if (written === null || ['0', 'false', 'no', 'tidak'].includes(written)) return false;
		if (['1', 'true', 'yes', 'ya'].includes(written)) return true;
		problems.push(`${name}="${written}": isi dengan 1 (ya) atau 0 (tidak).`);
		return false;
	};

	const host = text('HOST') ?? '127.0.0.1';
	if (!/^[A-Za-z0-9.:_-]+$/.test(host))
		problems.push(`HOST="${host}": isi dengan alamat IP atau nama komputer, misalnya 127.0.0.1 atau 0.0.0.0.`);

	const databaseUrl = text('DATABASE_URL');
	if (databaseUrl !== null && !isPostgresUrl(databaseUrl)) {
		problems.push('DATABASE_URL: bukan alamat PostgreSQL; bentuknya postgres://pengguna:sandi@komputer:5432/nama_basis_data.');
	}

	const publicUrl = text('PUBLIC_URL');
	if (publicUrl !== null && originOf(publicUrl) === null) {
		problems.push(
			`PUBLIC_URL="${publicUrl}": harus alamat http:// atau https:// tanpa jalur di belakangnya, misalnya https://rembug.contoh.go.id.`
		);
	}

	const logLevel = (text('LOG_LEVEL') ?? 'info') as Config['logLevel'];
	if (!logLevels.includes(logLevel)) problems.push(`LOG_LEVEL="${logLevel}": pilih salah satu dari ${logLevels.join(', ')}.`);

	const config: Config = {
		port: integer('PORT', 3000, 0, 65535),
		host,
		dataDir: resolve(projectDir, text('DATA_DIR') ?? 'data'),
		databaseUrl,
		publicUrl: publicUrl === null ? null : originOf(publicUrl),
		trustProxy: yesNo('TRUST_PROXY'),
		logLevel,
		limits: {
			signInFailuresPerAccount: integer('SIGN_IN_FAILURES_PER_ACCOUNT', 10, 1, 10_000),
			signInFailuresPerAddress: integer('SIGN_IN_FAILURES_PER_ADDRESS', 50, 1, 100_000),
			requestBytes: integer('REQUEST_BYTES_MAX', 1_048_576, 10_240, 104_857_600),
			databaseConnections: integer('DATABASE_CONNECTIONS', 10, 3, 200)
		}
	};
	return problems.length === 0 ? { ok: true, config } : { ok: false, problems };
}

/** Whether only this machine itself can reach an address on which the server listens. */
export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function originOf(url: string): string | null {
	if (!URL.canParse(url)) return null;
	const { protocol, origin, pathname, search, hash, username } = new URL(url);
	const bare = pathname === '/' && search === '' && hash === '' && username === '';
	return bare && (protocol === 'http:' || protocol === 'https:') ? origin : null;
}

function isPostgresUrl(url: string): boolean {
	return URL.canParse(url) && ['postgres:', 'postgresql:'].includes(new URL(url).protocol);
}
