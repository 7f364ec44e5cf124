/** How snapshots are called in lists. */
import type { SnapshotSummary } from '@rembug/shared/api/api-types.ts';
import { formatClock, formatDay } from '#lib/components/format-time.ts';

/** What was decided on a snapshot, in a word. */
export function decisionLabel(decision: 'approve' | 'return' | null): string {
	if (decision === null) return 'belum diputuskan';
	return decision === 'approve' ? 'disetujui' : 'dikembalikan';
}

/** `Snapshot 2 (disetujui), 22 November 2026, 09.41`: what tells it apart stands first, because lists cut off what is long. */
export function snapshotText({ number, at, decision }: SnapshotSummary): string {
	const time = new Date(at);
	return `Snapshot ${number}${decision ? ` (${decisionLabel(decision.decision)})` : ''}, ${formatDay(time)}, ${formatClock(time)}`;
}
