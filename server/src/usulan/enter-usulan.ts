/**
 * Usulan that come in through REST: out of a form, or many out of a table. They are written into the document through its room, in the
 * name of whoever entered them, so that gate, commit and history are those of any other edit. Personal data go to their own table, before
 * the document so that nothing of them is lost, and away again when the document did not take the usulan.
 */
import { encodeStateAsUpdate } from 'yjs';
import type { Actor } from '@rembug/shared/access/access.ts';
import { mayEnterUsulan, mayImportUsulan } from '@rembug/shared/access/usulan-rights.ts';
import type { EnteredUsulan } from '@rembug/shared/api/usulan-types.ts';
import { buildForumDoc } from '@rembug/shared/forum/forum-from-usulan.ts';
import { readUsulan } from '@rembug/shared/forum/forum-value.ts';
import { ordersBetween } from '@rembug/shared/renja/order.ts';
import { isPlanFrozen } from '@rembug/shared/renja/stages.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import type { UsulanPerson } from '@rembug/shared/usulan/usulan-candidate.ts';
import type { UsulanInput } from '@rembug/shared/usulan/usulan-input.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import type { Renja } from '../renja/renja-queries.ts';
import { newReceiptCode } from './receipt-codes.ts';
import { enteredBy, giveReceipts, removePersons, savePersons, type Receipt } from './usulan-queries.ts';

export interface NewUsulan {
	id: string;
	input: UsulanInput;
	person: UsulanPerson | null;
	/** Of the plan. */
	subkegiatan?: { id: string; nama: string } | undefined;
}

/** So many usulan are one update: each is about fifteen structs, and the gate takes no more than 5,000. */
const usulanPerUpdate = 250;

/**
 * Writes all of them or none; what is there already under the same id, by the same account, is not written again. Throws grant.missing,
 * usulan.taken, usulan.closed, usulan.refused, document.unavailable.
 */
export async function enterUsulan(
	deps: Pick<Deps, 'sql' | 'rooms'>,
	actor: Actor,
	renja: Renja,
	usulan: readonly NewUsulan[]
): Promise<EnteredUsulan[]> {
	if (!usulan.every(({ input }) => mayEnterUsulan(actor, renja, input))) throw problem('grant.missing');
	// Planners may still complete a list while the plan is with the Kepala Dinas.
	if (isPlanFrozen(renja.stage) && !mayImportUsulan(actor, renja)) throw problem('usulan.closed');
	const { present, lastOrder } = await deps.rooms.read(renja.forumId, (doc) => {
		const all = readUsulan(doc);
		return {
			present: new Set(all.map(({ id }) => id)),
			lastOrder: all.map(({ order }) => order ?? '').reduce((a, b) => (a > b ? a : b), '')
		};
	});
	const known = usulan.filter(({ id }) => present.has(id));
	for (const { id } of known.slice(0, 1)) if ((await enteredBy(deps.sql, renja.forumId, id)) !== actor.id) throw problem('usulan.taken');
	const fresh = usulan.filter(({ id }) => !present.has(id));
	const persons = fresh.flatMap(({ id, person }) => (person ? [{ usulanId: id, ...person }] : []));

	const receipts = await deps.sql.begin(async (tx) => {
		await savePersons(tx, renja.id, actor.id, persons);
		return giveReceipts(
			tx,
			renja.id,
			actor.id,
			usulan.map(({ id }) => ({ usulanId: id, code: newReceiptCode() }))
		);
	});
	if (fresh.length > 0) {
		const written = await deps.rooms.append(renja.forumId, actor, updatesOf(fresh, lastOrder));
		if (!written.ok) {
			const there = await presentIn(deps, renja);
			await removePersons(
				deps.sql,
				renja.id,
				persons.map(({ usulanId }) => usulanId).filter((id) => !there.has(id))
			);
			// The same request sent twice at once: the other one was first, and what it wrote stays.
			const isEntered =
				fresh.every(({ id }) => there.has(id)) && (await enteredBy(deps.sql, renja.forumId, fresh[0]?.id ?? '')) === actor.id;
			if (isEntered) return withCodes(usulan, receipts);
			if (written.reason === 'frozen') throw problem('usulan.closed');
			throw problem(written.reason === 'forbidden' ? 'grant.missing' : 'usulan.refused');
		}
	}
	return withCodes(usulan, receipts);
}

function withCodes(usulan: readonly NewUsulan[], receipts: readonly Receipt[]): EnteredUsulan[] {
	const codes = new Map(receipts.map(({ usulanId, code }) => [usulanId, code]));
	return usulan.map(({ id }) => ({ id, code: codes.get(id) as string }));
}

function presentIn({ rooms }: Pick<Deps, 'rooms'>, renja: Renja): Promise<Set<string>> {
	return rooms.read(renja.forumId, (doc) => new Set(readUsulan(doc).map(({ id }) => id)));
}

/** New maps need nothing of the document they go to, so they are made in an empty one. */
function updatesOf(usulan: readonly NewUsulan[], lastOrder: string): Uint8Array[] {
	const orders = ordersBetween(lastOrder, null, usulan.length);
	const content = usulan.map(({ id, input, subkegiatan }, index) => ({
		...{ id, ...input, order: orders[index] as string },
		...(subkegiatan ? { subkegiatan: subkegiatan.id, subkegiatanNama: subkegiatan.nama } : {})
	}));
	const updates: Uint8Array[] = [];
	for (let from = 0; from < content.length; from += usulanPerUpdate) {
		const doc = buildForumDoc(content.slice(from, from + usulanPerUpdate));
		updates.push(encodeStateAsUpdate(doc));
		doc.destroy();
	}
	return updates;
}

/** Names of sub kegiatan, as far as only one bears them, with their ids. */
export async function subkegiatanByName({ rooms }: Pick<Deps, 'rooms'>, renja: Renja): Promise<(name: string) => NewUsulan['subkegiatan']> {
	const letters = (name: string): string => name.toLowerCase().replace(/[^\p{L}\d]/gu, '');
	const found = new Map<string, { id: string; nama: string } | null>();
	for (const { id, level, uraian, removed } of (await rooms.read(renja.documentId, readRenja)).nodes) {
		if (level !== 'subkegiatan' || removed || !uraian) continue;
		const name = letters(uraian);
		found.set(name, found.has(name) ? null : { id, nama: uraian });
	}
	return (name) => found.get(letters(name)) ?? undefined;
}

export async function recordImport(
	{ sql }: Pick<Deps, 'sql'>,
	actor: Actor,
	renja: Renja,
	detail: { importId: string; count: number; persons: number }
): Promise<void> {
	await recordAudit(sql, { action: 'usulan.imported', accountId: actor.id, renjaId: renja.id, detail });
}
