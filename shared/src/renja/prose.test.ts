import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { buildSection, isProse, proseText, readNarrative, readSection, writeSection, type ProseBlock } from './prose.ts';
import { narrativeMap } from './renja-document.ts';

function element(name: string, ...children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
	const made = new Y.XmlElement(name);
	made.insert(0, children);
	return made;
}

function written(...blocks: (Y.XmlElement | Y.XmlText)[]): Y.Doc {
	const doc = new Y.Doc();
	const section = new Y.XmlFragment();
	narrativeMap(doc).set('1.1', section);
	section.insert(0, blocks);
	return doc;
}

it('reads headings, lists and marks as the editor wrote them', () => {
	const words = new Y.XmlText();
	words.insert(0, 'Pagu ');
	words.insert(5, 'naik', { bold: {} });
	const heading = element('heading', new Y.XmlText('Umum'));
	heading.setAttribute('level', 5 as unknown as string);
	const doc = written(
		heading,
		element('paragraph', words),
		element('bulletList', element('listItem', element('paragraph', new Y.XmlText('satu'))))
	);
	const blocks = readSection(doc, '1.1') ?? [];
	expect(blocks).toEqual([
		{ type: 'heading', attrs: { level: 5 }, content: [{ type: 'text', text: 'Umum' }] },
		{
			type: 'paragraph',
			content: [
				{ type: 'text', text: 'Pagu ' },
				{ type: 'text', text: 'naik', marks: [{ type: 'bold' }] }
			]
		},
		{ type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'satu' }] }] }] }
	]);
	expect(proseText(blocks)).toBe('Umum\nPagu naik\nsatu');
	expect(Object.keys(readNarrative(doc))).toEqual(['1.1']);
});

it('keeps the text in what it does not know, and ends however deep a document goes', () => {
	let deep = element('listItem', new Y.XmlText('dalam'));
	for (let level = 0; level < 500; level++) deep = element('bulletList', deep);
	const doc = written(element('iframe', element('paragraph', new Y.XmlText('isi'))), deep);
	expect(proseText(readSection(doc, '1.1') ?? [])).toContain('isi');
	expect(readSection(doc, 'lain')).toBeUndefined();
});

const words = fc.constantFrom('Pagu', ' naik', 'sisa', '1.250.000');
const inline = fc.uniqueArray(
	fc.record({ type: fc.constant('text' as const), text: words, mark: fc.constantFrom(undefined, 'bold' as const, 'italic' as const) }),
	{ minLength: 1, maxLength: 3, selector: ({ mark }) => mark }
);
const paragraph = inline.map((parts): ProseBlock => ({
	type: 'paragraph',
	content: parts.map(({ type, text, mark }) => ({ type, text, ...(mark ? { marks: [{ type: mark }] } : {}) }))
}));
const block: fc.Arbitrary<ProseBlock> = fc.oneof(
	paragraph,
	fc.constant<ProseBlock>({ type: 'paragraph' }),
	paragraph.map((one): ProseBlock => ({ type: 'heading', attrs: { level: 4 }, ...(one.content ? { content: one.content } : {}) })),
	fc
		.array(paragraph, { minLength: 1, maxLength: 3 })
		.map((items): ProseBlock => ({ type: 'bulletList', content: items.map((item) => ({ type: 'listItem', content: [item] })) }))
);

it('writes any text over any other and reads it back, and leaves the blocks that stay alone', () => {
	fc.assert(
		fc.property(
			fc.array(block, { maxLength: 6 }),
			fc.array(block, { maxLength: 6 }),
			fc.array(block, { maxLength: 3 }),
			(old, next, kept) => {
				const doc = new Y.Doc();
				narrativeMap(doc).set('1.1', buildSection([...kept, ...old]));
				expect(readSection(doc, '1.1')).toEqual([...kept, ...old]);
				expect(isProse(next)).toBe(true);
				const before = narrativeMap(doc).get('1.1')?.toArray().slice(0, kept.length);
				writeSection(doc, '1.1', [...kept, ...next]);
				expect(readSection(doc, '1.1')).toEqual([...kept, ...next]);
				expect(narrativeMap(doc).get('1.1')?.toArray().slice(0, kept.length)).toEqual(before);
			}
		)
	);
});

it('takes nothing for a text that is none', () => {
	for (const wrong of [
		null,
		5,
		[5],
		[{ type: 'text', text: 'x' }],
		[{ type: 'iframe' }],
		[{ type: 'paragraph', content: [{ type: 'text', text: '' }] }]
	])
		expect(isProse(wrong)).toBe(false);
	fc.assert(fc.property(fc.anything(), (any) => typeof isProse(any) === 'boolean'));
});
