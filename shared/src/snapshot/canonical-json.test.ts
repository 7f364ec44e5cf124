import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test('spells keys in one order, whatever order they were set in', () => {
	expect(canonicalJson({ b: 1, a: { d: [1, 2], c: null } })).toBe('{"a":{"c":null,"d":[1,2]},"b":1}');
	expect(canonicalJson({ a: { c: null, d: [1, 2] }, b: 1 })).toBe(canonicalJson({ b: 1, a: { d: [1, 2], c: null } }));
});

test('leaves absent keys out and writes both zeros alike', () => {
	expect(canonicalJson({ a: undefined, b: -0 })).toBe('{"b":0}');
});

test('refuses what JSON cannot hold', () => {
	for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1]) expect(() => canonicalJson(value)).toThrow(TypeError);
});

test('is JSON with the same meaning, and stays itself when read and written again', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			const text = canonicalJson(value);
			expect(canonicalJson(JSON.parse(text))).toBe(text);
			expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value, (_, entry) => (Object.is(entry, -0) ? 0 : entry))));
		})
	);
});
