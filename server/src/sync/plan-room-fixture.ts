/** For tests: a room of part `plan` without Postgres or connections, and people of every role whose updates are judged by it. */
import type { Actor, Role } from '@rembug/shared/access/access.ts';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import * as Y from 'yjs';
import { admitUpdate, type Admission } from './admit-update.ts';
import { documentParts } from './document-parts.ts';
import { openRoots } from './read-update.ts';
import type { DocumentContext } from './sync-queries.ts';

export interface PlanRoom {
	doc: Y.Doc;
	context: DocumentContext;
	/** The document as a client in step with the room holds it. */
	clone(): Y.Doc;
	/** Judges bytes as they are; what is admitted is applied. */
	take(who: string, bytes: Uint8Array): Admission;
	/** What this person's client sends for a change that it makes in step with the room. */
	send(who: string, change: (doc: Y.Doc) => unknown): Admission;
}

const roles: Record<string, Role> = { perencana: 'perencana', verifikator: 'verifikator', kepala_dinas: 'kepala_dinas' };

/** Whoever has not the name of a role is staf of the unit of that name. */
export function planActor(who: string): Actor {
	const role = roles[who];
	return { id: who, nama: who, grants: [{ role: role ?? 'staf', perangkatDaerahId: 'pd', unitId: role ? null : who }] };
}

const sample = Y.encodeStateAsUpdate(buildPlanDoc(samplePlan(90)));

export function openPlanRoom(start: Uint8Array = sample): PlanRoom {
	const doc = openRoots(documentParts.plan.schema, new Y.Doc());
	Y.applyUpdate(doc, start);
	const owners = new Map<number, string>();
	const context: DocumentContext = {
		...{ renjaId: 'r', part: 'plan', perangkatDaerahId: 'pd', generation: 'g' },
		...{ stage: 'rancangan', frozen: false, lockedUnits: [], sealedSessions: [], units: [], rules: 0 }
	};

	const room: PlanRoom = {
		doc,
		context,
		clone() {
			const copy = new Y.Doc();
			Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
			return copy;
		},
		take(who, bytes) {
			const admission = admitUpdate(
				{
					...{ doc, context, part: documentParts.plan },
					accountOf: (client) => owners.get(client),
					isBound: (client) => owners.has(client),
					isProseNews: () => true,
					openConflicts: () => []
				},
				planActor(who),
				bytes
			);
			if (admission.kind === 'admitted') for (const client of admission.row.newClients) owners.set(client, who);
			return admission;
		},
		send(who, change) {
			const writer = room.clone();
			const before = Y.encodeStateVector(writer);
			writer.transact(() => change(writer));
			return room.take(who, Y.encodeStateAsUpdate(writer, before));
		}
	};
	return room;
}
