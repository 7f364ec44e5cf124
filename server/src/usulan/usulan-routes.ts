/** How usulan come in by form and by table; persons and files that belong to them; receipts. What stands in the document, the forum's room says. */
import { Hono } from 'hono';
import { z } from 'zod';
import { mayImportUsulan } from '@rembug/shared/access/usulan-rights.ts';
import type { EnteredUsulan, ImportedUsulan, OwnUsulanAnswer, UsulanFileMeta } from '@rembug/shared/api/usulan-types.ts';
import { forumMax } from '@rembug/shared/forum/forum-schema.ts';
import { isId } from '@rembug/shared/renja/renja-schema.ts';
import { cleanLine } from '@rembug/shared/usulan/clean-text.ts';
import { importMax } from '@rembug/shared/usulan/read-usulan-table.ts';
import type { UsulanPerson } from '@rembug/shared/usulan/usulan-candidate.ts';
import { readUsulanInput } from '@rembug/shared/usulan/usulan-input.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import { lockUntilCommit } from '../database/lock-queries.ts';
import type { Deps } from '../deps.ts';
import { problem, usulanProblem } from '../errors.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { addressOf } from '../people/session-routes.ts';
import { readJson } from '../read-json.ts';
import { changeOwnUsulan, withdrawUsulan } from './change-usulan.ts';
import { enterUsulan, recordImport, subkegiatanByName, type NewUsulan } from './enter-usulan.ts';
import { createLookupLimit } from './lookup-limit.ts';
import { ownUsulan } from './own-usulan.ts';
import { openRenja, openUsulan, personalUsulan } from './open-usulan.ts';
import { newReceiptCode } from './receipt-codes.ts';
import { lookUpReceipt } from './receipts.ts';
import { fileBytesMax, filesPerUsulanMax, fileTypeOf, withoutMetadata, type FileType } from './usulan-file.ts';
import { usulanIn } from './usulan-in.ts';
import * as queries from './usulan-queries.ts';

const id = z.string().refine(isId);
const importBody = z.object({ id, keepPersons: z.boolean().default(false), usulan: z.array(z.unknown()) });
const receiptsBody = z.object({ usulan: z.array(id).max(forumMax.usulan) });
const removeBody = z.object({ reason: z.string().trim().min(1, 'file.reasonMissing').max(1000, 'file.reasonMissing') });
const lookupsPerMinute = 60;

