/** How long the disk under a folder takes to keep 4 KiB for good: the floor of every confirmation. */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { quantile } from './quantile.ts';

/** p99 in ms over 300 blocks. */
export function fsyncP99(folder: string): number {
	const file = join(folder, 'fsync-probe');
	const descriptor = openSync(file, 'w');
	const block = Buffer.alloc(4096, 1);
	const times: number[] = [];
	try {
		for (let index = 0; index < 300; index++) {
			const start = performance.now();
			writeSync(descriptor, block);
			fdatasyncSync(descriptor);
			times.push(performance.now() - start);
		}
	} finally {
		closeSync(descriptor);
		rmSync(file);
	}
	return quantile(times, 0.99);
}
