import { expect, test } from 'vitest';
import { checklistOf, missingInputs } from './stage-checklist.ts';
import { stages } from './stages.ts';

test('an item is named once in its stage', () => {
	for (const jenis of ['murni', 'perubahan'] as const) {
		for (const stage of stages) {
			const ids = checklistOf(stage, jenis).map(({ id }) => id);
			expect([stage, ids.length]).toEqual([stage, new Set(ids).size]);
		}
	}
});

test('moving on shows what the stages left behind still lack', () => {
	const ticks = [{ stage: 'rancangan' as const, item: 'pokir' }];
	const missing = (from: 'rancangan' | 'forum_pd', to: 'forum_pd' | 'rancangan_akhir' | 'rancangan') =>
		missingInputs(ticks, { from, to, jenis: 'murni' }).map(({ stage, id }) => `${stage}/${id}`);
	expect(missing('rancangan', 'forum_pd')).toEqual([
		'rancangan/baVerifikasiRanwal',
		'rancangan/sePenyempurnaan',
		'rancangan/musrenbangKecamatan'
	]);
	expect(missing('rancangan', 'rancangan_akhir').slice(3)).toEqual([
		'forum_pd/rancangan',
		'forum_pd/daftarKecamatan',
		'forum_pd/bahanBappeda'
	]);
	expect(missing('forum_pd', 'rancangan')).toEqual([]);
});
