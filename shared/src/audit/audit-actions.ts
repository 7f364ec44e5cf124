/**
 * What the audit can say: who signed in, who changed accounts, roles, units and stages, who decided, who took a table or a backup with
 * him. Changes to the content of a plan are not here: they stand in the history of each field. Rows are kept for ever, so a shape may
 * gain optional parts and lose none. Names stand in the rows as they were, because units and offices can be renamed and removed.
 */
import type { Role } from '../access/access.ts';
import type { Stage } from '../renja/stages.ts';

type Nothing = Record<never, never>;

/** Each action with what it says beside who, about whom, which Renja and when. No secret, no address of a person, no content of a plan. */
export interface AuditDetails {
	'session.started': Nothing;
	/** Without the name that was typed when no account has it: people type passwords in the wrong field. */
	'session.failed': { cause: 'password' | 'disabled' | 'demo' | 'unknown' };
	'session.ended': Nothing;
	'session.endedByAdmin': { count: number };
	'password.changed': Nothing;
	/** A wrong password of somebody who is signed in. */
	'password.failed': { at: 'change' | 'decision' };
	'password.reset': Nothing;
	'account.created': AccountName;
	'account.renamed': AccountName & { before?: string };
	'account.disabled': Nothing;
	'account.enabled': Nothing;
	'grant.added': GrantDetail;
	'grant.removed': GrantDetail;
	'perangkatDaerah.created': OfficeName;
	'perangkatDaerah.renamed': OfficeName & { before?: string };
	'perangkatDaerah.removed': Partial<OfficeName>;
	/** The list of kecamatan and desa was replaced; how many of each are in it now. */
	'wilayah.changed': { perangkatDaerah?: string; kecamatan: number; desa: number };
	'unit.created': UnitName;
	'unit.changed': UnitName & { before?: string };
	'unit.ordered': { perangkatDaerah?: string };
	'unit.removed': Partial<UnitName>;
	'renja.created': {
		from: 'empty' | 'json' | 'copy' | 'snapshot';
		rows: number;
		/** The Renja that was copied, or whose snapshot it began as. */
		sourceId?: string;
		snapshotId?: string;
		/** Of the snapshot. */
		number?: number;
	};
	'stage.changed': { from: Stage; to: Stage; reason: string; snapshotId: string | null };
	/** Days as `2026-11-22`; null: not set. */
	'stage.windowSet': { stage: Stage; startsOn: string | null; endsOn: string | null };
	'checklist.ticked': { stage: Stage; item: string; state: 'done' | 'notNeeded'; note: string; link: string };
	'checklist.cleared': { stage: Stage; item: string };
	/** What a unit fills in was locked for its staf, or opened again. */
	'unit.locked': { unitId: string; unit: string };
	'unit.unlocked': { unitId: string; unit: string };
	/** The Perkada that puts a Renja into force; reason: why it was corrected. */
	'penetapan.recorded': { nomor: string; tanggal: string; reason: string };
	'snapshot.approved': Decided;
	'snapshot.returned': Decided;
	/** A note of the Kepala Dinas on a row was followed up, or was not after all; kode as it stood in the snapshot. */
	'note.settled': { noteId: string; kode: string; note: string };
	'note.reopened': { noteId: string; kode: string; note: string };
	/** persons: of how many personal data were kept. */
	'usulan.imported': { importId: string; count: number; persons: number };
	/** To a later Renja, by its id and year. */
	'usulan.carried': { to: string; tahun: number; count: number };
	/** Somebody read, or wrote, the personal data of a proposer. */
	'usulan.personRead': { usulanId: string };
	'usulan.personWritten': { usulanId: string };
	'usulan.fileAdded': { usulanId: string; fileId: string; type: string; size: number };
	'usulan.fileRemoved': { usulanId: string; fileId: string; reason: string };
	/** A link that opens the big screen of a session without an account. */
	'screen.made': { sessionId: string };
	'screen.revoked': { sessionId: string };
	/** The names on the attendance list of a session of the forum: read, added to, taken off. Never the names. */
	'attendance.read': { sessionId: string };
	'attendance.added': { sessionId: string; count: number };
	'attendance.removed': { sessionId: string };
	'table.exported': { table: string; format: string; snapshotId: string | null; number?: number | null };
	'beritaAcara.sealed': { session: string; number: number; hash: string };
	'beritaAcara.exported': { session: string; format: string; isDraft: boolean };
	/** Written before the backup begins, so that it stands in the backup itself. */
	'backup.begun': Nothing;
	/** takenAt: ISO 8601, UTC. */
	'backup.restored': { takenAt: string };
}

