/**
 * The 41 usulan of the T-C.32 printed in a Renja of a kabupaten (Kab. Malang, 2022): facts as published, with numbers in the place of the
 * names of those who proposed them, and places no finer than the desa or dusun.
 */
import ExcelJS from 'exceljs';
import rows from './usulan-kab-malang.json' with { type: 'json' };

export const usulanKabMalang: readonly {
	pengusul: string;
	urusan: string;
	usulan: string;
	volume: string;
	permasalahan: string;
	alamat: string;
}[] = rows;

/** As an office keeps them: a workbook with the columns of the printed table below its title. */
export async function usulanWorkbook(): Promise<Buffer> {
	const book = new ExcelJS.Workbook();
	book
		.addWorksheet('T-C.32')
		.addRows([
			['Usulan Program dan Kegiatan dari Para Pemangku Kepentingan'],
			['NO', 'Pengusul', 'Urusan', 'Usulan', 'Volume', 'Permasalahan', 'Alamat', 'Catatan'],
			...rows.map((row, index) => [index + 1, row.pengusul, row.urusan, row.usulan, row.volume, row.permasalahan, row.alamat, ''])
		]);
	return Buffer.from(await book.xlsx.writeBuffer());
}
