/**
 * Typst makes the PDFs: a form of ours (`*.typ`) and the content as JSON beside it. Content is never put into the source of a form, so no
 * text of anybody's can become markup. Call it in a thread that ends afterwards: it works synchronously, and keeps what it compiled.
 */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const cuts = ['400Regular/Inter_400Regular', '400Regular_Italic/Inter_400Regular_Italic', '700Bold/Inter_700Bold'];

/** Bytes of the PDF. form: a file beside this one. content: read in the form with `json(bytes(sys.inputs.content))`. at: the time it bears. */
export function compileTypst(form: string, content: unknown, at: Date): Uint8Array<ArrayBuffer> {
	// Fonts come along: an unknown one would silently be replaced by whatever the machine has.
	const fontBlobs = cuts.map((cut) => readFileSync(require.resolve(`@expo-google-fonts/inter/${cut}.ttf`)));
	const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs }] });
	const pdf = compiler.pdf(
		{ mainFileContent: readFileSync(new URL(form, import.meta.url), 'utf8'), inputs: { content: JSON.stringify(content) } },
		{ creationTimestamp: Math.floor(at.getTime() / 1000) }
	);
	return new Uint8Array(pdf);
}
