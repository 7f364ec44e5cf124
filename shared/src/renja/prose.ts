/**
 * The text of a section as plain data, in the words of ProseMirror: what the editor puts into a Y.XmlFragment, read without it. Only what is
 * listed here is known; anything else a document may hold is left out, its text kept.
 */
import * as Y from 'yjs';
import { narrativeMap } from './renja-document.ts';

export const proseMarks = ['bold', 'italic'] as const;
export type ProseMark = (typeof proseMarks)[number];

export interface ProseText {
	type: 'text';
	text: string;
	marks?: { type: ProseMark }[];
}

export const proseBlocks = ['paragraph', 'heading', 'bulletList', 'orderedList', 'listItem'] as const;

export interface ProseBlock {
	type: (typeof proseBlocks)[number];
	/** Of a heading: 3 or 4, below the titles of Bab and section. */
	attrs?: { level: number };
	content?: (ProseBlock | ProseText)[];
}

/** Deeper nesting comes from nobody's hands. */
const depthMax = 12;

/** Undefined while nobody has begun the section. */
export function readSection(doc: Y.Doc, section: string): ProseBlock[] | undefined {
	const fragment = narrativeMap(doc).get(section);
	return fragment instanceof Y.XmlFragment ? (readChildren(fragment, 0) as ProseBlock[]) : undefined;
}

/** Every section that was begun. */
export function readNarrative(doc: Y.Doc): Record<string, ProseBlock[]> {
	return Object.fromEntries(
		[...narrativeMap(doc).keys()].sort().flatMap((id) => {
			const blocks = readSection(doc, id);
			return blocks ? [[id, blocks]] : [];
		})
	);
}

/** The text alone, a line for each paragraph: to copy, to compare, to search. */
export function proseText(blocks: readonly (ProseBlock | ProseText)[]): string {
	const lines: string[] = [];
	const walk = (block: ProseBlock | ProseText): void => {
		if (block.type === 'text') return;
		const inline = (block.content ?? []).filter((child) => child.type === 'text');
		if (inline.length > 0 || block.type === 'paragraph') lines.push(inline.map(({ text }) => text).join(''));
		block.content?.forEach(walk);
	};
	blocks.forEach(walk);
	return lines.join('\n').trim();
}

function readChildren(parent: Y.XmlFragment, depth: number): (ProseBlock | ProseText)[] {
	if (depth > depthMax) return [];
	return parent.toArray().flatMap((child) => {
		if (child instanceof Y.XmlText) return readText(child);
		if (!(child instanceof Y.XmlElement)) return [];
		const content = readChildren(child, depth + 1);
		const type = proseBlocks.find((name) => name === child.nodeName);
		if (!type) return content;
		const block: ProseBlock = { type };
		if (type === 'heading') block.attrs = { level: headingLevel(child.getAttribute('level')) };
		if (content.length > 0) block.content = content;
		return [block];
	});
}

function headingLevel(level: unknown): number {
	return level === 4 || level === '4' ? 4 : 3;
}

function readText(text: Y.XmlText): ProseText[] {
	const delta = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[];
	return delta.flatMap(({ insert, attributes }) => {
		if (typeof insert !== 'string' || insert === '') return [];
		const marks = proseMarks.filter((mark) => attributes?.[mark]).map((type) => ({ type }));
		return [{ type: 'text' as const, text: insert, ...(marks.length > 0 ? { marks } : {}) }];
	});
}
