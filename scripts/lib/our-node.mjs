/** Which Node runs the server and the tools: the one from the packages (Linux), else the user's own. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { at, fail } from './project.mjs';

const OWN_ENOUGH = [22, 17];
const BOOTSTRAP_ENOUGH = [20, 0];

/** Whether the packages bring a Node for this machine. */
export function hasPackagedNode() {
	return process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64');
}

/** Refuses a Node with which the commands cannot work, before anything is installed. */
export function requireNode() {
	if (hasPackagedNode()) {
		if (!atLeast(BOOTSTRAP_ENOUGH))
			fail(`Node.js ${process.versions.node} terlalu lama. Pasang Node.js 20 atau yang lebih baru, lalu ulangi.`);
	} else requireOwnNode();
}

/** Path of the Node to run things with; call it after the packages are installed. */
export function ourNode() {
	const packaged = at('node_modules', '.bin', 'node');
	if (hasPackagedNode() && existsSync(packaged) && spawnSync(packaged, ['--version']).status === 0) return packaged;
	requireOwnNode();
	return process.execPath;
}

function requireOwnNode() {
	if (!atLeast(OWN_ENOUGH)) {
		fail(
			`Node.js ${process.versions.node} terlalu lama untuk ${process.platform}-${process.arch}. Pasang Node.js ${OWN_ENOUGH.join('.')} atau yang lebih baru, lalu ulangi.`
		);
	}
}

function atLeast([major, minor]) {
	const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
	return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
