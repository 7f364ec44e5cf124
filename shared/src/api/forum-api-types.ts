/** What the server answers about the forum of a Renja; its usulan are in the Y.Doc of part `forum`. */
import type { decidedStatuses, UsulanValue } from '../forum/forum-types.ts';
import type { RenjaSummary, Unit } from './api-types.ts';

/** A row of `GET /api/forum`: the forums that I may open, newest year first. */
export interface ForumSummary extends Pick<RenjaSummary, 'tahun' | 'perangkatDaerah' | 'jenis' | 'judul'> {
	renjaId: string;
	daerah: string;
}

/** `GET /api/renja/:id/forum`, also for guests of the forum, who see nothing else of the Renja. */
export interface ForumAnswer extends ForumSummary {
	perangkatDaerahId: string;
	/** Of the document. */
	generation: string;
	/** Nothing in it may be changed any more. */
	frozen: boolean;
	demo: boolean;
	units: Unit[];
	/** plan: sort and prepare; chair: decide in an open session; vote: give a priority. */
	may: { plan: boolean; chair: boolean; vote: boolean };
}

/** A row of `GET /api/renja/:id/forum/subkegiatan`, for planners and chairs: what an usulan can be linked to, in the order of the plan. */
export interface LinkTarget {
	id: string;
	kode: string;
	nama: string;
	/** The unit whose row it is. */
	unit: string | null;
}

/** `GET /api/renja/:id/forum/reasons`, for planners and chairs: what earlier forums of the office gave, the most frequent first. */
export type ReasonsAnswer = Record<(typeof decidedStatuses)[number], string[]>;

/** `GET /api/renja/:id/usulan`: without removed ones, in their order; `?proposed=1`: only those that wait for a row of the plan. */
export type UsulanAnswer = UsulanRow[];

/** decidedAt: when it was decided, by the server's clock (ISO 8601, UTC); absent while it is not. */
export interface UsulanRow extends UsulanValue {
	decidedAt?: string;
}
