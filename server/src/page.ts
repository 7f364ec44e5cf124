/** The page as `npm start` built it, handed out by SvelteKit's own handler. */
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath, pathToFileURL } from 'node:url';

type KitHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const built = fileURLToPath(new URL('../../web/build/handler.js', import.meta.url));

/** Answers requests for the page; null when it was not built (development, tests of the server alone). */
export async function loadPage(): Promise<((request: IncomingMessage, response: ServerResponse) => void) | null> {
	if (!existsSync(built)) return null;
	// The handler takes https for granted unless this header, which it reads once when loaded, says otherwise.
	process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
	const { handler } = (await import(pathToFileURL(built).href)) as { handler: KitHandler };
	return (request, response) => {
		request.headers['x-forwarded-proto'] ??= 'http';
		handler(request, response, () => noPage(request, response));
	};
}

/** Where there is no page. */
export function noPage(_request: IncomingMessage, response: ServerResponse): void {
	response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
	response.end('Halaman belum dibangun di sini. Jalankan "npm start", atau "npm run dev" saat mengembangkan.\n');
}
