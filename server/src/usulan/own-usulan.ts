/** What an account of a kecamatan sees: where it may bring usulan to, and the usulan of its kecamatan, with what became of them. */
import type { Actor } from '@rembug/shared/access/access.ts';
import { isOfOwnKecamatan, kecamatanOf, mayStillChange } from '@rembug/shared/access/usulan-rights.ts';
import type { OwnUsulanAnswer } from '@rembug/shared/api/usulan-types.ts';
import { isOnAgenda } from '@rembug/shared/forum/forum-document.ts';
import { compareUsulan, readUsulan } from '@rembug/shared/forum/forum-value.ts';
import type { UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import type { UsulanInput } from '@rembug/shared/usulan/usulan-input.ts';
import { isPlanFrozen } from '@rembug/shared/renja/stages.ts';
import type { Deps } from '../deps.ts';
import { renjaOf } from '../renja/renja-queries.ts';
import { enteredByMany, receiptsOf } from './usulan-queries.ts';

/** Newest Renja first. */
export async function ownUsulan({ sql, rooms }: Pick<Deps, 'sql' | 'rooms'>, actor: Actor): Promise<OwnUsulanAnswer> {
	const perangkatDaerahIds = actor.grants.flatMap((grant) => (grant.role === 'kecamatan' ? (grant.perangkatDaerahId ?? []) : []));
	const answer: OwnUsulanAnswer = { renja: [] };
	for (const renja of await renjaOf(sql, perangkatDaerahIds)) {
		const [kecamatan] = kecamatanOf(actor, renja);
		if (kecamatan === undefined) continue;
		const { own, settled } = await rooms.read(renja.forumId, (doc) => {
			const shown = readUsulan(doc).filter((one) => !one.removed && isOfOwnKecamatan(actor, renja, one));
			const begun = shown.filter(({ id, status }) => !mayStillChange({ status, isOnAgenda: isOnAgenda(doc, id) }));
			return { own: shown, settled: new Set(begun.map(({ id }) => id)) };
		});
		const ids = own.map(({ id }) => id);
		const [receipts, mine] = await Promise.all([receiptsOf(sql, renja.id, ids), enteredByMany(sql, renja.forumId, actor.id, ids)]);
		const codes = new Map(receipts.map(({ usulanId, code }) => [usulanId, code]));
		const isOpen = !renja.forumFrozen && !isPlanFrozen(renja.stage);
		const { id, tahun, jenis, judul, perangkatDaerah } = renja;
		answer.renja.push({
			...{ id, tahun, jenis, judul, perangkatDaerah, kecamatan },
			isOpen,
			usulan: own.sort(compareUsulan).map((one) => ({
				...contentOf(one),
				...{ status: one.status, alasan: one.alasan ?? null, code: codes.get(one.id) ?? null, isMine: mine.has(one.id) },
				mayChange: isOpen && mine.has(one.id) && !settled.has(one.id)
			}))
		});
	}
	return answer;
}

/** What the kecamatan wrote, and not what a bidang said of it. */
function contentOf(value: UsulanValue): UsulanInput & { id: string } {
	const { id, asal, usulan, pengusulUnit, kecamatan, desa, urusan, permasalahan, volume, satuan, biaya, catatan } = value;
	return { id, asal, usulan, ...defined({ pengusulUnit, kecamatan, desa, urusan, permasalahan, volume, satuan, biaya, catatan }) };
}

function defined<T extends object>(entries: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
	return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
		[K in keyof T]?: Exclude<T[K], undefined>;
	};
}
