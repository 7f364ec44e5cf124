import type { ComparableRenja } from '@rembug/shared/api/api-types.ts';

/**
 * The pair that is usually wanted: the last two snapshots of this Renja; with one of them, or with the one it began as, what was done
 * since; else the newest snapshot of another Renja with the plan as it stands now. newer: `snapshot:<id>` or `live:<renja id>`.
 */
export function firstChoice(texts: readonly ComparableRenja[], renjaId: string, originId: string | null): { older: string; newer: string } {
	const [newest, before] = texts.find(({ renja }) => renja.id === renjaId)?.snapshots ?? [];
	if (newest && before) return { older: before.id, newer: `snapshot:${newest.id}` };
	const other = texts.flatMap(({ snapshots }) => snapshots)[0]?.id ?? '';
	return { older: newest?.id ?? originId ?? other, newer: `live:${renjaId}` };
}
