/** For tests: an office with a plan in a fresh database, and the people who decide about it. */
import * as Y from 'yjs';
import type { Actor, Grant, Role } from '@rembug/shared/access/access.ts';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import type { Sql } from '../database/connect.ts';
import type { Deps } from '../deps.ts';
import { createLog } from '../log.ts';
import { hashPassword } from '../people/passwords.ts';
import { insertAccount, insertGrant, insertPerangkatDaerah, insertUnit } from '../people/people-queries.ts';
import type { SignedIn } from '../people/sessions.ts';
import { createSignInLimit } from '../people/sign-in-limit.ts';
import { appendUpdate, insertRenja } from './approval-fixture-queries.ts';
import { storedRows } from './snapshot-queries.ts';

export const password = 'sandi-untuk-uji';
export const perangkatDaerahId = 'pd';
export const renjaId = 'r';
export const documentId = 'r-plan';

const plan = samplePlan(60);

export type ApprovalDeps = Pick<Deps, 'sql' | 'rooms' | 'log' | 'signInLimit'>;

export interface Office {
	deps: ApprovalDeps;
	/** Renja ids that rooms were told about, in order. */
	told: string[];
	perencana: Actor;
	kepala: SignedIn;
	/** Appends one change of an amount as the commit of edits does; false: the document is frozen. */
	appendEdit(pagu: number): Promise<boolean>;
}

export async function openOffice(sql: Sql): Promise<Office> {
	await insertPerangkatDaerah(sql, { id: perangkatDaerahId, nama: 'Dinas Contoh', daerah: 'Kabupaten Contoh' });
	await insertUnit(sql, perangkatDaerahId, { id: 'sekretariat', nama: 'Sekretariat', singkatan: 'Set', jenis: 'sekretariat' }, 0);
	const passwordHash = await hashPassword(password);
	const person = async (id: string, role: Role): Promise<Actor> => {
		const grant: Grant = { role, perangkatDaerahId, unitId: null };
		await insertAccount(sql, { id, username: id, nama: id, passwordHash });
		await insertGrant(sql, id, grant);
		return { id, nama: id, grants: [grant] };
	};
	const perencana = await person('perencana', 'perencana');
	const kepala = await person('kepala', 'kepala_dinas');
	await insertRenja(sql, { id: renjaId, perangkatDaerahId, documentId, state: Y.encodeStateAsUpdate(buildPlanDoc(plan)) });

	const told: string[] = [];
	const rooms = { pause: async () => () => undefined, stageChanged: async (id: string) => void told.push(id) } as unknown as Deps['rooms'];
	const deps = { sql, rooms, log: createLog('silent'), signInLimit: createSignInLimit({ perAccount: 5, perAddress: 50 }) };
	return {
		deps,
		told,
		perencana,
		kepala: { sessionId: 's', actor: kepala, username: 'kepala', color: '#000', demo: false, mustChangePassword: false },
		appendEdit: (pagu) => appendEdit(sql, pagu)
	};
}

async function appendEdit(sql: Sql, pagu: number): Promise<boolean> {
	const doc = new Y.Doc();
	for (const row of await storedRows(sql, documentId, 0)) Y.applyUpdate(doc, row.bytes);
	const before = Y.encodeStateVector(doc);
	const sub = plan.nodes.find((node) => node.level === 'subkegiatan') as NodeValue;
	const result = applyEdit(doc, { edit: 'setAmount', args: { id: sub.id, field: 'pagu', value: pagu } });
	if (!result.ok) throw new Error(result.problem);
	return appendUpdate(sql, documentId, Y.encodeStateAsUpdate(doc, before));
}
