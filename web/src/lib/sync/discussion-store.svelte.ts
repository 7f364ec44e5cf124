/** The discussion as reactive values: one entry a comment, replaced when the comment changes. */
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import { commentsMap, type YComment } from '@rembug/shared/discussion/discussion-document.ts';
import type { CommentValue } from '@rembug/shared/discussion/discussion-types.ts';
import { readComment } from '@rembug/shared/discussion/discussion-value.ts';
import { SvelteMap } from 'svelte/reactivity';
import * as Y from 'yjs';

export interface DiscussionStore {
	/** Reactive; in the order in which they came to this browser. */
	readonly comments: ReadonlyMap<string, CommentValue>;
	/** Reactive: raised whenever something changed. */
	readonly changes: number;
	attach(doc: Y.Doc): void;
	detach(): void;
}

export function createDiscussionStore(): DiscussionStore {
	const comments = new SvelteMap<string, CommentValue>();
	let changes = $state(0);
	let detach = (): void => undefined;

	function refresh(map: Y.Map<YComment>, ids: Iterable<string>): void {
		for (const id of ids) {
			const held = map.get(id);
			const fresh = held instanceof Y.Map ? readComment(id, held) : undefined;
			if (!fresh) comments.delete(id);
			else if (!sameJson(comments.get(id), fresh)) comments.set(id, fresh);
		}
		changes += 1;
	}

	return {
		comments,
		get changes() {
			return changes;
		},
		attach(doc) {
			detach();
			const map = commentsMap(doc);
			const observe = (events: readonly Y.YEvent<Y.Map<unknown>>[]): void => {
				const ids = new Set<string>();
				for (const { path, changes: changed } of events) {
					if (path.length > 0) ids.add(String(path[0]));
					else for (const id of changed.keys.keys()) ids.add(id);
				}
				refresh(map, ids);
			};
			map.observeDeep(observe as Parameters<typeof map.observeDeep>[0]);
			detach = () => {
				map.unobserveDeep(observe as Parameters<typeof map.observeDeep>[0]);
				detach = () => undefined;
			};
			refresh(map, new Set([...comments.keys(), ...map.keys()]));
		},
		detach: () => detach()
	};
}
