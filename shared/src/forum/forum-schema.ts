/**
 * What may stand where in the Y.Doc of part `forum`: every register with a check of its value. The edit functions refuse by it in the
 * browser, the gate refuses by it on the server.
 */
import { isRupiah } from '../pagu/rupiah.ts';
import { isId, type RegisterKind } from '../renja/renja-schema.ts';
import { isCleanText } from '../usulan/clean-text.ts';
import { agendaKey, type ForumRoot } from './forum-document.ts';
import { asalUsulan, sessionStatuses, usulanStatuses } from './forum-types.ts';

/** Bounds on what a browser must hold, of one forum. */
export const forumMax: Readonly<Record<ForumRoot, number>> = { usulan: 5_000, sessions: 200, votes: 100_000, attendance: 5_000 };
export const lineMax = 500;
export const textMax = 5_000;
export const prioritasMax = 5;

type Check = (value: unknown) => boolean;

const text =
	(max: number): Check =>
	(value) =>
		typeof value === 'string' && value.length <= max && isCleanText(value);
const said =
	(max: number): Check =>
	(value) =>
		text(max)(value) && (value as string).trim() !== '';
const oneOf =
	(values: readonly string[]): Check =>
	(value) =>
		typeof value === 'string' && values.includes(value);
const count =
	(min: number, max: number): Check =>
	(value) =>
		typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
const order: Check = (value) => typeof value === 'string' && /^[A-Za-z0-9]{1,200}$/.test(value);
const mark: Check = (value) => value === true;
const day: Check = (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));

interface Registers {
	checks: Readonly<Record<string, Check>>;
	/** Once set, these stay. */
	required: readonly string[];
	/** Set where the map comes into being, and never again. */
	constant: readonly string[];
}

const registers: Readonly<Record<ForumRoot, Registers>> = {
	usulan: {
		checks: {
			asal: oneOf(asalUsulan),
			pengusulUnit: text(lineMax),
			kecamatan: text(lineMax),
			desa: text(lineMax),
			urusan: text(lineMax),
			usulan: said(textMax),
			permasalahan: text(textMax),
			volume: text(lineMax),
			satuan: text(lineMax),
			biaya: isRupiah,
			catatan: text(textMax),
			order,
			status: oneOf(usulanStatuses),
			alasan: said(textMax),
			decidedBy: isId,
			session: isId,
			subkegiatan: isId,
			subkegiatanNama: said(textMax),
			unit: isId,
			opinion: text(textMax),
			group: isId,
			usulVolume: text(lineMax),
			usulLokasi: text(textMax),
			usulPagu: isRupiah,
			removed: mark
		},
		required: ['asal', 'usulan', 'status'],
		constant: []
	},
	sessions: {
		checks: {
			judul: said(lineMax),
			tanggal: day,
			tempat: text(lineMax),
			status: oneOf(sessionStatuses),
			meja: isId,
			timerSeconds: count(1, 86_400),
			timerStartedAt: count(0, Number.MAX_SAFE_INTEGER),
			removed: mark
		},
		required: ['judul', 'tanggal', 'status'],
		constant: []
	},
	votes: {
		checks: { usulan: isId, account: isId, prioritas: count(1, prioritasMax) },
		required: ['usulan', 'account'],
		constant: ['usulan', 'account']
	},
	attendance: {
		checks: { session: isId, unsur: said(lineMax), lembaga: said(lineMax), jumlah: count(0, 100_000), order, removed: mark },
		required: ['session', 'unsur', 'lembaga', 'jumlah'],
		constant: ['session']
	}
};

export function requiredForumRegisters(root: ForumRoot): readonly string[] {
	return registers[root].required;
}

/** Every register of a root, for the table of rights. */
export function forumRegisterNames(root: ForumRoot): string[] {
	return Object.keys(registers[root].checks);
}

/** Ids of two kinds in one key. */
function isKey(root: ForumRoot, key: string | undefined): key is string {
	if (root !== 'votes') return isId(key);
	const [usulan, account, ...more] = (key ?? '').split('/');
	return more.length === 0 && isId(usulan) && isId(account);
}

/** The register at a path below a root (`['u1', 'status']`, `['s1', 'agenda', 'u1']`), or null when none may stand there. */
export function forumRegister(root: ForumRoot, path: readonly string[]): RegisterKind | null {
	const [id, field, key] = path;
	if (!isKey(root, id) || field === undefined) return null;
	if (isAgenda(root, path.slice(0, 2))) {
		if (path.length !== 3 || !isId(key)) return null;
		return { entity: `${id}/${agendaKey}`, field: key, check: order, optional: true, constant: false };
	}
	const { checks, required, constant } = registers[root];
	if (path.length !== 2 || !Object.hasOwn(checks, field)) return null;
	return { entity: id, field, check: checks[field] as Check, optional: !required.includes(field), constant: constant.includes(field) };
}

/** Whether a Y.Map, and nothing else, must stand at this path. */
export function isForumEntity(root: ForumRoot, path: readonly string[]): boolean {
	return (path.length === 1 && isKey(root, path[0])) || isAgenda(root, path);
}

function isAgenda(root: ForumRoot, path: readonly string[]): boolean {
	return root === 'sessions' && path.length === 2 && isId(path[0]) && path[1] === agendaKey;
}
