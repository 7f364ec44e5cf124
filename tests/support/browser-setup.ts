/** Launches one browser for a whole run of the browser tests. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { BrowserServer } from 'playwright-core';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Where tests connect to the browser of this run. */
		browserEndpoint: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	if (!existsSync(fileURLToPath(new URL('../../web/build/handler.js', import.meta.url)))) {
		throw new Error('Halaman belum dibangun. Jalankan pengujian peramban lewat "npm test", yang membangunnya lebih dulu.');
	}
	const { server, close } = await launchBrowser();
	project.provide('browserEndpoint', server.wsEndpoint());
	return close;
}

/** The Chromium that comes with the packages (Linux x64), else CHROME_PATH or an installed Chrome. */
export async function launchBrowser(): Promise<{ server: BrowserServer; close(): Promise<void> }> {
	const own = process.env.CHROME_PATH;
	if (own) return plain(await chromium.launchServer({ executablePath: own, args: ['--no-sandbox'] }));
	if (process.platform !== 'linux' || process.arch !== 'x64') {
		const server = await chromium.launchServer({ channel: 'chrome' }).catch((cause: unknown) => {
			throw new Error('Chrome tidak ditemukan. Pasang Google Chrome, atau isi CHROME_PATH dengan letak program Chrome/Chromium.', {
				cause
			});
		});
		return plain(server);
	}
	// A folder of its own: the package would use any chromium, of any version, that it finds in the temp folder.
	const folder = await mkdtemp(join(tmpdir(), 'rembug-browser-'));
	const before = { TMPDIR: process.env.TMPDIR, AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV };
	const environment = { ...process.env };
	process.env.TMPDIR = folder;
	// Makes the package unpack its own shared libraries, so that nothing need be installed.
	process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs24.x';
	try {
		const { default: packed } = await import('@sparticuz/chromium');
		const executablePath = await packed.executablePath();
		// The package's own settings look for the fonts in /tmp/fonts; without any font no text is painted.
		const fonts = join(folder, 'fonts.conf');
		await writeFile(
			fonts,
			`<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>`
		);
		const server = await chromium.launchServer({
			executablePath,
			args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'],
			env: { ...environment, TMPDIR: folder, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: fonts }
		});
		return {
			server,
			close: async () => {
				await server.close();
				await rm(folder, { recursive: true, force: true });
			}
		};
	} finally {
		for (const [name, value] of Object.entries(before)) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	}
}

function plain(server: BrowserServer): { server: BrowserServer; close(): Promise<void> } {
	return { server, close: () => server.close() };
}
