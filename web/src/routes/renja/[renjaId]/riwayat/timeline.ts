import type { RenjaContextAnswer, SnapshotSummary } from '@rembug/shared/api/api-types.ts';
import type { SealedMinutes } from '@rembug/shared/berita-acara/berita-acara.ts';
import { stageLabels } from '@rembug/shared/renja/stages.ts';

export interface TimelineEntry {
	key: string;
	/** ISO 8601, UTC. */
	at: string;
	title: string;
	nama: string;
	note: string;
	snapshot: SnapshotSummary | null;
	minutes: SealedMinutes | null;
}

/** Stages, snapshots and sealed minutes as one line of time, newest first. A submission is one entry with its snapshot. */
export function timeline(
	history: RenjaContextAnswer['stageHistory'],
	snapshots: readonly SnapshotSummary[],
	minutes: readonly SealedMinutes[]
): TimelineEntry[] {
	const open = [...snapshots];
	const entries: TimelineEntry[] = history.map((change, index) => {
		// A snapshot is made in the same transaction as its stage change: of those not yet placed, the nearest in time.
		const nearest =
			change.to === 'diajukan' ? open.sort((a, b) => distance(a.at, change.at) - distance(b.at, change.at)).shift() : undefined;
		return {
			key: `${change.at}/${index}`,
			at: change.at,
			title: title(change.from, change.to),
			nama: change.nama,
			note: change.reason,
			snapshot: nearest ?? null,
			minutes: null
		};
	});
	for (const snapshot of open) {
		entries.push({
			key: snapshot.id,
			at: snapshot.at,
			title: `Snapshot ${snapshot.number}`,
			nama: snapshot.nama,
			note: '',
			snapshot,
			minutes: null
		});
	}
	for (const one of minutes) {
		const title = `Berita acara nomor ${one.number} disahkan: ${one.judul}`;
		entries.push({ key: one.hash, at: one.at, title, nama: one.nama, note: '', snapshot: null, minutes: one });
	}
	return entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

function title(from: keyof typeof stageLabels, to: keyof typeof stageLabels): string {
	if (to === 'diajukan') return 'Diajukan ke Kepala Dinas';
	if (to === 'disetujui') return 'Disetujui Kepala Dinas';
	if (to === 'ditetapkan') return 'Ditetapkan dengan Perkada';
	if (from === 'diajukan') return `Dikembalikan ke tahap ${stageLabels[to]}`;
	if (from === 'disetujui') return 'Persetujuan dibatalkan, Renja dibuka kembali';
	return `Dari ${stageLabels[from]} ke ${stageLabels[to]}`;
}

function distance(a: string, b: string): number {
	return Math.abs(Date.parse(a) - Date.parse(b));
}
