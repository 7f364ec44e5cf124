/** Where may I make a Renja, and making it. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { CreatedRenja } from '@rembug/shared/api/api-types.ts';
import { bidangUrusanPattern } from '@rembug/shared/renja/empty-plan.ts';
import type { Deps } from '../deps.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { readJson } from '../read-json.ts';
import { makeRenja, renjaPlaces } from './new-renja.ts';

const name = {
	perangkatDaerahId: z.string().max(100),
	tahun: z.int('renja.tahun').min(2000, 'renja.tahun').max(2200, 'renja.tahun'),
	jenis: z.enum(['murni', 'perubahan']),
	judul: z
		.string('renja.judul')
		.trim()
		.min(1, 'renja.judul')
		.max(1000, 'renja.judul')
		.refine((text) => !/\p{Cc}/u.test(text), 'renja.judul')
};
const bidangUrusan = z.object({
	kode: z.string('renja.kode').trim().regex(bidangUrusanPattern, 'renja.kode'),
	uraian: z.string().trim().max(1000).default('')
});
const body = z.discriminatedUnion('from', [
	z.object({ from: z.literal('empty'), ...name, bidangUrusan: z.array(bidangUrusan).min(1, 'renja.kode').max(20) }),
	z.object({ from: z.literal('json'), ...name, plan: z.unknown().optional() }),
	z.object({ from: z.literal('copy'), ...name, sourceId: z.string().max(100), carryForward: z.boolean() }),
	z.object({ from: z.literal('snapshot'), ...name, snapshotId: z.string().max(100) })
]);

export function newRenjaRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/renja-places', session, async (c) => c.json(await renjaPlaces(deps, c.get('signedIn').actor)))
		.post('/api/renja', session, async (c) => {
			const answer: CreatedRenja = { id: await makeRenja(deps, c.get('signedIn'), await readJson(c, body)) };
			return c.json(answer, 201);
		});
}
