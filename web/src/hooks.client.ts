import type { HandleClientError } from '@sveltejs/kit/hooks';
import { ApiFailure } from '#lib/api/api.ts';

/** A failed call keeps the server's own sentence and status; anything else is ours to be sorry for. */
export const handleError: HandleClientError = ({ kind, error }) => {
	if (error instanceof ApiFailure) return { status: error.status || 503, message: error.message, code: error.code };
	if (kind === 'unknown') return { message: 'Halaman ini mengalami gangguan. Isian yang sudah tersimpan tetap aman. Muat ulang halaman.' };
};
