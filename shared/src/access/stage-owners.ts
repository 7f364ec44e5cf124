/** Who is waited for in each stage (rules of the field, "Who does what, week by week"). It is shown, and gives nobody a right. */
import type { Stage } from '../renja/stages.ts';
import type { Role } from './access.ts';

/** In the order in which they are named. `staf` stands for the staff of every unit. */
export const stageOwners: Record<Stage, readonly Role[]> = {
	persiapan: ['perencana', 'sekretaris'],
	ranwal: ['staf', 'perencana'],
	rancangan: ['staf', 'perencana'],
	// The Kepala Dinas chairs the forum.
	forum_pd: ['perencana', 'kepala_dinas'],
	rancangan_akhir: ['staf', 'perencana', 'sekretaris'],
	diajukan: ['kepala_dinas'],
	disetujui: ['perencana', 'sekretaris'],
	ditetapkan: []
};
