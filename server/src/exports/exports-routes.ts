/**
 * `GET /api/renja/:id/tables/:table.:format`: official tables of the live plan, T-C.33 also of a snapshot with `?snapshot=<id>`. T-C.32 is
 * made of the usulan as they stand now: a snapshot holds none.
 */
import { Hono } from 'hono';
import { layouts, type Layout, type RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { readUsulan } from '@rembug/shared/forum/forum-value.ts';
import { formsTC32, tableTC32, type FormTC32 } from '@rembug/shared/tables/t-c-32.ts';
import { tableTC33 } from '@rembug/shared/tables/t-c-33.ts';
import { tableNames, type OfficialTable, type TableName } from '@rembug/shared/tables/table-types.ts';
import type { TableAnswer } from '@rembug/shared/api/api-types.ts';
import { contentOf, visibleSnapshot } from '../approval/visible-snapshot.ts';
import type { SnapshotMeta } from '../approval/snapshot-queries.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { printedAt } from './printed-at.ts';
import { writeCsv } from './write-csv.ts';
import type { Renja } from '../renja/renja-queries.ts';
import { visibleRenja } from '../renja/visible-renja.ts';

const mediaTypes = {
	json: 'application/json; charset=utf-8',
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	pdf: 'application/pdf',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
} as const;
type Format = keyof typeof mediaTypes;

function isFormat(text: string): text is Format {
	return Object.hasOwn(mediaTypes, text);
}

export function exportsRoutes(deps: Deps) {
	return new Hono<AppEnv>().get('/api/renja/:id/tables/:file', requireSession(deps), async (c) => {
		const { actor } = c.get('signedIn');
		const renja = await visibleRenja(deps, actor, c.req.param('id'));
		const [name = '', format = ''] = c.req.param('file').split('.', 2);
		if (!isTableName(name) || !isFormat(format)) throw problem('table.notFound');
		if (name === 't-c-32' && c.req.query('snapshot')) throw problem('table.noSnapshot');
		const snapshot = await chosenSnapshot(deps, actor, renja, c.req.query('snapshot'));
		const plan = snapshot ? (await contentOf(deps, snapshot.id)).plan : await deps.rooms.read(renja.documentId, readRenja);
		const table = await tableOf(deps, name, renja, plan, c.req.query('layout'));

		const source = snapshot && { id: snapshot.id, number: snapshot.number, hash: snapshot.hash, at: snapshot.at };
		if (format === 'json') {
			const answer: TableAnswer = { ...table, snapshot: source };
			return c.json(answer);
		}
		await recordAudit(deps.sql, {
			action: 'table.exported',
			accountId: actor.id,
			renjaId: renja.id,
			detail: { table: name, format, snapshotId: snapshot?.id ?? null, number: snapshot?.number ?? null }
		});
		const note = printNote(snapshot);
		const body = format === 'csv' ? writeCsv(table, note.source) : await deps.print({ format, table, note });
		return c.body(body, 200, {
			'content-type': mediaTypes[format],
			'content-disposition': `attachment; filename="${fileName(table, renja, snapshot)}.${format}"`,
			'cache-control': 'no-store'
		});
	});
}

function isTableName(text: string): text is TableName {
	return (tableNames as readonly string[]).includes(text);
}

/** layout: another form of the table than the usual one; one that it does not have counts as none. */
async function tableOf(
	{ rooms }: Pick<Deps, 'rooms'>,
	name: TableName,
	renja: Renja,
	plan: RenjaValue,
	layout: string | undefined
): Promise<OfficialTable> {
	if (name === 't-c-33') return tableTC33(withLayout(plan, layout));
	const form = formsTC32.find((one): one is FormTC32 => one === layout);
	return tableTC32(plan, await rooms.read(renja.forumId, readUsulan), form);
}

async function chosenSnapshot(
	deps: Deps,
	actor: Parameters<typeof visibleSnapshot>[1],
	renja: Renja,
	id: string | undefined
): Promise<SnapshotMeta | null> {
	if (!id) return null;
	const { meta } = await visibleSnapshot(deps, actor, id);
	if (meta.renjaId !== renja.id) throw problem('snapshot.notFound');
	return meta;
}

/** `?layout=` prints the other form without changing the plan. */
function withLayout(plan: RenjaValue, layout: string | undefined): RenjaValue {
	return layouts.includes(layout as Layout) ? { ...plan, info: { ...plan.info, layout: layout as Layout } } : plan;
}

function printNote(snapshot: SnapshotMeta | null): { source: string; at: Date } {
	if (!snapshot) {
		const now = new Date();
		return { source: `Naskah kerja, belum menjadi snapshot. Dibuat ${printedAt(now)}`, at: now };
	}
	const at = new Date(snapshot.at);
	const state = snapshot.decision?.decision === 'approve' ? 'disetujui' : 'belum disetujui';
	return { source: `Snapshot ${snapshot.number} (${state}), ${printedAt(at)}, SHA-256 ${snapshot.hash}`, at };
}

/** Letters, digits, dots and hyphens only, so that every system takes the name as it is. */
function fileName(table: OfficialTable, renja: Renja, snapshot: SnapshotMeta | null): string {
	const office = renja.perangkatDaerah
		.toLowerCase()
		.normalize('NFKD')
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 60);
	return [
		table.sheetName,
		'renja',
		renja.jenis === 'perubahan' ? 'perubahan' : '',
		String(renja.tahun),
		office,
		snapshot ? `snapshot-${snapshot.number}` : ''
	]
		.filter(Boolean)
		.join('-');
}
