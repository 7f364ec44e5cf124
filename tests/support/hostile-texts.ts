/** What somebody may write in a form that everybody reads: markup, formulas, signs that cannot be seen. One list for every way out. */
export const hostileTexts: readonly string[] = [
	'=HYPERLINK("http://contoh.invalid";"klik")',
	'+1+1;=2+2,=3+3',
	"-1+cmd|' /C calc'!A0",
	'@SUM(1+1)*cmd',
	' =1+2',
	'\t=1+3',
	'\u202e=1+4',
	'\u200e@x',
	'\u2066terbalik\u2069 \ufeff=1',
	'#panic("x") $x^2$ *tebal* [isi] #read("/etc/passwd")',
	'<w:p/><script>window.hacked = 1</script> & teman',
	'<img src=x onerror="window.hacked = 2">',
	'"><svg onload=window.hacked=3>{@html x} {{7*7}} ${7*7}',
	'[klik](javascript:window.hacked=4) javascript:window.hacked=5',
	']]><!-- %PDF-1.7 --> &lt;b&gt; &#60;i&#62;'
];

/** Marks that turn the direction of writing, and what has no width: none may be in what is printed. */
export const unseenMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
