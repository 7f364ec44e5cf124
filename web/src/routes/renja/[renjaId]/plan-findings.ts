import type { PlanSession } from '#lib/sync/plan-session-types.ts';
import { amountFindings, rowName, type Finding } from './findings.ts';

/** All findings of an open plan; reactive where the session is read reactively. */
export function planFindings(session: Pick<PlanSession, 'node' | 'children' | 'orphans'>): Finding[] {
	const findings: Finding[] = [];
	for (const id of session.orphans) {
		const node = session.node(id);
		if (node)
			findings.push({ nodeId: id, column: 'uraian', text: `${rowName(node)}: induknya sudah dihapus, jadi tidak ikut dijumlahkan` });
	}
	const walk = (id: string): void => {
		const node = session.node(id);
		if (node) findings.push(...amountFindings(node));
		session.children(id).forEach(walk);
	};
	session.children(null).forEach(walk);
	return findings;
}
