import { expect, test } from 'vitest';
import { colorOf, palette } from './color.ts';

function luminance(color: string): number {
	const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
		const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test.each(palette)('%s is readable on white (WCAG AA)', (color) => {
	expect(1.05 / (luminance(color) + 0.05)).toBeGreaterThanOrEqual(4.5);
});

test('a person keeps the same colour', () => {
	expect(colorOf('demo-koperasi')).toBe(colorOf('demo-koperasi'));
	expect(palette).toContain(colorOf(''));
});

test('the demo accounts can be told apart', () => {
	const colors = ['perencana', 'sekretariat', 'koperasi', 'umkm', 'kepala-dinas', 'verifikator'].map((name) => colorOf(`demo-${name}`));
	expect(new Set(colors).size).toBe(colors.length);
});
