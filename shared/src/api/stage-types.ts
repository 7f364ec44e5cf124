/** Shapes of the REST answers about stages: where a Renja stands, who is waited for, what each stage needs. */
import type { Role } from '../access/access.ts';
import type { StageWindow } from '../renja/stage-window.ts';
import type { Stage } from '../renja/stages.ts';

/** What somebody recorded about an input of a stage. */
export interface ChecklistTick {
	stage: Stage;
	/** Id of the item in its stage (`stage-checklist.ts`). */
	item: string;
	/** `notNeeded`: this office does without it, and says so. */
	state: 'done' | 'notNeeded';
	note: string;
	/** http or https; '' for none. */
	link: string;
	nama: string;
	at: string;
}

/** Who is waited for: a role, for one unit or for all, with the people who hold it. Nobody may hold it yet. */
export interface WaitedFor {
	role: Role;
	unit: { id: string; nama: string } | null;
	people: string[];
}

/** The Perkada by which a Renja is in force. */
export interface Penetapan {
	nomor: string;
	/** `2026-11-22` */
	tanggal: string;
	nama: string;
	at: string;
}

/** `GET /api/renja/:id/stages` */
export interface StagesAnswer {
	stage: Stage;
	/** Today by the server's clock, in the zone in which times are shown: `2026-11-22`. */
	today: string;
	/** Stages without dates are left out. */
	windows: Partial<Record<Stage, StageWindow>>;
	ticks: ChecklistTick[];
	waitedFor: WaitedFor[];
	penetapan: Penetapan | null;
}
