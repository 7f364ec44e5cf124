import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { proseText, readNarrative, readSection } from './prose.ts';
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
	heading.setAttribute('level', 4 as unknown as string);
	const doc = written(
		heading,
		element('paragraph', words),
		element('bulletList', element('listItem', element('paragraph', new Y.XmlText('satu'))))
	);
	const blocks = readSection(doc, '1.1') ?? [];
	expect(blocks).toEqual([
		{ type: 'heading', attrs: { level: 4 }, content: [{ type: 'text', text: 'Umum' }] },
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
