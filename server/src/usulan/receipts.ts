/** The receipt of a usulan, for whoever holds its code: what became of it, and nothing about persons. */
import type { ReceiptAnswer } from '@rembug/shared/api/usulan-types.ts';
import { readReceipt } from '@rembug/shared/usulan/receipt-code.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { findRenja } from '../renja/renja-queries.ts';
import { historyOf } from './carry-queries.ts';
import { usulanIn } from './usulan-in.ts';
import { findReceipt, isWithdrawn } from './usulan-queries.ts';

/** typed: as it stands on paper, or as somebody wrote it. Throws receipt.notFound. */
export async function lookUpReceipt({ sql, rooms }: Pick<Deps, 'sql' | 'rooms'>, typed: string): Promise<ReceiptAnswer> {
	const code = readReceipt(typed);
	const receipt = code === null ? undefined : await findReceipt(sql, code);
	const renja = receipt && (await findRenja(sql, receipt.renjaId));
	const found = renja && (await rooms.read(renja.forumId, (doc) => usulanIn(doc, receipt.usulanId)));
	if (code === null || !receipt || !renja || !found) throw problem('receipt.notFound');
	const { tahun, jenis, perangkatDaerah, daerah } = renja;
	const { usulan, asal, pengusulUnit, kecamatan, desa, volume, satuan, status, alasan, subkegiatanNama } = found;
	return {
		...{ code, at: receipt.at.toISOString(), renja: { tahun, jenis, perangkatDaerah, daerah } },
		usulan: {
			...{ usulan, asal },
			...(pengusulUnit ? { pengusulUnit } : {}),
			...(kecamatan ? { kecamatan } : {}),
			...(desa ? { desa } : {}),
			...(volume ? { volume } : {}),
			...(satuan ? { satuan } : {})
		},
		listed: found.removed ? ((await isWithdrawn(sql, renja.forumId, receipt.usulanId)) ? 'withdrawn' : 'removed') : 'yes',
		...{ status, alasan: alasan ?? null, subkegiatan: subkegiatanNama ?? null },
		history: await historyOf(sql, receipt.renjaId, receipt.usulanId)
	};
}
