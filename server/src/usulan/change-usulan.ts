/**
 * What a kecamatan does afterwards to a usulan that it entered: change it, or withdraw it. Both are edits of the forum's document in its
 * name, through the gate, so that the history tells who changed what; both end where the forum has begun with it.
 */
import * as Y from 'yjs';
import type { Actor } from '@rembug/shared/access/access.ts';
import { isOfOwnKecamatan, mayStillChange } from '@rembug/shared/access/usulan-rights.ts';
import { isOnAgenda } from '@rembug/shared/forum/forum-document.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { UsulanChange, UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { isPlanFrozen } from '@rembug/shared/renja/stages.ts';
import type { UsulanInput } from '@rembug/shared/usulan/usulan-input.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { findRenja, type Renja } from '../renja/renja-queries.ts';
import { usulanIn } from './usulan-in.ts';
import { enteredBy, removePersons } from './usulan-queries.ts';

const fields = ['asal', 'usulan', 'pengusulUnit', 'desa', 'urusan', 'permasalahan', 'volume', 'satuan', 'biaya'] as const;

/** Sets what the form says; what it leaves empty is emptied. Throws usulan.notFound, usulan.closed, usulan.settled, usulan.refused. */
export async function changeOwnUsulan(deps: Deps, actor: Actor, renjaId: string, usulanId: string, input: UsulanInput): Promise<void> {
	const { renja, usulan } = await ownUsulanOf(deps, actor, renjaId, usulanId);
	const changes = fields
		.map((field): UsulanChange => ({ id: usulanId, field, value: input[field] ?? null }))
		.filter(({ field, value }) => (usulan[field] ?? null) !== value);
	if (changes.length > 0) await write(deps, actor, renja, changes);
}

/** Takes it off the list, and deletes the personal data, which are of no more use. Done already: nothing happens. */
export async function withdrawUsulan(deps: Deps, actor: Actor, renjaId: string, usulanId: string): Promise<void> {
	const { renja, usulan } = await ownUsulanOf(deps, actor, renjaId, usulanId);
	if (!usulan.removed) await write(deps, actor, renja, [{ id: usulanId, field: 'removed', value: true }]);
	await removePersons(deps.sql, renja.id, [usulanId]);
}

/** A usulan that this account entered for its kecamatan, while the forum has not begun with it. */
async function ownUsulanOf(deps: Deps, actor: Actor, renjaId: string, usulanId: string): Promise<{ renja: Renja; usulan: UsulanValue }> {
	const renja = await findRenja(deps.sql, renjaId);
	if (!renja) throw problem('usulan.notFound');
	const found = await deps.rooms.read(renja.forumId, (doc) => {
		const usulan = usulanIn(doc, usulanId);
		return usulan && { usulan, onAgenda: isOnAgenda(doc, usulanId) };
	});
	if (!found || !isOfOwnKecamatan(actor, renja, found.usulan)) throw problem('usulan.notFound');
	if ((await enteredBy(deps.sql, renja.forumId, usulanId)) !== actor.id) throw problem('grant.missing');
	if (isPlanFrozen(renja.stage) || renja.forumFrozen) throw problem('usulan.closed');
	if (!mayStillChange({ status: found.usulan.status, isOnAgenda: found.onAgenda })) throw problem('usulan.settled');
	return { renja, usulan: found.usulan };
}

/** As an update that builds on the document as it stands; made on a copy, which such a rare change can afford. */
async function write({ rooms }: Pick<Deps, 'rooms'>, actor: Actor, renja: Renja, changes: UsulanChange[]): Promise<void> {
	const copy = new Y.Doc();
	Y.applyUpdate(copy, await rooms.read(renja.forumId, (doc) => Y.encodeStateAsUpdate(doc)));
	const before = Y.encodeStateVector(copy);
	const edited = applyForumEdit(copy, { edit: 'setUsulan', args: { changes } });
	const update = Y.encodeStateAsUpdate(copy, before);
	copy.destroy();
	if (!edited.ok) throw problem('usulan.refused');
	const written = await rooms.append(renja.forumId, actor, [update]);
	if (written.ok) return;
	if (written.reason === 'frozen') throw problem('usulan.closed');
	// Put on an agenda or decided between reading and writing.
	throw problem(written.reason === 'forbidden' ? 'usulan.settled' : 'usulan.refused');
}
