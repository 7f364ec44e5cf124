/** The JSON body or the query of a request, checked; or 400 with the place that is wrong. A check whose message is a problem's code answers with that problem. */
import type { Context } from 'hono';
import type { z } from 'zod';
import { isProblemCode, problem } from './errors.ts';

export async function readJson<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
	let body: unknown;
	try {
		body = await c.req.json();
	} catch {
		throw problem('request.invalid', 'Isinya bukan JSON.');
	}
	return checked(schema, body);
}

/** The query of a request, checked alike. What is left empty counts as left out. */
export function readQuery<T>(c: Context, schema: z.ZodType<T>): T {
	return checked(schema, Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== '')));
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	if (issue && isProblemCode(issue.message)) throw problem(issue.message);
	const place = issue?.path.join('.');
	throw problem('request.invalid', place ? `Periksa isian "${place}".` : undefined);
}
