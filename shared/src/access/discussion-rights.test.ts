import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { roles, type Actor, type Role } from './access.ts';
import { mayChangeCommentText, mayComment, mayRemoveComment, maySettleThread } from './discussion-rights.ts';

const renja = { perangkatDaerahId: 'diskop' };
const actor = (role: Role, perangkatDaerahId = 'diskop', unitId = role === 'staf' ? 'koperasi' : null): Actor => ({
	id: 'u',
	nama: role,
	grants: [{ role, perangkatDaerahId, unitId }]
});

const somebody = { author: 'somebody else' };
const doings: [string, (who: Actor) => boolean][] = [
	['write a comment or an answer', (who) => mayComment(who, renja, { author: who.id, kind: 'komentar' })],
	['write in the name of another', (who) => mayComment(who, renja, { ...somebody, kind: 'komentar' })],
	['write a note of the verifikator', (who) => mayComment(who, renja, { author: who.id, kind: 'verifikator' })],
	['own comment: change the text', (who) => mayChangeCommentText(who, renja, { author: who.id })],
	['own comment: remove, restore', (who) => mayRemoveComment(who, renja, { author: who.id })],
	['own thread: settle, open again', (who) => maySettleThread(who, renja, { author: who.id }, null)],
	["another's comment: change the text", (who) => mayChangeCommentText(who, renja, somebody)],
	["another's comment: remove, restore", (who) => mayRemoveComment(who, renja, somebody)],
	["another's thread on a row of his unit: settle, open again", (who) => maySettleThread(who, renja, somebody, 'koperasi')],
	["another's thread on a row of another unit: settle, open again", (who) => maySettleThread(who, renja, somebody, 'umkm')],
	["another's thread on a row of no unit, or on none: settle, open again", (who) => maySettleThread(who, renja, somebody, null)]
];

it('is the table in docs/access-discussion.md', async () => {
	const file = fileURLToPath(new URL('../../../docs/access-discussion.md', import.meta.url));
	const [words] = readFileSync(file, 'utf8').split('<!-- table -->');
	const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
	const table = [
		...['', row(['', ...roles]), `|${'---|'.repeat(roles.length + 1)}`],
		...doings.map(([name, may]) => row([name, ...roles.map((role) => (may(actor(role)) ? 'yes' : '–'))])),
		''
	];
	// `-u` writes the page anew.
	await expect(`${words}<!-- table -->\n${table.join('\n')}`).toMatchFileSnapshot(file);
});

it('lets nobody do anything in another perangkat daerah, in whatever unit', () => {
	for (const role of roles) {
		const stranger = actor(role, 'dinas-lain');
		expect(doings.filter(([, may]) => may(stranger))).toEqual([]);
	}
});

it('lets staf of all units, or of none, settle only what their grant names', () => {
	expect(maySettleThread(actor('staf', 'diskop', null), renja, somebody, 'koperasi')).toBe(false);
	expect(maySettleThread(actor('staf', 'diskop', null), renja, somebody, null)).toBe(false);
});
