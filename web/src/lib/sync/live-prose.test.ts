import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { buildSection, readSection } from '@rembug/shared/renja/prose.ts';
import { narrativeMap } from '@rembug/shared/renja/renja-document.ts';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import type { LiveEdit } from './document-model.ts';
import { watchProse } from './live-prose.ts';

const say = (text: string) => [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }];

function opened() {
	const doc = new Y.Doc();
	narrativeMap(doc).set('1.1', buildSection(say('Awal')));
	const heard: (LiveEdit<Edit> | 'update')[] = [];
	watchProse(
		doc,
		({ local }) => local,
		(live) => heard.push(live)
	);
	doc.on('update', () => heard.push('update'));
	const text = (): Y.XmlText => (narrativeMap(doc).get('1.1')?.get(0) as Y.XmlElement).get(0) as Y.XmlText;
	return { doc, heard, text };
}

it('tells what was typed as the edit that would write the same, before the update leaves', () => {
	const { heard, text } = opened();
	text().insert(4, ' baru');
	expect(heard).toEqual([
		{
			key: '1.1',
			edit: { edit: 'writeSection', args: { section: '1.1', text: say('Awal baru') } },
			before: say('Awal'),
			after: say('Awal baru'),
			hasStructs: true
		},
		'update'
	]);
});

it('tells a deletion as one that the clocks do not show', () => {
	const { heard, text } = opened();
	text().delete(0, 2);
	expect(heard[0]).toMatchObject({ before: say('Awal'), after: say('al'), hasStructs: false });
});

it('says nothing of what others wrote, and builds on it', () => {
	const { doc, heard, text } = opened();
	const other = new Y.Doc();
	Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
	((narrativeMap(other).get('1.1')?.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'Dari jauh. ');
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
	expect(heard).toEqual(['update']);
	text().insert(0, 'X');
	expect(heard[1]).toMatchObject({ before: say('Dari jauh. Awal'), after: readSection(doc, '1.1') });
});
