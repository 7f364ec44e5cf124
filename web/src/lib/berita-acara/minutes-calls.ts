/** Calls about the minutes of a forum. */
import type { BeritaAcaraAnswer, BeritaAcaraSeal, MinutesSummary, SealedMinutes } from '@rembug/shared/berita-acara/berita-acara.ts';
import { getJson, sendJson } from '#lib/api/api.ts';

const forumPath = (renjaId: string): string => `/api/renja/${encodeURIComponent(renjaId)}/forum`;

/** Of a session; without an ending it is sealed by a POST. */
export const minutesPath = (renjaId: string, session: string): string =>
	`${forumPath(renjaId)}/${encodeURIComponent(session)}/berita-acara`;

export const minutesPage = (renjaId: string, session: string): string =>
	`/forum/${encodeURIComponent(renjaId)}/berita-acara/${encodeURIComponent(session)}`;

export const minutesList = (renjaId: string): Promise<MinutesSummary[]> => getJson<MinutesSummary[]>(`${forumPath(renjaId)}/berita-acara`);

/** That minutes were sealed, for whoever may see the plan. */
export const sealedMinutes = (renjaId: string): Promise<SealedMinutes[]> =>
	getJson<SealedMinutes[]>(`/api/renja/${encodeURIComponent(renjaId)}/berita-acara`);

export const minutesOf = (renjaId: string, session: string): Promise<BeritaAcaraAnswer> =>
	getJson<BeritaAcaraAnswer>(`${minutesPath(renjaId, session)}.json`);

export const sealMinutes = (renjaId: string, session: string): Promise<BeritaAcaraSeal> =>
	sendJson<BeritaAcaraSeal>('POST', minutesPath(renjaId, session), {});
