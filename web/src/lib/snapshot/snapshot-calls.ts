/** What the pages about snapshots ask the server. */
import type {
	ComparableRenja,
	RowInSnapshot,
	SnapshotDetail,
	SnapshotDiffAnswer,
	SnapshotVerification,
	StageAnswer
} from '@rembug/shared/api/api-types.ts';
import { diffRenja, type RenjaDiff } from '@rembug/shared/snapshot/diff.ts';
import { getJson, sendJson } from '#lib/api/api.ts';

/** other: a snapshot, `previous`, or `live`, then of `liveRenjaId`. */
export const diffSnapshots = (id: string, other: string, liveRenjaId?: string): Promise<SnapshotDiffAnswer> => {
	const query = liveRenjaId === undefined ? '' : `?${new URLSearchParams({ renja: liveRenjaId })}`;
	return getJson(`/api/snapshots/${encodeURIComponent(id)}/diff/${encodeURIComponent(other)}${query}`);
};

/** Every text of the perangkat daerah that can be compared. */
export const comparableTexts = (renjaId: string): Promise<ComparableRenja[]> =>
	getJson(`/api/renja/${encodeURIComponent(renjaId)}/comparable`);

export const rowInSnapshots = (renjaId: string, nodeId: string): Promise<RowInSnapshot[]> =>
	getJson(`/api/renja/${encodeURIComponent(renjaId)}/snapshots/rows/${encodeURIComponent(nodeId)}`);

export const verifySnapshot = (id: string): Promise<SnapshotVerification> => getJson(`/api/snapshots/${encodeURIComponent(id)}/verify`);

export const decide = (id: string, body: { decision: 'approve' | 'return'; note: string; password: string }): Promise<StageAnswer> =>
	sendJson('POST', `/api/snapshots/${encodeURIComponent(id)}/decision`, body);

export interface Submission {
	detail: SnapshotDetail;
	change: SnapshotDiffAnswer;
	diff: RenjaDiff;
}

/** A snapshot and what changed since the one before; for the first one the difference from nothing, which carries its sums. */
export async function loadSubmission(id: string): Promise<Submission> {
	const [detail, change] = await Promise.all([
		getJson<SnapshotDetail>(`/api/snapshots/${encodeURIComponent(id)}`),
		diffSnapshots(id, 'previous')
	]);
	return { detail, change, diff: change.diff ?? diffRenja({ info: {}, nodes: [] }, detail.content.plan) };
}
