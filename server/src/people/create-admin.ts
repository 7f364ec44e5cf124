/**
 * The command that makes the first admin: `npm run create-admin -- --username <name> --nama "<full name>"`. What is missing is asked for; the
 * password comes from ADMIN_PASSWORD, from standard input, or is typed unseen. Works beside a running server.
 */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nameLengthMax, passwordLengthMax, passwordLengthMin, usernamePattern } from '@rembug/shared/access/account-rules.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import { readConfig } from '../config.ts';
import type { Sql } from '../database/connect.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase, SetupError } from '../database/open-database.ts';
import { createLog } from '../log.ts';
import { hashPassword } from './passwords.ts';
import { insertAccount, insertGrant } from './people-queries.ts';

export interface NewAdmin {
	username: string;
	nama: string;
	password: string;
}

/** What is wrong with the entries, in Indonesian; null: nothing. */
export function adminProblem({ username, nama, password }: NewAdmin): string | null {
	if (!usernamePattern.test(username))
		return 'Nama pengguna: 3 sampai 40 huruf kecil, angka, titik, atau tanda hubung, diawali huruf atau angka.';
	if (nama.length < 1 || nama.length > nameLengthMax) return `Nama lengkap: isi, paling panjang ${nameLengthMax} huruf.`;
	if (password.length < passwordLengthMin) return `Kata sandi: sedikitnya ${passwordLengthMin} huruf.`;
	if (password.length > passwordLengthMax) return `Kata sandi: paling panjang ${passwordLengthMax} huruf.`;
	return null;
}

/** Makes the account with the grant `admin`. Throws a SetupError when the name is taken. */
export async function createAdmin(sql: Sql, admin: NewAdmin): Promise<void> {
	const id = crypto.randomUUID();
	const passwordHash = await hashPassword(admin.password);
	try {
		await sql.begin(async (tx) => {
			await insertAccount(tx, { id, username: admin.username, nama: admin.nama, passwordHash });
			const grant = { role: 'admin', perangkatDaerahId: null, unitId: null } as const;
			await insertGrant(tx, id, grant);
			const { username, nama } = admin;
			await recordAudit(tx, { action: 'account.created', accountId: null, subjectId: id, detail: { username, nama } });
			await recordAudit(tx, { action: 'grant.added', accountId: null, subjectId: id, detail: grant });
		});
	} catch (error) {
		if ((error as { code?: string }).code === '23505')
			throw new SetupError(`Nama pengguna "${admin.username}" sudah dipakai. Pilih nama lain; tidak ada yang diubah.`);
		throw error;
	}
}

async function ask(): Promise<NewAdmin> {
	const { values } = parseArgs({ options: { username: { type: 'string' }, nama: { type: 'string' } } });
	const fromEnv = process.env.ADMIN_PASSWORD;
	let hidden = false;
	const output = new Writable({
		write(chunk: Buffer, _encoding, done) {
			if (!hidden) process.stdout.write(chunk);
			done();
		}
	});
	const terminal = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
	const lines = terminal[Symbol.asyncIterator]();
	const line = async (question: string): Promise<string> => {
		output.write(question);
		const next = await lines.next();
		return next.done ? '' : next.value;
	};
	try {
		const username = (values.username ?? (await line('Nama pengguna: '))).trim().toLowerCase();
		const nama = (values.nama ?? (await line('Nama lengkap: '))).trim();
		if (fromEnv !== undefined) return { username, nama, password: fromEnv };
		output.write(`Kata sandi (sedikitnya ${passwordLengthMin} huruf): `);
		hidden = process.stdin.isTTY;
		const password = await line('');
		hidden = false;
		output.write('\n');
		return { username, nama, password };
	} finally {
		terminal.close();
	}
}

async function run(): Promise<void> {
	const read = readConfig(process.env, fileURLToPath(new URL('../../../', import.meta.url)));
	if (!read.ok) throw new SetupError(read.problems.join('\n'));
	const admin = await ask();
	const wrong = adminProblem(admin);
	if (wrong) throw new SetupError(`${wrong} Tidak ada yang diubah.`);
	const database = await openDatabase(read.config, createLog('error'), { leaveRunning: true });
	try {
		await migrate(database.sql);
		await createAdmin(database.sql, admin);
	} finally {
		await database.close();
	}
	process.stdout.write(`Akun admin "${admin.username}" sudah dibuat. Silakan masuk di halaman Rembug.\n`);
}

if (import.meta.main) {
	try {
		await run();
	} catch (error) {
		process.stderr.write(`${error instanceof SetupError ? error.message : String(error)}\n`);
		process.exitCode = 1;
	}
}
