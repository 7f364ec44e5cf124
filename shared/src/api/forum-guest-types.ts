/** Who may come to a session of the forum: `/api/renja/:id/forum/:session/guests`, for perencana and sekretaris. */
import type { Role } from '../access/access.ts';
import type { Attendee } from '../forum/attendance.ts';
import type { SessionStatus } from '../forum/forum-types.ts';

/** Whom planners may invite. */
export const guestRoles = ['delegasi', 'ketua_forum'] as const satisfies readonly Role[];
export type GuestRole = (typeof guestRoles)[number];

export interface SessionName {
	judul: string;
	status: SessionStatus;
}

export interface ForumGuest {
	/** Id of the grant. */
	id: number;
	username: string;
	nama: string;
	role: GuestRole;
	/** Of a delegate. */
	kecamatan: string | null;
	/** Invited to every session of this forum: given by the admin, and taken back by him. */
	everySession: boolean;
	disabled: boolean;
}

/** `GET …/guests`. */
export interface ForumGuestsAnswer {
	session: SessionName;
	guests: ForumGuest[];
	/** Accounts with a role in this perangkat daerah, by name. */
	accounts: { username: string; nama: string }[];
}

/** `POST …/guests`. nama: of an account that is to be made; absent: an account that is there. kecamatan: of a delegate. */
export interface ForumGuestBody {
	username: string;
	nama?: string | undefined;
	role: GuestRole;
	kecamatan?: string | undefined;
}

/** password: of an account that was made, shown once; to be changed at the first sign-in. */
export interface ForumGuestMade {
	password: string | null;
}

/** `GET /api/renja/:id/forum/:session/attendance`, for planners and whoever chairs the session; `POST` takes `{people}`. */
export interface ForumAttendanceAnswer {
	session: SessionName;
	people: Attendee[];
	/** The berita acara is closed: nothing is added or taken off any more. */
	frozen: boolean;
}
