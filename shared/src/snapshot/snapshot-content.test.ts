import { expect, test } from 'vitest';
import { sealText } from './snapshot-content.ts';

test('hashes exactly the fields of the seal, in one fixed spelling', () => {
	const seal = {
		seq: 7,
		number: 2,
		renjaId: 'r',
		at: '2026-11-22T02:41:00.000Z',
		previousHash: null,
		stateSha256: 'aa',
		contentSha256: 'bb',
		note: 'not sealed'
	};
	expect(sealText(seal)).toBe(
		'{"at":"2026-11-22T02:41:00.000Z","contentSha256":"bb","number":2,"previousHash":null,"renjaId":"r","seq":7,"stateSha256":"aa"}'
	);
});
