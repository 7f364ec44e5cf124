/** Calls about the intake of usulan. */
import type {
	Carried,
	CarryAnswer,
	CarryBody,
	UsulanHistory,
	EnteredUsulan,
	EnterUsulanBody,
	OwnUsulanAnswer,
	ReceiptAnswer,
	UsulanFileMeta
} from '@rembug/shared/api/usulan-types.ts';
import type { UsulanPerson } from '@rembug/shared/usulan/usulan-candidate.ts';
import type { UsulanInput } from '@rembug/shared/usulan/usulan-input.ts';
import type { Kecamatan } from '@rembug/shared/usulan/wilayah.ts';
import { getJson, sendFile, sendJson } from '#lib/api/api.ts';

const pathOf = (renjaId: string, usulanId?: string): string =>
	`/api/renja/${encodeURIComponent(renjaId)}/usulan${usulanId === undefined ? '' : `/${encodeURIComponent(usulanId)}`}`;

export const enterUsulan = (renjaId: string, body: EnterUsulanBody): Promise<EnteredUsulan> =>
	sendJson<EnteredUsulan>('POST', pathOf(renjaId), body);

export const ownUsulan = (fetcher: typeof fetch): Promise<OwnUsulanAnswer> => getJson<OwnUsulanAnswer>('/api/usulan', fetcher);

/** Kecamatan and desa of the office whose Renja it is; empty: nobody listed them. */
export const wilayahOf = (renjaId: string, fetcher: typeof fetch = fetch): Promise<Kecamatan[]> =>
	getJson<Kecamatan[]>(`/api/renja/${encodeURIComponent(renjaId)}/wilayah`, fetcher);

export const receiptOf = (code: string): Promise<ReceiptAnswer> => getJson<ReceiptAnswer>(`/api/usulan/${encodeURIComponent(code)}`);

export const changeUsulan = (renjaId: string, usulanId: string, input: UsulanInput): Promise<null> =>
	sendJson('PUT', pathOf(renjaId, usulanId), input);

export const withdrawUsulan = (renjaId: string, usulanId: string): Promise<null> =>
	sendJson('POST', `${pathOf(renjaId, usulanId)}/withdraw`);

/** The code of its receipt; it gets one when it has none yet. */
export const receiptCode = async (renjaId: string, usulanId: string): Promise<string> =>
	(await sendJson<EnteredUsulan>('POST', `${pathOf(renjaId, usulanId)}/receipt`)).code;

/** Of many at once. */
export const receiptCodes = (renjaId: string, usulan: string[]): Promise<EnteredUsulan[]> =>
	sendJson<EnteredUsulan[]>('POST', `${pathOf(renjaId)}/receipts`, { usulan });

export const filesOf = (renjaId: string, usulanId: string): Promise<UsulanFileMeta[]> =>
	getJson<UsulanFileMeta[]>(`${pathOf(renjaId, usulanId)}/berkas`);

export const addFile = (renjaId: string, usulanId: string, name: string, content: Blob): Promise<UsulanFileMeta> =>
	sendFile<UsulanFileMeta>(`${pathOf(renjaId, usulanId)}/berkas?nama=${encodeURIComponent(name)}`, content);

export const removeFile = (renjaId: string, usulanId: string, fileId: string, reason: string): Promise<null> =>
	sendJson('DELETE', `${pathOf(renjaId, usulanId)}/berkas/${encodeURIComponent(fileId)}`, { reason });

export const filePath = (renjaId: string, usulanId: string, fileId: string): string =>
	`${pathOf(renjaId, usulanId)}/berkas/${encodeURIComponent(fileId)}`;

export const personOf = (renjaId: string, usulanId: string): Promise<UsulanPerson> =>
	getJson<UsulanPerson>(`${pathOf(renjaId, usulanId)}/person`);

export const savePerson = (renjaId: string, usulanId: string, person: UsulanPerson): Promise<null> =>
	sendJson('PUT', `${pathOf(renjaId, usulanId)}/person`, person);

export const carryOf = (renjaId: string): Promise<CarryAnswer> => getJson<CarryAnswer>(`${pathOf(renjaId)}/carry`);

export const carryUsulan = (renjaId: string, body: CarryBody): Promise<Carried> =>
	sendJson<Carried>('POST', `${pathOf(renjaId)}/carry`, body);

export const historyOf = (renjaId: string, usulanId: string): Promise<UsulanHistory> =>
	getJson<UsulanHistory>(`${pathOf(renjaId, usulanId)}/history`);
