import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { judgeZip } from './judge-zip.ts';

interface Part {
	name: string;
	/** As it stands in the file. */
	packed: Uint8Array;
	method?: number;
	/** What the directory says it is unpacked. */
	claims: number;
}

/** A zip that says of itself what it is told to say. */
function zipOf(parts: readonly Part[]): ArrayBuffer {
	const local: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const { name, packed, method = 8, claims } of parts) {
		const header = Buffer.alloc(30);
		header.writeUInt32LE(0x04034b50, 0);
		header.writeUInt16LE(method, 8);
		header.writeUInt32LE(packed.length, 18);
		header.writeUInt32LE(claims, 22);
		header.writeUInt16LE(name.length, 26);
		const entry = Buffer.alloc(46);
		entry.writeUInt32LE(0x02014b50, 0);
		entry.writeUInt16LE(method, 10);
		entry.writeUInt32LE(packed.length, 20);
		entry.writeUInt32LE(claims, 24);
		entry.writeUInt16LE(name.length, 28);
		entry.writeUInt32LE(offset, 42);
		local.push(header, Buffer.from(name), Buffer.from(packed));
		directory.push(entry, Buffer.from(name));
		offset += header.length + name.length + packed.length;
	}
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(parts.length, 10);
	end.writeUInt32LE(offset, 16);
	return new Uint8Array(Buffer.concat([...local, ...directory, end])).buffer;
}

const zeros = (megabytes: number): Uint8Array => deflateRawSync(Buffer.alloc(megabytes * 1024 * 1024));
const sheet = 'xl/worksheets/sheet1.xml';

test('a zip that says it is small and unpacks to much more is refused, in one part or in many', async () => {
	await expect(judgeZip(zipOf([{ name: sheet, packed: zeros(80), claims: 1000 }]))).rejects.toThrow('xlsx.tooLarge');
	const part = zeros(10);
	const many = Array.from({ length: 7 }, (_, index) => ({ name: `part${index}`, packed: part, claims: 10 }));
	await expect(judgeZip(zipOf(many))).rejects.toThrow('xlsx.tooLarge');
	await expect(judgeZip(zipOf(many.slice(1)))).resolves.toBeUndefined();
});

test('what cannot be unpacked, or lies outside of the file, is unreadable', async () => {
	const refused = async (bytes: ArrayBuffer) => expect(judgeZip(bytes)).rejects.toThrow('xlsx.unreadable');
	await refused(zipOf([{ name: sheet, packed: new Uint8Array(50).fill(0xff), claims: 50 }]));
	await refused(zipOf([{ name: sheet, packed: zeros(1), method: 99, claims: 50 }]));
	const outside = zipOf([{ name: sheet, packed: zeros(1), claims: 50 }]);
	const view = new DataView(outside);
	view.setUint32(outside.byteLength - 22 - sheet.length - 46 + 42, outside.byteLength, true);
	await refused(outside);
});

test('a workbook as programs write it passes, stored or packed', async () => {
	const book = new ExcelJS.Workbook();
	book.addWorksheet('Usulan').addRows([['Usulan'], ['Pelatihan']]);
	for (const compression of ['DEFLATE', 'STORE'] as const) {
		const bytes = new Uint8Array(await book.xlsx.writeBuffer({ zip: { compression } } as never));
		await expect(judgeZip(bytes.slice().buffer)).resolves.toBeUndefined();
	}
});
