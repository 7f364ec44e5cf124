import type { HandleClientError } from '@sveltejs/kit';
import { ApiFailure } from '#lib/api/api.ts';

/** A failed call keeps the server's own sentence; anything else is ours to be sorry for. */
export const handleError: HandleClientError = ({ error, status }) => {
	if (error instanceof ApiFailure) return { message: error.message, code: error.code };
	if (status === 404) return { message: 'Halaman ini tidak ada.' };
	return { message: 'Halaman ini mengalami gangguan. Isian yang sudah tersimpan tetap aman. Muat ulang halaman.' };
};
