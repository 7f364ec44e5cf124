/**
 * For `node --import`: the wall clock of this process goes wrong by as many milliseconds as the file CLOCK_FILE says, as if somebody had
 * set it; after SIGUSR2 it is read anew, and said so on stdout. What is measured by performance.now, timers and other processes goes on as before.
 */
import { readFileSync } from 'node:fs';

const RightDate = Date;
let shift = 0;

function readShift() {
	try {
		shift = Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));
	} catch {
		shift = 0;
	}
}
process.on('SIGUSR2', () => {
	readShift();
	process.stdout.write(`clock: ${shift}\n`);
});
readShift();

globalThis.Date = class Date extends RightDate {
	constructor(...parts) {
		if (parts.length === 0) super(RightDate.now() + shift);
		else super(...parts);
	}

	static now() {
		return RightDate.now() + shift;
	}
};
