/** The list of kecamatan and desa of an office: kept by the admin, offered to whoever reads its Renja or enters usulan. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Actor } from '@rembug/shared/access/access.ts';
import { kecamatanIn, readWilayah, type Kecamatan, type WilayahProblem } from '@rembug/shared/usulan/wilayah.ts';
import { wilayahProblems } from '@rembug/shared/usulan/wilayah-words.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { changePeople } from '../people/admin-organisation.ts';
import { findPerangkatDaerah } from '../people/admin-queries.ts';
import { requireAdmin, requireSession, type AppEnv } from '../people/require-session.ts';
import { readJson } from '../read-json.ts';
import { openRenja } from './open-usulan.ts';
import { accountsOfKecamatan, replaceWilayah, wilayahOf } from './wilayah-queries.ts';

const body = z.object({ text: z.string('wilayah.invalid') });

export function wilayahRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.put('/api/admin/perangkat-daerah/:id/wilayah', session, requireAdmin, async (c) => {
			const reading = readWilayah((await readJson(c, body)).text);
			if (!reading.ok) throw problem('wilayah.invalid', detailOf(reading.problems));
			await setWilayah(deps, c.get('signedIn').actor, c.req.param('id'), reading.wilayah);
			return c.body(null, 204);
		})
		.get('/api/renja/:id/wilayah', session, async (c) => {
			const renja = await openRenja(deps, c.get('signedIn').actor, c.req.param('id'));
			return c.json(await wilayahOf(deps.sql, renja.perangkatDaerahId));
		});
}

function detailOf([first]: readonly WilayahProblem[]): string {
	return first ? `Baris ${first.row}: ${wilayahProblems[first.problem](first.given)}` : '';
}

/** An empty list takes it away. Throws perangkatDaerah.notFound, wilayah.inUse. */
function setWilayah(deps: Pick<Deps, 'sql'>, actor: Actor, perangkatDaerahId: string, wilayah: Kecamatan[]): Promise<void> {
	return changePeople(deps, async (tx) => {
		const place = await findPerangkatDaerah(tx, perangkatDaerahId);
		if (!place) throw problem('perangkatDaerah.notFound');
		const unlisted = (await accountsOfKecamatan(tx, perangkatDaerahId)).filter((one) => !kecamatanIn(wilayah, one.kecamatan));
		if (wilayah.length > 0 && unlisted.length > 0) {
			const named = unlisted.map(({ username, kecamatan }) => `${kecamatan} (akun ${username})`);
			throw problem('wilayah.inUse', `Belum ada dalam daftar: ${named.join(', ')}.`);
		}
		await replaceWilayah(tx, perangkatDaerahId, wilayah);
		const detail = {
			perangkatDaerah: place.nama,
			kecamatan: wilayah.length,
			desa: wilayah.reduce((count, { desa }) => count + desa.length, 0)
		};
		await recordAudit(tx, { action: 'wilayah.changed', accountId: actor.id, perangkatDaerahId, detail });
	});
}
