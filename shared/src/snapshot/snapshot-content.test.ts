import { expect, test } from 'vitest';
import { sealText } from './snapshot-content.ts';

const seal = {
	format: 2,
	seq: 7,
	number: 2,
	id: 's',
	renjaId: 'r',
	documentId: 'd',
	reason: 'diajukan',
	accountId: 'a',
	at: '2026-11-22T02:41:00.000Z',
	previousHash: null,
	stateSha256: 'aa',
	contentSha256: 'bb',
	note: 'not sealed'
};

test('hashes exactly the fields of the seal, in one fixed spelling', () => {
	expect(sealText(seal)).toBe(
		'{"accountId":"a","at":"2026-11-22T02:41:00.000Z","contentSha256":"bb","documentId":"d","format":2,"id":"s","number":2,"previousHash":null,"reason":"diajukan","renjaId":"r","seq":7,"stateSha256":"aa"}'
	);
});

test('reads the seals of before as they were made', () => {
	expect(sealText({ ...seal, format: 1 })).toBe(
		'{"at":"2026-11-22T02:41:00.000Z","contentSha256":"bb","number":2,"previousHash":null,"renjaId":"r","seq":7,"stateSha256":"aa"}'
	);
});
