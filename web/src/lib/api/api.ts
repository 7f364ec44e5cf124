/** Calls to `/api`: JSON in, JSON out, failures as one kind of error whose message can be shown as it is. */
import { redirect } from '@sveltejs/kit';
import type { ApiError, SessionAnswer } from '@rembug/shared/api/api-types.ts';
import type { PlanProblem } from '@rembug/shared/renja/plan-problems.ts';
import { networkMessage } from '#lib/errors/messages.ts';

export class ApiFailure extends Error {
	/** 0 when the server was not reached. */
	status: number;
	code: string;
	/** Name of the entry that is wrong, when the server names one. */
	field: string | undefined;
	/** What stands against a plan file. */
	problems: PlanProblem[];

	constructor(status: number, code: string, message: string, more: Pick<ApiError['error'], 'field' | 'problems'> = {}) {
		super(message);
		this.status = status;
		this.code = code;
		this.field = more.field;
		this.problems = more.problems ?? [];
	}
}

async function call(path: string, init: RequestInit, fetcher: typeof fetch): Promise<Response> {
	let response: Response;
	try {
		response = await fetcher(path, { credentials: 'same-origin', ...init });
	} catch {
		throw new ApiFailure(0, 'network', networkMessage);
	}
	if (response.ok) return response;
	const body = (await response.json().catch(() => null)) as ApiError | null;
	if (body?.error) throw new ApiFailure(response.status, body.error.code, body.error.message, body.error);
	throw new ApiFailure(response.status, 'unknown', networkMessage);
}

export async function getJson<T>(path: string, fetcher: typeof fetch = fetch): Promise<T> {
	const response = await call(path, { headers: { accept: 'application/json' } }, fetcher);
	return (await response.json()) as T;
}

/** A file with the name that the server gives it. */
export async function getFile(path: string): Promise<{ content: Blob; name: string }> {
	const response = await call(path, {}, fetch);
	const [, name] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
	return { content: await response.blob(), name: name ?? 'unduhan' };
}

/** Sends JSON; the answer's body, or null when there is none. */
export async function sendJson<T = null>(method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown = {}): Promise<T> {
	const response = await call(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }, fetch);
	return (response.status === 204 ? null : await response.json().catch(() => null)) as T;
}

/** Sends a file as it is; the server looks at its bytes. */
export async function sendFile<T>(path: string, content: Blob): Promise<T> {
	const response = await call(path, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: content }, fetch);
	return (await response.json()) as T;
}

const ownPasswordPage = '/kata-sandi';

/**
 * Who is signed in; without a session the browser goes to the sign-in page and comes back to `path` afterwards. Whoever still has a
 * password from the admin is sent to choose an own one.
 */
export async function requireSession(fetcher: typeof fetch, path: string): Promise<SessionAnswer> {
	try {
		const session = await getJson<SessionAnswer>('/api/session', fetcher);
		if (session.mustChangePassword && path !== ownPasswordPage) redirect(307, `${ownPasswordPage}?kembali=${encodeURIComponent(path)}`);
		return session;
	} catch (failure) {
		if (failure instanceof ApiFailure && failure.status === 401) redirect(307, `/masuk?kembali=${encodeURIComponent(path)}`);
		throw failure;
	}
}
