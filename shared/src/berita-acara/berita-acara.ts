/**
 * The minutes (berita acara) of one session of the Forum Perangkat Daerah, as a value: who was there by institution, what was decided on each
 * usulan and why, and what still keeps the session from being closed. berita-acara-paper.ts says how it reads on paper.
 *
 * To a session belong the usulan on its agenda, those decided in it, and whatever was put together with one of them. Each has exactly one
 * place: accepted, not accepted, or missing. Beyond what the usual form asks, everything that was not accepted is listed with its reason.
 * Nothing here names a person: the document of the forum has none, and whoever was there signs by hand.
 */
import type { AttendanceValue, ForumSessionValue, ForumValue, UsulanStatus, UsulanValue } from '../forum/forum-types.ts';
import { undecidedStatuses } from '../forum/forum-types.ts';
import { compareUsulan } from '../forum/forum-value.ts';
import type { RenjaValue } from '../renja/renja-types.ts';
import { tableTC33 } from '../tables/t-c-33.ts';
import type { OfficialTable } from '../tables/table-types.ts';

/** Why a session cannot be closed yet: an usulan without a decision, or one without a reason or without whoever decided it. */
export type MissingPart = 'decision' | 'alasan' | 'decidedBy';

export interface BeritaAcara {
	renja: { daerah: string; perangkatDaerah: string; tahun: number | null };
	session: Pick<ForumSessionValue, 'id' | 'judul' | 'tanggal' | 'status'> & { tempat: string };
	/** Not closed yet, or something is missing: whatever is printed of it is a draft. */
	isDraft: boolean;
	attendance: Pick<AttendanceValue, 'unsur' | 'lembaga' | 'jumlah'>[];
	participants: number;
	accepted: UsulanValue[];
	notAccepted: UsulanValue[];
	/** Of accepted and not accepted those that concern other perangkat daerah. */
	crossing: UsulanValue[];
	missing: { usulan: UsulanValue; parts: MissingPart[] }[];
	/** The plan as it stands, in the standard form. */
	plan: OfficialTable;
}

const acceptedStatuses: readonly UsulanStatus[] = ['diterima', 'disesuaikan'];

/** The minutes of a session; undefined when the forum has no such session. Always returns for one, whatever is missing in it. */
export function beritaAcaraOf(plan: RenjaValue, forum: ForumValue, sessionId: string): BeritaAcara | undefined {
	const session = forum.sessions.find(({ id, removed }) => id === sessionId && !removed);
	if (!session) return undefined;
	const usulan = usulanOf(forum, session);
	const missing = usulan.map((one) => ({ usulan: one, parts: missingParts(one) })).filter(({ parts }) => parts.length > 0);
	const unready = new Set(missing.map(({ usulan: { id } }) => id));
	const ready = usulan.filter(({ id }) => !unready.has(id));
	const { id, judul, tanggal, status, tempat } = session;
	const attendance = forum.attendance
		.filter((entry) => entry.session === sessionId && !entry.removed)
		.sort((a, b) => compareText(a.order ?? '~', b.order ?? '~') || compareText(a.id, b.id));
	return {
		renja: {
			daerah: plan.info.daerah?.trim() ?? '',
			perangkatDaerah: plan.info.perangkatDaerah?.trim() ?? '',
			tahun: plan.info.tahun ?? null
		},
		session: { id, judul, tanggal, status, tempat: tempat?.trim() ?? '' },
		isDraft: status !== 'ditutup' || missing.length > 0,
		attendance: attendance.map(({ unsur, lembaga, jumlah }) => ({ unsur, lembaga, jumlah })),
		participants: attendance.reduce((sum, { jumlah }) => sum + jumlah, 0),
		accepted: ready.filter((one) => acceptedStatuses.includes(one.status)),
		notAccepted: ready.filter((one) => !acceptedStatuses.includes(one.status)),
		crossing: ready.filter((one) => one.asal === 'lintas_pd' || one.status === 'dirujuk'),
		missing,
		plan: tableTC33({ ...plan, info: { ...plan.info, layout: 'standar' } })
	};
}

/** A session, and how many of its usulan still lack something that its minutes need. */
export interface MinutesSummary {
	id: string;
	judul: string;
	tanggal: string;
	isDraft: boolean;
	missing: number;
}

/** Newest session first. */
export function minutesOf(forum: ForumValue): MinutesSummary[] {
	return forum.sessions
		.filter(({ removed }) => !removed)
		.map((session) => {
			const { id, judul, tanggal, status } = session;
			const missing = usulanOf(forum, session).filter((one) => missingParts(one).length > 0).length;
			return { id, judul, tanggal, isDraft: status !== 'ditutup' || missing > 0, missing };
		})
		.sort((a, b) => compareText(b.tanggal, a.tanggal) || compareText(a.id, b.id));
}

/** In the order of the agenda; what is not on it follows. */
function usulanOf(forum: ForumValue, session: ForumSessionValue): UsulanValue[] {
	const places = new Map(session.agenda.map(({ usulan }, index) => [usulan, index]));
	const own = new Set(forum.usulan.filter((one) => places.has(one.id) || one.session === session.id).map(({ id }) => id));
	const place = (one: UsulanValue): number => places.get(one.id) ?? places.get(one.group ?? '') ?? places.size;
	return (
		forum.usulan
			.filter((one) => !one.removed && (own.has(one.id) || own.has(one.group ?? '')))
			// What another session decided on stands in that one's minutes.
			.filter((one) => one.session === undefined || one.session === session.id)
			.sort((a, b) => place(a) - place(b) || compareUsulan(a, b))
	);
}

function missingParts(one: UsulanValue): MissingPart[] {
	if (undecidedStatuses.includes(one.status)) return ['decision'];
	return [...(one.alasan?.trim() ? [] : (['alasan'] as const)), ...(one.decidedBy ? [] : (['decidedBy'] as const))];
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
