/** What somebody does who leaves the page aside and changes the document as he likes. Each puts a word into it that nobody else writes. */
import * as Y from 'yjs';
import type { Random } from '../support/random.ts';

type Row = Y.Map<unknown>;

/** ids: rows of the plan; unit: his own. */
export function attack(random: Random, doc: Y.Doc, ids: readonly string[], unit: string, word: string): void {
	const nodes = doc.getMap<Row>('nodes');
	const id = random.oneOf(ids);
	const row = nodes.get(id);
	const other = random.oneOf(ids);
	if (!row) return;
	const within = (name: string): Row | undefined => {
		const map = row.get(name);
		return map instanceof Y.Map ? (map as Row) : undefined;
	};
	const writeInto = (name: string): void => {
		const sections = doc.getMap<Y.XmlFragment>('narrative');
		if (!sections.has(name)) sections.set(name, new Y.XmlFragment());
		const text = new Y.XmlText();
		sections.get(name)?.push([text]);
		text.insert(0, word);
	};
	const ways: (() => unknown)[] = [
		() => row.set('uraian', word),
		() => row.set('uraian', word),
		() => {
			row.set('bidang', unit);
			row.set('uraian', word);
		},
		() => row.set('bidang', unit),
		() => row.set('parent', nodes.get(other)?.get('parent')),
		() => row.set('removed', true),
		() => row.delete('pagu'),
		() => nodes.delete(id),
		() => nodes.set(id, new Y.Map(Object.entries({ level: row.get('level'), parent: row.get('parent'), order: 'a0', uraian: word }))),
		() =>
			nodes.set(
				`baru-${word}`,
				new Y.Map(Object.entries({ level: 'subkegiatan', parent: row.get('parent'), order: 'a0', bidang: unit, uraian: word }))
			),
		() => within('indikator')?.set(`i-${word}`, new Y.Map(Object.entries({ jenis: 'keluaran', order: 'a0', tolokUkur: word }))),
		() => [...(within('sumberDana')?.keys() ?? [])].forEach((key) => within('sumberDana')?.delete(key)),
		() => row.set('indikator', new Y.Map()),
		() => row.set('warna', word),
		() => row.set('uraian', new Y.Text(word)),
		() => doc.getMap('info').set('judul', word),
		() => doc.getMap('info').set('tahun', 2099),
		() => writeInto('bab1'),
		() => writeInto(random.oneOf(['bab1', 'bab2', 'bab3'])),
		() => {
			const sections = doc.getMap('info').get('bidangBab');
			if (sections instanceof Y.Map) sections.set('bab1', unit);
			writeInto('bab1');
		},
		() => doc.getMap('narrative').delete('bab1')
	];
	random.oneOf(ways)();
}
