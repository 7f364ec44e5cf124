/** What the server knows of a discussion and the document does not hold. */
import type { Role } from '../access/access.ts';

/** `GET /api/renja/:id/comments?after=`: of comments that changed after that seq (default: all). */
export interface CommentsAnswer {
	facts: CommentFacts[];
	/** Whoever has a grant in the perangkat daerah, and whoever wrote here; by name. */
	people: DiscussionPerson[];
	/** Up to here the mentions of whoever asks are read. */
	readSeq: number;
}

/** When it was written, by the server's clock; who wrote it stands in the document. Times are ISO 8601, UTC. */
export interface CommentFacts {
	id: string;
	/** The newest commit that concerns it. */
	seq: number;
	/** The commit that brought its present text. */
	textSeq: number;
	at: string;
	/** null: the text is still the first one. */
	editedAt: string | null;
	/** Who settled the thread or opened it again last; null: nobody did. */
	settled: { accountId: string; at: string } | null;
}

export interface DiscussionPerson {
	id: string;
	nama: string;
	roles: Role[];
	unitIds: string[];
	/** May see the Renja now, so he can be mentioned. */
	isHere: boolean;
}
