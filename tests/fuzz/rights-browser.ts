/** A browser at an office of the fuzz of rights: the code of the real page, in the name of one account, on a line that can be cut. */
import WebSocket from 'ws';
import { openDiscussionSession, type DiscussionSession } from '../../web/src/lib/sync/discussion-session.svelte.ts';
import { openForumSession, type ForumSession } from '../../web/src/lib/sync/forum-session.svelte.ts';
import type { PlanSession } from '../../web/src/lib/sync/plan-session-types.ts';
import { openPlanSession } from '../../web/src/lib/sync/plan-session.svelte.ts';
import type { Door, RightsOffice } from './rights-office.ts';

export interface Browser {
	accountId: string;
	/** False: what is connected is cut, and nothing else gets through. */
	whole: boolean;
	cut(): void;
	openPlan(renjaId: string, generation: string): PlanSession;
	openForum(renjaId: string, generation: string): ForumSession;
	openDiscussion(renjaId: string, generation: string): DiscussionSession;
}

/** So long our client waits for an answer here; the page waits longer. */
const patienceMs = 500;
/** A port that nobody listens on. */
const nowhere = 'ws://127.0.0.1:9';

export function openBrowser(office: RightsOffice, accountId: string, door: Door): Browser {
	const sockets = new Set<WebSocket>();
	let whole = true;

	const OfficeSocket = class extends WebSocket {
		constructor(address: string | URL) {
			super(whole ? address : nowhere, { headers: { cookie: accountId } });
			sockets.add(this);
			this.on('error', () => undefined);
			this.on('close', () => sockets.delete(this));
		}
	} as unknown as typeof globalThis.WebSocket;

	async function ask(address: string, generation: string): Promise<Response> {
		if (!whole || !door.isUp) throw new TypeError('no network');
		const { pathname } = new URL(address);
		if (pathname === '/healthz') return Response.json({ status: 'ok' });
		if (pathname === '/api/session') return Response.json({ user: { id: accountId } });
		const [, , , renjaId = '', of] = pathname.split('/');
		const isSeen = of === 'forum' ? office.opensForum(accountId, renjaId) : office.seesPlans(accountId);
		return isSeen ? Response.json({ generation }) : Response.json({}, { status: 404 });
	}

	const optionsFor = (renjaId: string, generation: string) => ({
		...{ renjaId, generation, patienceMs },
		userId: accountId,
		baseUrl: door.url,
		WebSocketPolyfill: OfficeSocket,
		fetch: (input: Parameters<typeof fetch>[0]) => ask(String(input), generation)
	});

	const browser: Browser = {
		accountId,
		get whole() {
			return whole;
		},
		set whole(now) {
			whole = now;
			if (!now) browser.cut();
		},
		cut() {
			for (const socket of [...sockets]) socket.terminate();
		},
		openPlan: (renjaId, generation) => openPlanSession(optionsFor(renjaId, generation)),
		openForum: (renjaId, generation) => openForumSession(optionsFor(renjaId, generation)),
		openDiscussion: (renjaId, generation) => openDiscussionSession(optionsFor(renjaId, generation))
	};
	return browser;
}