interface Decided {
	snapshotId: string;
	hash: string;
	note: string;
	/** How many notes on rows belong to the decision. */
	rowNotes?: number;
}

interface AccountName {
	username: string;
	nama?: string;
}

interface GrantDetail {
	role: Role;
	perangkatDaerahId: string | null;
	unitId: string | null;
	perangkatDaerah?: string | null;
	unit?: string | null;
	kecamatan?: string;
	renjaId?: string;
	sessionId?: string;
	/** The title of that Renja. */
	renja?: string | null;
}

interface OfficeName {
	nama: string;
	daerah: string;
}

interface UnitName {
	nama: string;
	perangkatDaerah?: string;
}

export type AuditAction = keyof AuditDetails;

/** In which order kinds are offered as a filter. */
export const auditKinds = ['session', 'account', 'organisation', 'renja', 'stage', 'usulan', 'export', 'server'] as const;
export type AuditKind = (typeof auditKinds)[number];

/** What each action is about. */
export const kindOfAction: Record<AuditAction, AuditKind> = {
	'session.started': 'session',
	'session.failed': 'session',
	'session.ended': 'session',
	'session.endedByAdmin': 'session',
	'password.changed': 'account',
	'password.failed': 'account',
	'password.reset': 'account',
	'account.created': 'account',
	'account.renamed': 'account',
	'account.disabled': 'account',
	'account.enabled': 'account',
	'grant.added': 'account',
	'grant.removed': 'account',
	'perangkatDaerah.created': 'organisation',
	'perangkatDaerah.renamed': 'organisation',
	'perangkatDaerah.removed': 'organisation',
	'wilayah.changed': 'organisation',
	'unit.created': 'organisation',
	'unit.changed': 'organisation',
	'unit.ordered': 'organisation',
	'unit.removed': 'organisation',
	'renja.created': 'renja',
	'stage.changed': 'stage',
	'stage.windowSet': 'stage',
	'checklist.ticked': 'stage',
	'checklist.cleared': 'stage',
	'unit.locked': 'stage',
	'unit.unlocked': 'stage',
	'penetapan.recorded': 'stage',
	'snapshot.approved': 'stage',
	'snapshot.returned': 'stage',
	'note.settled': 'stage',
	'note.reopened': 'stage',
	'usulan.imported': 'usulan',
	'usulan.carried': 'usulan',
	'usulan.personRead': 'usulan',
	'usulan.personWritten': 'usulan',
	'usulan.fileAdded': 'usulan',
	'usulan.fileRemoved': 'usulan',
	'screen.made': 'usulan',
	'screen.revoked': 'usulan',
	'attendance.read': 'usulan',
	'attendance.added': 'usulan',
	'attendance.removed': 'usulan',
	'table.exported': 'export',
	'beritaAcara.sealed': 'usulan',
	'beritaAcara.exported': 'export',
	'backup.begun': 'server',
	'backup.restored': 'server'
};

/** The actions of one kind. */
export function actionsOf(kind: AuditKind): AuditAction[] {
	return (Object.keys(kindOfAction) as AuditAction[]).filter((action) => kindOfAction[action] === kind);
}

/** Parts of a detail that are words about a plan: shown only to whoever may see the Renja. The admin may not. */
export const wordsAboutPlans: readonly string[] = ['reason', 'note', 'link'];
