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

/** Why the minutes cannot be sealed yet: an usulan without a decision, or one without a reason, without whoever decided it, or without when. */
export type MissingPart = 'decision' | 'alasan' | 'decidedBy' | 'decidedAt';

/** When the usulan were decided, by their ids: ISO 8601, UTC, of the server's clock. It is not in the document. */
export type DecidedAt = Readonly<Record<string, string>>;

export interface BeritaAcara {
	renja: { daerah: string; perangkatDaerah: string; tahun: number | null };
	session: Pick<ForumSessionValue, 'id' | 'judul' | 'tanggal' | 'status'> & { tempat: string };
	/** Closed, with nothing missing: can be sealed. Until it is, whatever is printed of it is a draft. */
	isReady: boolean;
	attendance: Pick<AttendanceValue, 'unsur' | 'lembaga' | 'jumlah'>[];
	participants: number;
	accepted: UsulanValue[];
	notAccepted: UsulanValue[];
	/** Of accepted and not accepted those that concern other perangkat daerah. */
	crossing: UsulanValue[];
	missing: { usulan: UsulanValue; parts: MissingPart[] }[];
	/** Of accepted and not accepted. */
	decidedAt: DecidedAt;
	/** The plan as it stands, in the standard form. */
	plan: OfficialTable;
}

const acceptedStatuses: readonly UsulanStatus[] = ['diterima', 'disesuaikan'];

/** The minutes of a session; undefined when the forum has no such session. Always returns for one, whatever is missing in it. */
export function beritaAcaraOf(plan: RenjaValue, forum: ForumValue, sessionId: string, decidedAt: DecidedAt): BeritaAcara | undefined {
	const session = forum.sessions.find(({ id, removed }) => id === sessionId && !removed);
	if (!session) return undefined;
	const usulan = usulanOf(forum, session);
	const missing = usulan.map((one) => ({ usulan: one, parts: missingParts(one, decidedAt) })).filter(({ parts }) => parts.length > 0);
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
		isReady: status === 'ditutup' && missing.length === 0,
		attendance: attendance.map(({ unsur, lembaga, jumlah }) => ({ unsur, lembaga, jumlah })),
		participants: attendance.reduce((sum, { jumlah }) => sum + jumlah, 0),
		accepted: ready.filter((one) => acceptedStatuses.includes(one.status)),
		notAccepted: ready.filter((one) => !acceptedStatuses.includes(one.status)),
		crossing: ready.filter((one) => one.asal === 'lintas_pd' || one.status === 'dirujuk'),
		missing,
		decidedAt: Object.fromEntries(ready.map(({ id }) => [id, decidedAt[id] as string])),
		plan: tableTC33({ ...plan, info: { ...plan.info, layout: 'standar' } })
	};
}

/** How minutes were sealed. */
export interface BeritaAcaraSeal {
	/** 1, 2, 3 … within one Renja. */
	number: number;
	/** ISO 8601, UTC. */
	at: string;
	/** SHA-256, lower-case hex. */
	hash: string;
}

/** An entry of `GET /api/renja/:id/berita-acara`, for whoever may see the plan: that minutes were sealed, not what they say. */
export interface SealedMinutes extends BeritaAcaraSeal {
	session: string;
	/** Of the session. */
	judul: string;
	/** Of the account that sealed them. */
	nama: string;
}

/** `GET /api/renja/:id/forum/:session/berita-acara.json` */
export interface BeritaAcaraAnswer extends BeritaAcara {
	/** null: as it stands now, a draft. */
	seal: BeritaAcaraSeal | null;
}

/** A session, and how many of its usulan still lack something that its minutes need. */
export interface MinutesSummary {
	id: string;
	judul: string;
	tanggal: string;
	isReady: boolean;
	missing: number;
	seal: BeritaAcaraSeal | null;
}

/** Newest session first. */
export function minutesOf(
	forum: ForumValue,
	decidedAt: DecidedAt,
	seals: { get(sessionId: string): BeritaAcaraSeal | undefined }
): MinutesSummary[] {
	return forum.sessions
		.filter(({ removed }) => !removed)
		.map((session) => {
			const { id, judul, tanggal, status } = session;
			const missing = usulanOf(forum, session).filter((one) => missingParts(one, decidedAt).length > 0).length;
			return { id, judul, tanggal, isReady: status === 'ditutup' && missing === 0, missing, seal: seals.get(id) ?? null };
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

function missingParts(one: UsulanValue, decidedAt: DecidedAt): MissingPart[] {
	if (undecidedStatuses.includes(one.status)) return ['decision'];
	return [
		...(one.alasan?.trim() ? [] : (['alasan'] as const)),
		...(one.decidedBy ? [] : (['decidedBy'] as const)),
		...(decidedAt[one.id] === undefined ? (['decidedAt'] as const) : [])
	];
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
