/** Who may come to a session of the forum: `/api/renja/:id/forum/:session/guests`, for perencana and sekretaris. */
import type { Role } from '../access/access.ts';
import type { ForumAnswer } from './forum-api-types.ts';
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
	/** The forum is closed or the berita acara sealed: nothing is added or taken off any more. */
	closed: boolean;
}

/** A row of `GET /api/renja/:id/forum/:session/screens`: a link that opens the big screen without an account. Times: ISO 8601, UTC. */
export interface ScreenLink {
	id: string;
	/** Who made it. */
	nama: string;
	at: string;
	expiresAt: string;
}

/** `POST …/screens`. The token is shown once; the link is `/layar#<token>`. */
export interface ScreenLinkMade {
	id: string;
	token: string;
}

/** `GET /api/layar` with `Authorization: Bearer <token>`. user: as whom the screen takes part, which is nobody. */
export interface ScreenAnswer {
	user: { id: string; nama: string };
	forum: ForumAnswer;
}
