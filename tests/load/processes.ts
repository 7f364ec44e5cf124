/** CPU time and memory of processes, from /proc (Linux; elsewhere everything is 0). */
import { readdirSync, readFileSync } from 'node:fs';

/** Units of CPU time a second: fixed in the kernel's interface to programs. */
export const clockTicks = 100;

/** Fields after the name, which may itself hold spaces: state is the first. */
function stat(pid: number): string[] {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return text.slice(text.lastIndexOf(')') + 2).split(' ');
	} catch {
		return [];
	}
}

/** CPU time in clock ticks, children that ended included. */
export function cpuTicks(pids: readonly number[]): number {
	return pids.reduce((sum, pid) => sum + Number(stat(pid)[11] ?? 0) + Number(stat(pid)[12] ?? 0), 0);
}

/** Memory that is not shared with others, in MiB. */
export function memoryMiB(pids: readonly number[]): number {
	let pages = 0;
	for (const pid of pids) {
		try {
			const [, resident, shared] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number) as [number, number, number];
			pages += pids.length > 1 ? resident - shared : resident;
		} catch {
			// It has ended.
		}
	}
	return Math.round((pages * 4096) / 1024 / 1024);
}

/** Processes that this one started, and they in turn. */
export function descendants(root: number): number[] {
	let all: number[];
	try {
		all = readdirSync('/proc').map(Number).filter(Number.isInteger);
	} catch {
		return [];
	}
	const parents = new Map(all.map((pid) => [pid, Number(stat(pid)[1] ?? 0)]));
	const found: number[] = [];
	for (let level = [root]; level.length > 0;) {
		level = all.filter((pid) => level.includes(parents.get(pid) ?? 0));
		found.push(...level);
	}
	return found;
}
