/** Are sealed minutes still what was sealed? Everything is computed again from what is stored. */
import { sha256 } from '../approval/make-snapshot.ts';
import type { VerifyHashAnswer } from '@rembug/shared/api/api-types.ts';
import type { AnySql } from '../database/connect.ts';
import type { Deps } from '../deps.ts';
import { findRenja } from '../renja/renja-queries.ts';
import * as queries from './berita-acara-queries.ts';
import { hashOfBeritaAcara, type SealedContent } from './seal-berita-acara.ts';

/** Whether digest and hash of a row follow from what it holds; reads nothing but the row. */
export function beritaAcaraHolds(row: queries.BeritaAcaraRow): { content: boolean; hash: boolean } {
	return { content: sha256(row.content) === row.contentSha256, hash: hashOfBeritaAcara(row) === row.hash };
}

/** What whoever holds a printed hash may know: nothing about persons. Throws nothing. */
export async function verifyBeritaAcara({ sql }: Pick<Deps, 'sql'>, hash: string): Promise<VerifyHashAnswer> {
	const row = /^[0-9a-f]{64}$/.test(hash) ? await queries.findBeritaAcaraByHash(sql, hash) : undefined;
	const renja = row && (await findRenja(sql, row.renjaId));
	if (!row || !renja) return { exists: false };
	const { tahun, jenis, perangkatDaerah, daerah } = renja;
	const intact = Object.values(beritaAcaraHolds(row)).every(Boolean);
	// What was changed says nothing that anybody could rely on.
	const minutes = intact ? (JSON.parse(row.content) as SealedContent).minutes : null;
	return {
		...{ exists: true, kind: 'beritaAcara', number: row.number, at: row.at.toISOString(), tahun, jenis, perangkatDaerah, daerah, intact },
		session: minutes && {
			...{ judul: minutes.session.judul, tanggal: minutes.session.tanggal, tempat: minutes.session.tempat },
			participants: minutes.participants
		},
		accepted: minutes?.accepted.length ?? 0,
		notAccepted: minutes?.notAccepted.length ?? 0
	};
}

/** One line for each of them, and for those that are gone; returns how many there are, and how many do not hold. */
export async function verifyAllBeritaAcara(sql: AnySql, print: (line: string) => void): Promise<{ count: number; broken: number }> {
	let broken = 0;
	const all = await queries.allBeritaAcara(sql);
	for (const [index, { id, renjaId, number, hash }] of all.entries()) {
		const row = await queries.findBeritaAcaraById(sql, id);
		if (!row) continue;
		const before = all[index - 1];
		const previous = before?.renjaId === renjaId ? before : undefined;
		const holds = beritaAcaraHolds(row);
		const isChained = row.previousHash === (previous?.hash ?? null) && number === (previous?.number ?? 0) + 1;
		const failed = [holds.content ? '' : 'isi', holds.hash ? '' : 'hash', isChained ? '' : 'rantai hash'].filter(Boolean);
		if (failed.length > 0) broken++;
		const found = failed.length > 0 ? `  tidak cocok: ${failed.join(', ')}` : '';
		print(`${failed.length > 0 ? 'RUSAK' : 'UTUH '}  berita acara ${id}  nomor ${number}  ${hash}${found}`);
	}
	for (const hash of await queries.missingBeritaAcara(sql)) {
		broken++;
		print(`HILANG berita acara ${hash}  disebut dalam riwayat, tetapi tidak ada lagi`);
	}
	return { count: all.length, broken };
}