export function usulanRoutes(deps: Deps) {
	const session = requireSession(deps);
	const lookups = createLookupLimit(lookupsPerMinute);
	return new Hono<AppEnv>()
		.get('/api/usulan', session, async (c) => {
			const answer: OwnUsulanAnswer = await ownUsulan(deps, c.get('signedIn').actor);
			return c.json(answer);
		})
		.get('/api/usulan/:code', async (c) => {
			if (!lookups.take(addressOf(c, deps.config))) throw problem('receipt.tooMany');
			return c.json(await lookUpReceipt(deps, c.req.param('code')));
		})
		.post('/api/renja/:id/usulan', session, async (c) => {
			const { actor } = c.get('signedIn');
			const renja = await openRenja(deps, actor, c.req.param('id'));
			const given = await readJson(c, z.looseObject({ id }));
			const [entered] = await enterUsulan(deps, actor, renja, [readEntry(given.id, given)]);
			return c.json(entered as EnteredUsulan, 201);
		})
		.post('/api/renja/:id/usulan/import', session, async (c) => {
			const { actor } = c.get('signedIn');
			const renja = await openRenja(deps, actor, c.req.param('id'));
			if (!mayImportUsulan(actor, renja)) throw problem('grant.missing');
			const { id: importId, keepPersons, usulan } = await readJson(c, importBody);
			if (usulan.length > importMax) throw problem('usulan.tooMany');
			if (usulan.length === 0) throw problem('request.invalid');
			const nodeOf = await subkegiatanByName(deps, renja);
			const items = usulan.map((given, index): NewUsulan => {
				const entry = readEntry(`${importId.slice(0, 40)}-${index + 1}`, given, `Usulan ke-${index + 1}.`);
				const name = (given as { subkegiatan?: unknown }).subkegiatan;
				return {
					...entry,
					person: keepPersons ? entry.person : null,
					subkegiatan: typeof name === 'string' ? nodeOf(cleanLine(name).text) : undefined
				};
			});
			const entered = await enterUsulan(deps, actor, renja, items);
			const persons = items.filter(({ person }) => person !== null).length;
			await recordImport(deps, actor, renja, { importId: importId.slice(0, 40), count: items.length, persons });
			const answer: ImportedUsulan = { entered, linked: items.filter(({ subkegiatan }) => subkegiatan !== undefined).length };
			return c.json(answer, 201);
		})
		.post('/api/renja/:id/usulan/receipts', session, async (c) => {
			const { actor } = c.get('signedIn');
			const renja = await openRenja(deps, actor, c.req.param('id'));
			if (!mayImportUsulan(actor, renja)) throw problem('grant.missing');
			const { usulan } = await readJson(c, receiptsBody);
			const present = await deps.rooms.read(renja.forumId, (doc) => usulan.filter((one) => usulanIn(doc, one) !== undefined));
			const codes = present.map((usulanId) => ({ usulanId, code: newReceiptCode() }));
			const receipts = await queries.giveReceipts(deps.sql, renja.id, actor.id, codes);
			return c.json(receipts.map(({ usulanId, code }): EnteredUsulan => ({ id: usulanId, code })));
		})
		.put('/api/renja/:id/usulan/:usulanId', session, async (c) => {
			const { id: renjaId, usulanId } = c.req.param();
			const { input } = readEntry(usulanId, await readJson(c, z.looseObject({})));
			await changeOwnUsulan(deps, c.get('signedIn').actor, renjaId, usulanId, input);
			return c.body(null, 204);
		})
		.post('/api/renja/:id/usulan/:usulanId/withdraw', session, async (c) => {
			const { id: renjaId, usulanId } = c.req.param();
			await withdrawUsulan(deps, c.get('signedIn').actor, renjaId, usulanId);
			return c.body(null, 204);
		})
		.post('/api/renja/:id/usulan/:usulanId/receipt', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { renja, usulan } = await openUsulan(deps, actor, c.req.param('id'), c.req.param('usulanId'));
			const [receipt] = await queries.giveReceipts(deps.sql, renja.id, actor.id, [{ usulanId: usulan.id, code: newReceiptCode() }]);
			return c.json({ id: usulan.id, code: receipt?.code ?? '' } satisfies EnteredUsulan);
		})
		.get('/api/renja/:id/usulan/:usulanId/person', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { renja, usulan } = await personalUsulan(deps, actor, c.req.param('id'), c.req.param('usulanId'));
			const person: UsulanPerson = await deps.sql.begin(async (tx) => {
				const found = await queries.findPerson(tx, renja.id, usulan.id);
				const detail = { usulanId: usulan.id };
				if (found) await recordAudit(tx, { action: 'usulan.personRead', accountId: actor.id, renjaId: renja.id, detail });
				return found ?? {};
			});
			return c.json(person);
		})
		.put('/api/renja/:id/usulan/:usulanId/person', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { renja, usulan } = await personalUsulan(deps, actor, c.req.param('id'), c.req.param('usulanId'));
			const given = await readJson(c, z.looseObject({}));
			const { person } = readEntry(usulan.id, { asal: 'langsung', usulan: 'x', person: given });
			await deps.sql.begin(async (tx) => {
				if (person) await queries.savePersons(tx, renja.id, actor.id, [{ usulanId: usulan.id, ...person }]);
				else await queries.removePersons(tx, renja.id, [usulan.id]);
				const detail = { usulanId: usulan.id };
				await recordAudit(tx, { action: 'usulan.personWritten', accountId: actor.id, renjaId: renja.id, detail });
			});
			return c.body(null, 204);
		})
		.get('/api/renja/:id/usulan/:usulanId/berkas', session, async (c) => {
			const { renja, usulan } = await openUsulan(deps, c.get('signedIn').actor, c.req.param('id'), c.req.param('usulanId'));
			return c.json(await queries.filesOf(deps.sql, renja.id, usulan.id));
		})
		.post('/api/renja/:id/usulan/:usulanId/berkas', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { renja, usulan } = await personalUsulan(deps, actor, c.req.param('id'), c.req.param('usulanId'));
			const { type, bytes } = readFile(new Uint8Array(await c.req.arrayBuffer()));
			const nama = nameOf(c.req.query('nama'), type);
			const file = { id: crypto.randomUUID(), renjaId: renja.id, usulanId: usulan.id, nama, type, bytes, accountId: actor.id };
			await deps.sql.begin(async (tx) => {
				await lockUntilCommit(tx, `usulan-files-${renja.id}-${usulan.id}`);
				if ((await queries.filesOf(tx, renja.id, usulan.id)).length >= filesPerUsulanMax) throw problem('file.tooMany');
				await queries.insertFile(tx, file);
				const detail = { usulanId: usulan.id, fileId: file.id, type, size: bytes.length };
				await recordAudit(tx, { action: 'usulan.fileAdded', accountId: actor.id, renjaId: renja.id, detail });
			});
			const answer: UsulanFileMeta = { id: file.id, nama, type, size: bytes.length, at: new Date().toISOString() };
			return c.json(answer, 201);
		})
		.get('/api/renja/:id/usulan/:usulanId/berkas/:fileId', session, async (c) => {
			const { id: renjaId, usulanId, fileId } = c.req.param();
			const { renja, usulan } = await openUsulan(deps, c.get('signedIn').actor, renjaId, usulanId);
			const file = await queries.findFile(deps.sql, renja.id, usulan.id, fileId);
			if (!file) throw problem('file.notFound');
			return c.body(new Uint8Array(file.bytes), 200, {
				'content-type': file.type,
				// Whatever a browser makes of it: no script, no frame, nothing of this site.
				'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
				'content-disposition': `${file.type === 'application/pdf' ? 'attachment' : 'inline'}; filename="${file.nama}"`,
				'cache-control': 'private, max-age=3600'
			});
		})
		.delete('/api/renja/:id/usulan/:usulanId/berkas/:fileId', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { id: renjaId, usulanId, fileId } = c.req.param();
			const { renja, usulan } = await personalUsulan(deps, actor, renjaId, usulanId);
			const { reason } = await readJson(c, removeBody);
			await deps.sql.begin(async (tx) => {
				const file = { renjaId: renja.id, usulanId: usulan.id, id: fileId, accountId: actor.id, reason };
				if (!(await queries.removeFile(tx, file))) throw problem('file.notFound');
				const detail = { usulanId: usulan.id, fileId, reason };
				await recordAudit(tx, { action: 'usulan.fileRemoved', accountId: actor.id, renjaId: renja.id, detail });
			});
			return c.body(null, 204);
		});
}

