/**
 * The sections of a Renja as Permendagri 86/2017 orders them: five Bab, of which those with parts are written part by part. The ids are the keys
 * of `narrative` and of `info.bidangBab`; what the document holds beyond them stays, and is shown after them.
 */
export interface Section {
	id: string;
	/** As printed before the title: `2.1`, or the Roman number of a Bab without parts. */
	number: string;
	title: string;
	/** The official table that belongs into it. */
	table?: string;
}

export interface Bab {
	/** Roman. */
	number: string;
	title: string;
	sections: readonly Section[];
}

const part = (number: string, title: string, table?: string): Section => ({ id: number, number, title, ...(table ? { table } : {}) });
const whole = (id: string, number: string, title: string, table?: string): Bab => ({
	number,
	title,
	sections: [{ ...part(number, title, table), id }]
});

export const babList: readonly Bab[] = [
	{
		number: 'I',
		title: 'Pendahuluan',
		sections: [
			part('1.1', 'Latar Belakang'),
			part('1.2', 'Landasan Hukum'),
			part('1.3', 'Maksud dan Tujuan'),
			part('1.4', 'Sistematika Penulisan')
		]
	},
	{
		number: 'II',
		title: 'Hasil Evaluasi Renja Perangkat Daerah Tahun Lalu',
		sections: [
			part('2.1', 'Evaluasi Pelaksanaan Renja Tahun Lalu dan Capaian Renstra Perangkat Daerah', 'T-C.29'),
			part('2.2', 'Analisis Kinerja Pelayanan Perangkat Daerah', 'T-C.30'),
			part('2.3', 'Isu-isu Penting Penyelenggaraan Tugas dan Fungsi Perangkat Daerah'),
			part('2.4', 'Review terhadap Rancangan Awal RKPD', 'T-C.31'),
			part('2.5', 'Penelaahan Usulan Program dan Kegiatan Masyarakat', 'T-C.32')
		]
	},
	{
		number: 'III',
		title: 'Tujuan dan Sasaran Perangkat Daerah',
		sections: [
			part('3.1', 'Telaahan terhadap Kebijakan Nasional'),
			part('3.2', 'Tujuan dan Sasaran Renja Perangkat Daerah'),
			part('3.3', 'Program dan Kegiatan')
		]
	},
	whole('4', 'IV', 'Rencana Kerja dan Pendanaan Perangkat Daerah', 'T-C.33'),
	whole('5', 'V', 'Penutup')
];

const byId = new Map(babList.flatMap(({ sections }) => sections).map((section) => [section.id, section]));

/** `2.1 Evaluasi …`, `Bab V Penutup`; the id itself where the list does not know it. */
export function sectionName(id: string): string {
	const section = byId.get(id);
	if (!section) return id;
	return `${section.id === section.number ? section.number : `Bab ${section.number}`} ${section.title}`;
}
