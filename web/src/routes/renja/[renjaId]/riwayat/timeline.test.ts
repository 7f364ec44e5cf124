import { expect, test } from 'vitest';
import type { SnapshotSummary } from '@rembug/shared/api/api-types.ts';
import { timeline } from './timeline.ts';

const snapshot = (number: number, at: string): SnapshotSummary => ({
	id: `s${number}`,
	number,
	at,
	nama: 'Perencana',
	seq: number,
	hash: `h${number}`,
	contentSha256: '',
	previousHash: null,
	decision: null
});

test('shows each submission once, with the snapshot it made, newest first', () => {
	const entries = timeline(
		[
			{ from: 'rancangan', to: 'diajukan', reason: '', nama: 'Perencana', at: '2026-11-01T01:00:00.010Z' },
			{ from: 'diajukan', to: 'rancangan_akhir', reason: 'Lengkapi', nama: 'Kepala Dinas', at: '2026-11-02T01:00:00.000Z' },
			{ from: 'rancangan_akhir', to: 'diajukan', reason: '', nama: 'Perencana', at: '2026-11-03T01:00:00.010Z' }
		],
		[snapshot(1, '2026-11-01T01:00:00.000Z'), snapshot(2, '2026-11-03T01:00:00.000Z')],
		[{ session: 's', judul: 'Forum', nama: 'Ketua', number: 1, at: '2026-11-02T00:00:00.000Z', hash: 'h' }]
	);
	expect(entries.map((entry) => entry.title)).toEqual([
		'Diajukan ke Kepala Dinas',
		'Dikembalikan ke tahap Rancangan akhir',
		'Berita acara nomor 1 disahkan: Forum',
		'Diajukan ke Kepala Dinas'
	]);
	expect(entries.map((entry) => entry.snapshot?.number)).toEqual([2, undefined, undefined, 1]);
	expect(entries[1]?.note).toBe('Lengkapi');
});
