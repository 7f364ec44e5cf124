/** Starting other programs. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { PROJECT } from './project.mjs';

const PARENT_LOOK_MS = 1000;

/** Runs a program in the foreground and resolves with its exit code (128 + signal when a signal ended it). Signals are passed on. */
export function run(command, args, options = {}) {
	return runAll([{ command, args, ...options }]);
}

/** Runs programs side by side; when one ends the others are ended too. Resolves with the exit code of the one that ended first. */
export function runAll(programs) {
	const children = programs.map(({ command, args, env, cwd = PROJECT }) =>
		spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' })
	);
	const endAll = (signal) => {
		for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill(signal);
	};
	const handlers = {
		SIGTERM: () => endAll('SIGTERM'),
		SIGHUP: () => endAll('SIGTERM'),
		SIGINT: () => {
			// Ctrl+C in a terminal reaches the children by itself; twice would force them.
			if (!process.stdin.isTTY) endAll('SIGINT');
		}
	};
	for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
	const watch = watchParent(() => endAll('SIGTERM'));
	const ended = children.map(
		(child) =>
			new Promise((resolve, reject) => {
				child.once('error', reject);
				child.once('exit', (code, signal) => {
					endAll('SIGTERM');
					resolve(code ?? 128 + (constants.signals[signal] ?? 0));
				});
			})
	);
	return Promise.race(ended).then(async (code) => {
		await Promise.all(ended);
		clearInterval(watch);
		for (const [signal, handler] of Object.entries(handlers)) process.off(signal, handler);
		return code;
	});
}

/** npm does not pass SIGTERM on: when it is gone, what it started should go too. */
function watchParent(gone) {
	if (!process.env.npm_lifecycle_event) return undefined;
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		gone();
	}, PARENT_LOOK_MS);
	return timer;
}

/** Runs a program to its end with its output kept; resolves with {code, output}. `onLine` sees every line as it comes. */
export function runQuietly(command, args, { env = {}, cwd = PROJECT, shell = false, onLine = () => undefined } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, shell, stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		let rest = '';
		const take = (chunk) => {
			output += chunk;
			rest += chunk;
			const lines = rest.split(/\r?\n/);
			rest = lines.pop() ?? '';
			for (const line of lines) onLine(line);
		};
		child.stdout.setEncoding('utf8').on('data', take);
		child.stderr.setEncoding('utf8').on('data', take);
		child.once('error', reject);
		child.once('close', (code) => resolve({ code: code ?? 1, output }));
	});
}
