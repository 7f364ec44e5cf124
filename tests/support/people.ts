/** Signing in as a person, without a browser. */
export const DEMO_PASSWORD = 'rembug-demo';
export const DEMO_RENJA = 'demo-renja-2024';

export interface SignedIn {
	username: string;
	/** Value of a Cookie header. */
	cookie: string;
	/** A REST call of this person; a body is sent as JSON. */
	call(method: string, path: string, body?: unknown): Promise<Response>;
}

/** Signs in through POST /api/session; fails with the server's answer when that is not 204. */
export async function signIn(server: { url: string }, username: string, password = DEMO_PASSWORD): Promise<SignedIn> {
	const answer = await fetch(`${server.url}/api/session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: server.url },
		body: JSON.stringify({ username, password })
	});
	if (answer.status !== 204) throw new Error(`Sign-in of ${username}: ${answer.status} ${await answer.text()}`);
	const cookie = answer.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	return {
		username,
		cookie,
		call: (method, path, body) =>
			fetch(`${server.url}${path}`, {
				method,
				headers: { cookie, origin: server.url, 'content-type': 'application/json' },
				...(body === undefined ? {} : { body: JSON.stringify(body) })
			})
	};
}

/** Gives these demo accounts the role perencana beside their own, where a test is not about who may change which row. */
export async function makePlanners(server: { url: string }, usernames: readonly string[]): Promise<void> {
	const admin = await signIn(server, 'admin');
	for (const username of usernames) {
		const answer = await admin.call('POST', `/api/admin/accounts/demo-${username}/grants`, {
			role: 'perencana',
			perangkatDaerahId: 'demo-diskop-pasuruan'
		});
		if (!answer.ok) throw new Error(`A grant for ${username}: ${answer.status} ${await answer.text()}`);
	}
}
