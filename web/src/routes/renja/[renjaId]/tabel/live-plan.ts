import type { InfoValue, NodeValue } from '@rembug/shared/renja/renja-types.ts';
import type { PlanSession } from '#lib/sync/plan-session-types.ts';

/** The live rows of an open plan in tree order; reactive where the session is read reactively. */
export function livePlan(session: Pick<PlanSession, 'info' | 'node' | 'children'>): { info: InfoValue; nodes: NodeValue[] } {
	const nodes: NodeValue[] = [];
	const walk = (id: string): void => {
		const node = session.node(id);
		if (!node) return;
		nodes.push(node);
		session.children(id).forEach(walk);
	};
	session.children(null).forEach(walk);
	return { info: session.info, nodes };
}
