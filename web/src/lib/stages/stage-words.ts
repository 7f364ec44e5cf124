/** How stages are told about: what is done in each, how its dates stand, who is waited for. */
import type { WaitedFor } from '@rembug/shared/api/stage-types.ts';
import type { StageWindow, WindowState } from '@rembug/shared/renja/stage-window.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import { formatDay } from '#lib/components/format-time.ts';

export const stageWork: Record<Stage, string> = {
	persiapan: 'Tim penyusun dibentuk, data dan pedoman dikumpulkan.',
	ranwal: 'Bidang mengisi barisnya, perencana menyatukannya menjadi rancangan awal.',
	rancangan: 'Isi disesuaikan dengan pagu, hasil musrenbang, dan pokok pikiran DPRD.',
	forum_pd: 'Usulan dibahas dan diputuskan dalam forum perangkat daerah.',
	rancangan_akhir: 'Isi disesuaikan dengan hasil forum dan RKPD, lalu diajukan.',
	diajukan: 'Isi terkunci. Kepala Dinas menyetujui atau mengembalikannya.',
	disetujui: 'Isi terkunci. Nomor dan tanggal Perkada dicatat setelah terbit.',
	ditetapkan: 'Renja berlaku dengan Perkada.'
};

/** `2026-11-22` -> `22 November 2026` */
export function dayText(day: string): string {
	return formatDay(new Date(`${day}T00:00:00+07:00`));
}

/** `5 Januari 2026 sampai 27 Februari 2026`; '' without dates. */
export function windowText({ startsOn, endsOn }: StageWindow): string {
	if (startsOn && endsOn) return `${dayText(startsOn)} sampai ${dayText(endsOn)}`;
	if (startsOn) return `Mulai ${dayText(startsOn)}`;
	return endsOn ? `Sampai ${dayText(endsOn)}` : '';
}

export function windowStateText(state: WindowState): string {
	if (state === null) return '';
	const { kind, days } = state;
	if (kind === 'overdue') return `Lewat ${days} hari dari rencana`;
	if (kind === 'lateStart') return `Rencananya sudah mulai ${days} hari lalu`;
	if (kind === 'due') return days === 0 ? 'Hari ini hari terakhir' : `${days} hari lagi`;
	return days === 0 ? 'Rencananya mulai hari ini' : `Mulai ${days} hari lagi`;
}

/** Names, or that nobody holds the role yet. */
export function peopleText({ people }: WaitedFor): string {
	return people.length > 0 ? people.join(', ') : 'belum ada akun dengan peran ini';
}
