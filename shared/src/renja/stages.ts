/** The stages of a Renja, in order (design.md "Stages and snapshots"; Permendagri 86/2017 as read in source 000, lines 159-166). */
export const stages = ['persiapan', 'ranwal', 'rancangan', 'forum_pd', 'rancangan_akhir', 'diajukan', 'disetujui', 'ditetapkan'] as const;
export type Stage = (typeof stages)[number];

export const stageLabels: Record<Stage, string> = {
	persiapan: 'Persiapan',
	ranwal: 'Rancangan awal',
	rancangan: 'Rancangan',
	forum_pd: 'Forum PD',
	rancangan_akhir: 'Rancangan akhir',
	diajukan: 'Diajukan',
	disetujui: 'Disetujui',
	ditetapkan: 'Ditetapkan'
};

/** From `diajukan` on, `plan` is frozen for everybody. */
export function isPlanFrozen(stage: Stage): boolean {
	return stages.indexOf(stage) >= stages.indexOf('diajukan');
}
