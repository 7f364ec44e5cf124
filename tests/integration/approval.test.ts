import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SnapshotDetail, SnapshotVerification, StageAnswer, TableAnswer, VerifyHashAnswer } from '@rembug/shared/api/api-types.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import type { NodeValue, RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { canonicalJson } from '@rembug/shared/snapshot/canonical-json.ts';
import { connectClient, type StockClient } from '../support/clients.ts';
import { DEMO_PASSWORD, DEMO_RENJA, makePlanners, signIn, type SignedIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const renja = `/api/renja/${DEMO_RENJA}`;

let server: TestServer;
let perencana: SignedIn;
let kepala: SignedIn;

beforeAll(async () => {
	server = await startServer();
	[perencana, kepala] = await Promise.all([signIn(server, 'perencana'), signIn(server, 'kepala-dinas')]);
});
afterAll(() => server.stop());

async function get<T>(who: SignedIn, path: string): Promise<T> {
	const answer = await who.call('GET', path);
	expect(answer.status, path).toBe(200);
	return (await answer.json()) as T;
}

/** Submits, and returns the snapshot with its content. */
async function submit(): Promise<SnapshotDetail> {
	const answer = await perencana.call('POST', `${renja}/stage`, { to: 'diajukan', reason: '' });
	expect(answer.status).toBe(200);
	const { snapshot } = (await answer.json()) as StageAnswer;
	return get(perencana, `/api/snapshots/${snapshot?.id}`);
}

function decide(id: string, decision: 'approve' | 'return', note = ''): Promise<Response> {
	return kepala.call('POST', `/api/snapshots/${id}/decision`, { decision, note, password: DEMO_PASSWORD });
}

test('a snapshot taken amid steady edits is the plan as everybody sees it from then on', async () => {
	const editors: { client: StockClient; stop: () => void }[] = [];
	await makePlanners(server, ['koperasi', 'umkm']);
	for (const username of ['sekretariat', 'koperasi', 'umkm']) {
		const client = await connectClient(server, await signIn(server, username));
		const sub = (await get<RenjaValue>(perencana, renja)).nodes.filter((node) => node.level === 'subkegiatan')[editors.length] as NodeValue;
		let value = 1;
		const timer = setInterval(() => {
			applyEdit(client.doc, { edit: 'setAmount', args: { id: sub.id, field: 'pagu', value: value++ } });
		}, 10);
		editors.push({ client, stop: () => clearInterval(timer) });
	}
	const before = await get<RenjaValue>(perencana, renja);
	await waitFor(async () => (await get<RenjaValue>(perencana, renja)).totals.pagu !== before.totals.pagu, { what: 'edits arrive' });

	const snapshot = await submit();
	for (const { client, stop } of editors) {
		stop();
		client.close();
	}
	expect(canonicalJson(await get(perencana, renja))).toBe(canonicalJson(snapshot.content.plan));
	expect((await get<SnapshotVerification>(kepala, `/api/snapshots/${snapshot.id}/verify`)).ok).toBe(true);

	const returned = await decide(snapshot.id, 'return', 'Kembalikan pagu semula');
	expect(returned.status).toBe(200);
	const editor = await connectClient(server, perencana);
	const sub = snapshot.content.plan.nodes.find((node) => node.level === 'subkegiatan') as NodeValue;
	applyEdit(editor.doc, { edit: 'setAmount', args: { id: sub.id, field: 'pagu', value: 123_456 } });
	await waitFor(async () => (await get<RenjaValue>(perencana, renja)).nodes.some((node) => node.pagu === 123_456), {
		what: 'an edit after the return'
	});
	editor.close();
});

test('an approved snapshot prints with its hash, and anybody may ask for that hash', async () => {
	const snapshot = await submit();
	expect((await decide(snapshot.id, 'approve')).status).toBe(200);
	expect((await decide(snapshot.id, 'approve')).status).toBe(409);

	const table = await get<TableAnswer>(perencana, `${renja}/tables/t-c-33.json?snapshot=${snapshot.id}`);
	expect(table.snapshot).toMatchObject({ hash: snapshot.hash, number: snapshot.number });
	expect(table.foot[0]?.cells[5]).toEqual([{ kind: 'rupiah', value: snapshot.content.plan.totals.pagu }]);

	const file = await perencana.call('GET', `${renja}/tables/t-c-33.xlsx?snapshot=${snapshot.id}`);
	expect(file.headers.get('content-disposition')).toContain(`-snapshot-${snapshot.number}.xlsx"`);
	const workbook = new ExcelJS.Workbook();
	await workbook.xlsx.load(await file.arrayBuffer());
	expect(workbook.worksheets[0]?.headerFooter.oddFooter).toContain(snapshot.hash);

	const asked = (await (await fetch(`${server.url}/api/verify/${snapshot.hash}`)).json()) as VerifyHashAnswer;
	expect(asked).toMatchObject({ exists: true, intact: true, number: snapshot.number, tahun: 2024, approvedAt: expect.any(String) });
	expect(await (await fetch(`${server.url}/api/verify/${'0'.repeat(64)}`)).json()).toEqual({ exists: false });
});

test('who may not see the Renja learns nothing of its snapshots and tables', async () => {
	const [{ id } = { id: '' }] = await get<{ id: string }[]>(perencana, `${renja}/snapshots`);
	const admin = await signIn(server, 'admin');
	const paths = [
		`${renja}/snapshots`,
		`${renja}/tables/t-c-33.xlsx`,
		`/api/snapshots/${id}`,
		`/api/snapshots/${id}/diff/previous`,
		`/api/snapshots/${id}/verify`
	];
	for (const path of paths) {
		expect((await admin.call('GET', path)).status, path).toBe(404);
		expect((await fetch(server.url + path)).status, path).toBe(401);
	}
});
