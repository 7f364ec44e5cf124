import { expect, it } from 'vitest';
import { measurementsPage } from './measurements.ts';

const page = (name: string, values: readonly number[]): string =>
	measurementsPage(['not a figure', ...values.map((value) => JSON.stringify({ scenario: 'crowd', [name]: value }))]);

it('says least, middle and largest of all runs, and whether the goal was met', () => {
	expect(page('cpuMsPer1000Deliveries', [7.5, 6.5, 6.9])).toContain('| 7 | 6.5 | 6.9 | 7.5 | 3 | not in every run |');
	expect(page('cpuMsPer1000Deliveries', [7.5, 10, 7.1])).toContain('| 7 | 7.1 | 7.5 | 10 | 3 | no |');
	expect(page('cpuMsPer1000Deliveries', [7])).toContain('| 7 | 7 | 7 | 7 | 1 | yes |');
});

it('leaves out what was not measured', () => {
	expect(measurementsPage([])).not.toMatch(/\| (crowd|flood)/);
});
