/** Makes a fresh clone ready: checks this machine and installs the packages when they are not the ones of the lockfile. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { requireProjectWritable } from './lib/access.mjs';
import { hasPackagedNode, ourNode, requireNode } from './lib/our-node.mjs';
import { PROJECT, at, fail, say, sayWhileWaiting } from './lib/project.mjs';
import { runQuietly } from './lib/run.mjs';

const PNPM = 'pnpm@12.21.0';
const STAMP = at('node_modules', '.rembug-install');
const DECIDES_PACKAGES = [
	'pnpm-lock.yaml',
	'pnpm-workspace.yaml',
	'package.json',
	'web/package.json',
	'server/package.json',
	'shared/package.json'
];
const PROGRESS_MS = 2000;

const CAUSES = [
	{
		sign: /EACCES|EPERM|EROFS/,
		line: `Tidak ada izin menulis saat memasang paket. Pastikan folder ${PROJECT} dan folder cache npm (~/.npm) milik pengguna ini, lalu ulangi.`
	},
	{ sign: /ENOSPC/, line: 'Ruang disk habis saat memasang paket. Sediakan sekitar 2 GB lalu ulangi.' },
	{
		sign: /OUTDATED_LOCKFILE|ERR_PNPM_LOCKFILE/,
		line: 'pnpm-lock.yaml tidak sesuai dengan package.json. Ambil ulang keduanya dari git, atau jalankan: npx pnpm@12.21.0 install'
	},
	{
		sign: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_PNPM_META_FETCH_FAIL|ERR_PNPM_FETCH|network|socket hang up/i,
		line: 'Registri npm tidak terjangkau. Periksa sambungan internet atau setelan proxy npm (npm config get registry), lalu ulangi.'
	}
];

/** Checks, installs what is missing, and returns the path of the Node to run things with. Ends the process with one line when it cannot. */
export async function bootstrap() {
	requireNode();
	if (!isInstalled()) await install();
	return ourNode();
}

function isInstalled() {
	const nodeIsThere = !hasPackagedNode() || existsSync(at('node_modules', '.bin', 'node'));
	return nodeIsThere && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint();
}

function fingerprint() {
	const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
	for (const file of DECIDES_PACKAGES) hash.update('\0').update(readFileSync(at(file)));
	return hash.digest('hex');
}

async function install() {
	requireProjectWritable();
	say('memasang paket (sekali saja, biasanya di bawah satu menit)…');
	const began = Date.now();
	const quiet = sayWhileWaiting('masih memasang paket…');
	let shown = 0;
	const { code, output } = await runQuietly('npx', ['--yes', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'], {
		// npm's own patience with a dead network is more than a minute; NODE_ENV=production would leave out the tools.
		env: { NODE_ENV: '', npm_config_fetch_retry_maxtimeout: '15000', npm_config_update_notifier: 'false' },
		shell: process.platform === 'win32',
		onLine: (line) => {
			const progress = /resolved (\d+), reused (\d+), downloaded (\d+), added (\d+)/.exec(line);
			if (!progress || Date.now() - shown < PROGRESS_MS) return;
			shown = Date.now();
			const [, resolved, reused, downloaded, added] = progress;
			say(`  ${added} dari ${resolved} paket terpasang (${downloaded} diunduh, ${reused} dari cache)`);
		}
	}).catch((error) => {
		if (error.code === 'ENOENT') fail('npx tidak ditemukan. Pasang npm bersama Node.js (di Debian/Ubuntu: apt install npm), lalu ulangi.');
		throw error;
	});
	quiet();
	if (code !== 0) {
		const cause = CAUSES.find(({ sign }) => sign.test(output));
		if (!cause) console.error(output.split('\n').slice(-15).join('\n'));
		fail(cause?.line ?? 'Paket tidak dapat dipasang; pesan pnpm tertulis di atas.');
	}
	writeFileSync(STAMP, fingerprint());
	say(`paket terpasang (${Math.round((Date.now() - began) / 1000)} dtk).`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	await bootstrap();
	say('siap.');
}
