/** How a big screen without an account reaches the server: with the token of its link, which stands in no address. */
import type { ScreenAnswer } from '@rembug/shared/api/forum-guest-types.ts';
import { screenProtocol } from '@rembug/shared/sync/part-names.ts';
import { getJson } from '#lib/api/api.ts';
import type { SessionOptions } from '#lib/sync/session-types.ts';

const path = '/api/layar';

function withToken(token: string): typeof fetch {
	return (address, init) => fetch(address, { ...init, credentials: 'omit', headers: { authorization: `Bearer ${token}` } });
}

/** What the link opens. Throws an ApiFailure: screen.over when it does not hold any more. */
export function openScreen(token: string): Promise<ScreenAnswer> {
	return getJson<ScreenAnswer>(path, withToken(token));
}

export function screenLine(token: string): Required<Pick<SessionOptions, 'WebSocketPolyfill' | 'fetch'>> {
	const ask = withToken(token);
	return {
		WebSocketPolyfill: class extends WebSocket {
			constructor(address: string | URL) {
				super(address, [screenProtocol, token]);
			}
		},
		// Whether the account or the forum is still there is one question for a screen: does its link hold?
		fetch: (address) => ask(new URL(String(address)).pathname === '/healthz' ? address : path)
	};
}
