/**
 * The place of a usulan out of an address as people write it: desa and kecamatan, and nothing finer. House, street, RT/RW and dusun are
 * personal data and stay out of the document. Understood are `Desa A, Kec. B`, the bare name of a desa before `Kab. X`, and the way in
 * which the national system prints addresses: `<street>, Kab. X, <kecamatan>, <desa>`.
 */

export interface Place {
	desa: string | null;
	kecamatan: string | null;
	/** The address holds more than desa and kecamatan, and that was left out. */
	isFiner: boolean;
	/** Two different names of a desa; the first that is called one was taken. */
	otherDesa: string | null;
}

const kabupaten = /^(?:kabupaten|kab\b\.?|kota\b)/i;
/** Words that begin something finer than a desa. */
const finerWords =
	'jl|jln|jalan|gang|gg|rt|rw|dusun|dsn|dukuh|lingkungan|blok|perum|perumahan|no|nomor|km|kampung|kp|raya|toko|rumah|balai|kantor|bumdes|pkk';
const placeWords = 'desa|ds|kelurahan|kel|kecamatan|kec|kabupaten|kab|kota|provinsi|prov';
/** Where the name of a place ends, if no comma does it. */
const nameEnd = new RegExp(`(?:^|[^\\p{L}\\d])(?:${placeWords}|${finerWords})(?![\\p{L}\\d])|[^\\p{L}\\s.'-]`, 'iu');
const desaWord = /\b(?:desa\b|ds\.|kelurahan\b|kel\.)\s*/gi;
const kecamatanWord = /\b(?:kecamatan\b|kec\b\.?)\s*/gi;
/** What follows the word desa in a sentence and is no name. */
const beginsNoName = /^(?:se|setempat|dan|ini|kami|di|yang|untuk)\b/i;
const nameLengthMax = 40;

export function splitPlace(address: string): Place {
	const parts = address
		.split(/[,\n]/)
		.map((part) => part.replace(/\s+/g, ' ').trim())
		.filter((part) => /\p{L}/u.test(part));
	const region = parts.findIndex((part) => kabupaten.test(part));
	const before = (region < 0 ? parts : parts.slice(0, region)).map(withoutRegion).filter((part) => part !== '');
	const after = region < 0 ? [] : parts.slice(region + 1);

	const said = {
		desa: firstNamed(before, desaWord),
		kecamatan: firstNamed([...before, ...after], kecamatanWord)
	};
	const plain = after
		.filter((part) => !kecamatanWordAt(part))
		.map(nameOf)
		.filter((name) => name !== '');
	const kecamatan = said.kecamatan ?? (region >= 0 ? (plain[0] ?? null) : null);
	const desaAfter = region >= 0 ? (firstNamed(after, desaWord) ?? (said.kecamatan && plain.length < 2 ? null : (plain[1] ?? null))) : null;
	const bare = before.length === 1 && isBareName(before[0] as string) ? nameOf(before[0] as string) : null;
	const spoken = said.desa === null ? null : shortened(said.desa, kecamatan, desaAfter);
	const desa = spoken ?? bare ?? desaAfter;

	return {
		desa: desa === null ? null : titled(desa),
		kecamatan: kecamatan === null ? null : titled(kecamatan),
		isFiner: before.some((part) => part !== '' && leftOf(part, [desa, kecamatan, said.desa])),
		otherDesa: desa !== null && desaAfter !== null && !isAlike(desa, desaAfter) ? titled(desaAfter) : null
	};
}

/** A desa that a text names in passing; only where it is written like a name, so that no word of the sentence is taken for one. */
export function desaInText(text: string): string | null {
	for (const match of text.matchAll(/\b(?:[Dd]esa|[Kk]elurahan)\s+(\p{Lu}\p{Ll}{2,30})/gu)) {
		const name = match[1] as string;
		if (!beginsNoName.test(name)) return name;
	}
	return null;
}

function kecamatanWordAt(part: string): boolean {
	return new RegExp(`^${kecamatanWord.source}`, 'i').test(part);
}

/** `… Kabupaten Pasuruan` at the end of a part that begins with something else. */
function withoutRegion(part: string): string {
	return part.replace(/\s+(?:kabupaten|kab\b\.?)\s.*$/i, '').trim();
}

/** '' when the text does not begin with a name. */
function nameOf(text: string): string {
	const end = text.search(nameEnd);
	const name = (end < 0 ? text : text.slice(0, end)).replace(/^[.\s:'-]+|[.\s:'-]+$/g, '');
	return name.length > nameLengthMax ? '' : name;
}

/** The name behind the first word that calls it a desa, or a kecamatan. */
function firstNamed(parts: readonly string[], word: RegExp): string | null {
	for (const part of parts) {
		for (const match of part.matchAll(word)) {
			const rest = part.slice(match.index + match[0].length);
			const name = beginsNoName.test(rest) ? '' : nameOf(rest);
			if (name !== '') return name;
		}
	}
	return null;
}

/** `Gendro Tukur Pasuruan` where kecamatan Tukur or desa Gendro is known from the end of the address. */
function shortened(name: string, kecamatan: string | null, desaAfter: string | null): string {
	const [first, ...more] = name.split(' ');
	if (desaAfter !== null && letters(name).startsWith(letters(desaAfter))) return desaAfter;
	const at = kecamatan === null ? -1 : more.findIndex((word) => letters(word) === letters(kecamatan));
	return at < 0 ? name : [first, ...more.slice(0, at)].join(' ');
}

/** Whether a text can be the name of a desa or kecamatan and holds nothing finer: no number, street, RT/RW or dusun. */
export function isPlaceName(text: string): boolean {
	return text !== '' && nameOf(text) === text;
}

function isBareName(part: string): boolean {
	return isPlaceName(part) && !beginsNoName.test(part) && part.split(' ').length <= 4;
}

function leftOf(part: string, names: readonly (string | null)[]): boolean {
	let rest = part.replace(desaWord, ' ').replace(kecamatanWord, ' ');
	for (const name of names) if (name !== null) rest = rest.replace(name, ' ');
	return /[\p{L}\d]/u.test(rest);
}

function letters(name: string): string {
	return name.toLowerCase().replace(/[^\p{L}\d]/gu, '');
}

function isAlike(one: string, other: string): boolean {
	return letters(one) === letters(other);
}

/** Names in capitals or small letters only are written as names. */
export function titled(name: string): string {
	if (name !== name.toLowerCase() && name !== name.toUpperCase()) return name;
	return name.toLowerCase().replace(/(?<=^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase());
}
