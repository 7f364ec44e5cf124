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
	/** Of a heading: 4 or 5, below the titles of Bab and section. */
	attrs?: { level: number };
	content?: (ProseBlock | ProseText)[];
}

/** Deeper nesting comes from nobody's hands. */
const depthMax = 12;

/** Blocks and runs of text in one section, and characters: far beyond what a section needs. */
const partsMax = 5_000;
const charactersMax = 200_000;

/** Whether this is a text as `readSection` gives it, within its bounds; never throws. */
export function isProse(value: unknown): value is ProseBlock[] {
	let parts = 0;
	let characters = 0;
	const isObject = (part: unknown): part is Record<string, unknown> => typeof part === 'object' && part !== null && !Array.isArray(part);
	const isPart = (part: unknown, depth: number): boolean => {
		if (!isObject(part) || depth > depthMax || ++parts > partsMax) return false;
		if (part.type === 'text') {
			const { text, marks = [] } = part;
			if (typeof text !== 'string' || text === '' || !text.isWellFormed() || text.includes('\0')) return false;
			characters += text.length;
			return characters <= charactersMax && Array.isArray(marks) && marks.every((mark) => isObject(mark) && isIn(proseMarks, mark.type));
		}
		return isIn(proseBlocks, part.type) && areParts(part.content ?? [], depth + 1);
	};
	const areParts = (list: unknown, depth: number): boolean => Array.isArray(list) && list.every((part) => isPart(part, depth));
	return areParts(value, 0) && (value as ProseBlock[]).every(({ type }) => (type as string) !== 'text');
}

const isIn = (names: readonly string[], name: unknown): boolean => typeof name === 'string' && names.includes(name);

/** A new text for the document. */
export function buildSection(blocks: readonly ProseBlock[]): Y.XmlFragment {
	const fragment = new Y.XmlFragment();
	fragment.insert(0, blocks.map(buildBlock));
	return fragment;
}

/** Makes a section that is there say this; blocks at its beginning and end that say it already stay as they are. */
export function writeSection(doc: Y.Doc, section: string, blocks: readonly ProseBlock[]): void {
	const fragment = narrativeMap(doc).get(section);
	if (!(fragment instanceof Y.XmlFragment)) return;
	// Each by itself, so that what is unknown in the document is no part of another block.
	const present = fragment.toArray().map((child) => JSON.stringify(readChild(child as Y.XmlElement | Y.XmlText, 0)));
	const wanted = blocks.map((block) => JSON.stringify([block]));
	let start = 0;
	while (start < present.length && start < wanted.length && present[start] === wanted[start]) start++;
	let end = 0;
	while (end < present.length - start && end < wanted.length - start && present.at(-1 - end) === wanted.at(-1 - end)) end++;
	fragment.delete(start, present.length - start - end);
	fragment.insert(start, blocks.slice(start, blocks.length - end).map(buildBlock));
}

function buildBlock(block: ProseBlock): Y.XmlElement {
	const element = new Y.XmlElement(block.type);
	if (block.type === 'heading') element.setAttribute('level', headingLevel(block.attrs?.level) as unknown as string);
	const children: (Y.XmlElement | Y.XmlText)[] = [];
	let text: Y.XmlText | null = null;
	let runs: object[] = [];
	for (const child of [...(block.content ?? []), null]) {
		if (child?.type === 'text') {
			if (!text) children.push((text = new Y.XmlText()));
			runs.push({ insert: child.text, attributes: Object.fromEntries((child.marks ?? []).map(({ type }) => [type, {}])) });
			continue;
		}
		text?.applyDelta(runs);
		[text, runs] = [null, []];
		if (child) children.push(buildBlock(child));
	}
	element.insert(0, children);
	return element;
}

/** Undefined while nobody has begun the section. */
export function readSection(doc: Y.Doc, section: string): ProseBlock[] | undefined {
	const fragment = narrativeMap(doc).get(section);
	if (!(fragment instanceof Y.XmlFragment)) return undefined;
	return readChildren(fragment, 0).map((part) => (part.type === 'text' ? { type: 'paragraph', content: [part] } : part));
}

/** Every section in which something stands. */
export function readNarrative(doc: Y.Doc): Record<string, ProseBlock[]> {
	return Object.fromEntries(
		[...narrativeMap(doc).keys()].sort().flatMap((id) => {
			const blocks = readSection(doc, id);
			return blocks && blocks.length > 0 ? [[id, blocks]] : [];
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
	return parent.toArray().flatMap((child) => readChild(child as Y.XmlElement | Y.XmlText, depth));
}

function readChild(child: Y.XmlElement | Y.XmlText, depth: number): (ProseBlock | ProseText)[] {
	if (child instanceof Y.XmlText) return readText(child);
	if (!(child instanceof Y.XmlElement)) return [];
	const content = readChildren(child, depth + 1);
	const type = proseBlocks.find((name) => name === child.nodeName);
	if (!type) return content;
	const block: ProseBlock = { type };
	if (type === 'heading') block.attrs = { level: headingLevel(child.getAttribute('level')) };
	if (content.length > 0) block.content = content;
	return [block];
}

function headingLevel(level: unknown): number {
	return level === 5 || level === '5' ? 5 : 4;
}

function readText(text: Y.XmlText): ProseText[] {
	const delta = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[];
	return delta.flatMap(({ insert, attributes }) => {
		if (typeof insert !== 'string' || insert === '') return [];
		const marks = proseMarks.filter((mark) => attributes?.[mark]).map((type) => ({ type }));
		return [{ type: 'text' as const, text: insert, ...(marks.length > 0 ? { marks } : {}) }];
	});
}