/** What somebody sent as one usulan, or the first entry of it that is wrong. */
function readEntry(usulanId: string, given: unknown, which?: string): NewUsulan {
	const reading = readUsulanInput(given);
	if (reading.ok) return { id: usulanId, input: reading.input, person: reading.person };
	const [first] = reading.problems;
	throw usulanProblem(first?.field ?? '', first?.problem ?? 'invalid', which);
}

function readFile(given: Uint8Array): { type: FileType; bytes: Uint8Array } {
	if (given.length > fileBytesMax) throw problem('file.tooLarge');
	const type = fileTypeOf(given);
	if (!type) throw problem('file.type');
	try {
		return { type, bytes: withoutMetadata(given, type) };
	} catch (error) {
		if (error instanceof RangeError) throw problem('file.broken');
		throw error;
	}
}

const endings: Readonly<Record<FileType, string>> = {
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/webp': 'webp',
	'application/pdf': 'pdf'
};

/** A name that may stand in a header and on any disk; its ending is that of what it is. */
function nameOf(given: string | undefined, type: FileType): string {
	const plain = (given ?? '')
		.normalize('NFKD')
		.replace(/\.[^.]*$/, '')
		.replace(/[^A-Za-z0-9 ._-]/g, '')
		.trim()
		.slice(0, 80);
	return `${plain === '' || /^\.+$/.test(plain) ? 'berkas' : plain}.${endings[type]}`;
}
