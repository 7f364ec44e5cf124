import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

const serverPort = process.env.REMBUG_SERVER_PORT ?? '3000';
const server = `http://127.0.0.1:${serverPort}`;

export default defineConfig({
	plugins: [
		sveltekit({
			adapter: adapter(),
			csp: {
				mode: 'hash',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					// Row positions and column widths are inline styles.
					'style-src': ['self', 'unsafe-inline'],
					'img-src': ['self', 'data:'],
					'connect-src': ['self'],
					'object-src': ['none'],
					'base-uri': ['self'],
					'form-action': ['self'],
					'frame-ancestors': ['none']
				}
			}
		})
	],
	resolve: {
		// Two copies of yjs in one page break its instanceof checks.
		dedupe: ['yjs', 'lib0', 'y-protocols', 'y-websocket', 'y-indexeddb']
	},
	server: {
		proxy: {
			'/healthz': { target: server, changeOrigin: false },
			'/api': { target: server, changeOrigin: false },
			'/sync': { target: server, changeOrigin: false, ws: true }
		}
	}
});
