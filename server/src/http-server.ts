/** One port for everything: `/api` and `/healthz` to the REST routes, the rest to the page. Answers 503 until both are there. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { errorBody, problem } from './errors.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface HttpServer {
	server: Server;
	/** Port that is listened on. */
	port: number;
	/** From now on requests are answered. */
	open(api: Handler, page: Handler): void;
	/** Stops accepting and ends what still hangs on. */
	close(): Promise<void>;
}

/** Listens at once, so that a taken port is known before anything else is touched. Rejects with the error of `listen`. */
export async function listen(port: number, host: string): Promise<HttpServer> {
	let api: Handler = starting;
	let page: Handler = starting;
	const server = createServer((request, response) => {
		response.setHeader('x-content-type-options', 'nosniff');
		response.setHeader('referrer-policy', 'same-origin');
		response.setHeader('x-frame-options', 'DENY');
		response.setHeader('cross-origin-opener-policy', 'same-origin');
		const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
		const handler = path === '/healthz' || path === '/api' || path.startsWith('/api/') ? api : page;
		handler(request, response);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			resolve();
		});
	});
	const address = server.address();
	return {
		server,
		port: typeof address === 'object' && address ? address.port : port,
		open(openedApi, openedPage) {
			api = openedApi;
			page = openedPage;
		},
		async close() {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			const patience = setTimeout(() => server.closeAllConnections(), 3000);
			server.closeIdleConnections();
			await closed;
			clearTimeout(patience);
		}
	};
}

function starting(_request: IncomingMessage, response: ServerResponse): void {
	response.writeHead(503, { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1' });
	response.end(JSON.stringify(errorBody(problem('server.starting'))));
}
