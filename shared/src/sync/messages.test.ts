import * as decoding from 'lib0/decoding';
import { describe, expect, it } from 'vitest';
import { closeCodes, closeReason } from './close-codes.ts';
import {
	encodeConfirmed,
	encodeConflicts,
	encodeHello,
	encodeNotice,
	encodePagu,
	isContentFrame,
	messageConfirmed,
	messageConflicts,
	messageHello,
	messageNotice,
	messagePagu,
	numbered,
	protocolVersion,
	readConfirmed,
	readConflicts,
	readHello,
	readNotice,
	readPagu,
	type Hello,
	type Notice
} from './messages.ts';
import type { ForumPagu } from '../forum/forum-pagu.ts';
import type { ConflictNews } from './conflict-types.ts';

const hello: Hello = {
	protocolVersion,
	generation: 'g1',
	user: { id: 'u1', nama: 'Perencana', color: '#0f766e' },
	stage: 'rancangan',
	frozen: false,
	lockedUnits: ['koperasi'],
	mayWrite: true
};
const notice: Notice = { stage: 'diajukan', frozen: true, lockedUnits: [], mayWrite: false };

const side = { value: 1, accountId: 'u1', nama: 'Perencana', at: '2026-01-02T03:04:05.678Z' };
const news: ConflictNews = {
	all: true,
	open: [{ id: 'c1', root: 'nodes', entity: 'n1', field: 'pagu', kept: side, other: { value: 2, accountId: null, nama: null, at: null } }],
	settled: ['c0']
};

const pagu: ForumPagu = {
	units: { umkm: { pagu: 5, limit: null, waiting: 0 } },
	total: { pagu: 5, limit: 9, waiting: 0 },
	table: { subkegiatan: 'n1', unit: 'umkm' }
};

function open(frame: Uint8Array): [number, decoding.Decoder] {
	const decoder = decoding.createDecoder(frame);
	return [decoding.readVarUint(decoder), decoder];
}

describe('messages of our own', () => {
	it('are read as they were written', () => {
		const [helloType, helloBody] = open(encodeHello(hello));
		expect([helloType, readHello(helloBody)]).toEqual([messageHello, hello]);
		for (const confirmed of [{ frames: 300 }, { frames: 0, sent: { reach: { after: 299, upTo: 70_000 }, messages: 2 } }]) {
			const [confirmedType, confirmedBody] = open(encodeConfirmed(confirmed));
			expect([confirmedType, readConfirmed(confirmedBody)]).toEqual([messageConfirmed, confirmed]);
		}
		const [noticeType, noticeBody] = open(encodeNotice(notice));
		expect([noticeType, readNotice(noticeBody)]).toEqual([messageNotice, notice]);
		const [newsType, newsBody] = open(encodeConflicts(news));
		expect([newsType, readConflicts(newsBody)]).toEqual([messageConflicts, news]);
		const [paguType, paguBody] = open(encodePagu(pagu));
		expect([paguType, readPagu(paguBody)]).toEqual([messagePagu, pagu]);
	});

	it('keep the bytes of version 5: a change of shape raises the version', () => {
		const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
		expect(protocolVersion).toBe(5);
		expect(Object.keys(hello)).toEqual(['protocolVersion', 'generation', 'user', 'stage', 'frozen', 'lockedUnits', 'mayWrite']);
		expect(Object.keys(notice)).toEqual(['stage', 'frozen', 'lockedUnits', 'mayWrite']);
		expect(Object.keys(news)).toEqual(['all', 'open', 'settled']);
		expect(Object.keys(news.open[0] ?? {})).toEqual(['id', 'root', 'entity', 'field', 'kept', 'other']);
		expect(Object.keys(pagu)).toEqual(['units', 'total', 'table']);
		expect(Object.keys(pagu.total)).toEqual(['pagu', 'limit', 'waiting']);
		expect(Object.keys(side)).toEqual(['value', 'accountId', 'nama', 'at']);
		expect(hex(encodeConfirmed({ frames: 300 }))).toBe('65ac02');
		expect(hex(encodeConfirmed({ frames: 1, sent: { reach: { after: 2, upTo: 3 }, messages: 4 } }))).toBe('6501020304');
		expect(hex(numbered(Uint8Array.of(0, 2, 1, 7), 300))).toBe('00020107ac02');
		expect(hex(encodeNotice(notice)).slice(0, 4)).toBe('6644');
	});

	it('tell content frames from all others', () => {
		const frames = [[0, 0, 1], [0, 1, 1], [0, 2, 1], [1, 1], [3], []].map((bytes) => isContentFrame(Uint8Array.from(bytes)));
		expect(frames).toEqual([false, true, true, false, false, false]);
	});
});

it('every close code has one name, in the range that says whether retrying helps', () => {
	const codes = Object.values(closeCodes);
	expect(new Set(codes).size).toBe(codes.length);
	for (const code of codes) expect(code >= 4400 && code < 4600).toBe(true);
	expect([closeReason(4423), closeReason(4503), closeReason(1006)]).toEqual(['frozen', 'unavailable', undefined]);
});
