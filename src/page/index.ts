/**
 * A flow as one file for any browser: the panel with its host, made of the parts that are shipped.
 *
 * `pageOf` writes the file. Its code is that of the parts, each a CommonJS module that requires those before it, packed by
 * gzip; a loader of a few lines unpacks and runs it. The policy of the page allows these two scripts and one sheet, by their
 * hashes, and nothing else: no request leaves the page. The flow stands in it as JSON, and
 * so do the texts that the panel says (`texts.ts`).
 *
 * The room reads no file and packs nothing itself: who uses it has the parts, and gzip and SHA-256 of its platform.
 */
import type { PartName } from '../check';
import { escapeMarkup } from '../diagram';
import type { Levels, NumberForm } from '../trace';
import type { Say } from '../words/say';
import { textsOf } from './texts';

/** The flow of a page. `src/webview/page` reads it as JSON. */
export interface PageFlow {
  readonly text: string;
  /** The name of its file. */
  readonly name: string;
  /** Language of the texts: `en` or `zh-cn`. */
  readonly language: string;
  readonly profile: string;
  readonly levels: Levels;
  readonly numbers: NumberForm;
}

/** Reads a file of the built parts, by its path in `dist`. */
export type ReadPart = (path: string) => Promise<string>;

export interface Packing {
  gzip(text: string): Promise<Uint8Array>;
  sha256(text: string): Promise<Uint8Array>;
}

/** The digits of base 91: the visible characters of ASCII but three, so that none begins a tag or a reference. */
const DIGITS_91 = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))
  .filter((digit) => !'&<>'.includes(digit))
  .join('');

/** Unpacks the code and runs it as a script of the document. A digit is its code less 33 and the characters left out below it. */
const LOADER = `const packed=document.getElementById('code');const text=packed.textContent;
const octets=new Uint8Array(Number(packed.dataset.octets));
const value=(i)=>{const code=text.charCodeAt(i);return code-33-(code>38)-(code>60)-(code>62)};
for(let i=0,at=0,bits=0,count=0;at<octets.length;){
if(count>7){count-=8;octets[at++]=bits>>count;bits&=(1<<count)-1}
else{bits=bits<<13|value(i)*91+value(i+1);count+=13;i+=2}}
const stream=new Blob([octets]).stream();
new Response(stream.pipeThrough(new DecompressionStream('gzip'))).text().then((text)=>{
const script=document.createElement('script');script.textContent=text;document.body.append(script)});`;

/**
 * The page of a flow.
 *
 * @param parts those that the flow needs
 * @param say all texts of its language
 */
export async function pageOf(
  flow: PageFlow,
  parts: readonly PartName[],
  say: Say,
  read: ReadPart,
  packing: Packing,
): Promise<string> {
  const modules = ['engine', 'more', 'drawing', ...parts, 'page'];
  const texts = await Promise.all(modules.map((module) => read(`${module}.js`)));
  const sheet = `${await read('webview/panel.css')}\n${await read('page.css')}`;
  const code = codeOf(modules, texts, textsOf(say, parts), parts, sheet, await read('webview/panel.js'));
  const hash = async (text: string): Promise<string> => `'sha256-${base64(await packing.sha256(text))}'`;
  const packed = await packing.gzip(code);
  const policy = [
    "default-src 'none'",
    `script-src ${await hash(LOADER)} ${await hash(code)}`,
    `style-src ${await hash(sheet)}`,
    // The page draws its own SVG into a canvas to make a PNG.
    'img-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeMarkup(flow.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(flow.name)}</title>
</head>
<body>
<noscript><pre>${escapeMarkup(flow.text)}</pre></noscript>
<script type="application/json" id="flow">${JSON.stringify(flow).replace(/</g, '\\u003c')}</script>
<script type="application/octet-stream" id="code" data-octets="${packed.length}">${base91(packed)}</script>
<script>${LOADER}</script>
</body>
</html>
`;
}

/** One script: the sheet, the modules, the start of the host, and the panel behind it. */
function codeOf(
  modules: readonly string[],
  texts: readonly string[],
  said: Readonly<Record<string, string>>,
  parts: readonly PartName[],
  sheet: string,
  panel: string,
): string {
  const defined = modules.map(
    (module, i) => `define('./${module}.js',function(module,exports,require){${texts[i] ?? ''}\n});`,
  );
  const doors = parts.map((part) => `,${part}:modules.get('./${part}.js').door`).join('');
  return `(()=>{const style=document.createElement('style');style.textContent=${JSON.stringify(sheet)};document.head.append(style);
const modules=new Map();
const define=(id,run)=>{const module={exports:{}};run(module,module.exports,(other)=>modules.get(other));modules.set(id,module.exports)};
${defined.join('\n')}
modules.get('./page.js').start({tables:[${JSON.stringify(said)}]${doors}});
})();
${panel}`;
}

/** Two digits for 13 bits, the last of them filled up with zeros: 8 % shorter than base 64. */
export function base91(octets: Uint8Array): string {
  const pieces: string[] = [];
  let [bits, count] = [0, 0];
  const put = (n: number): number => pieces.push(DIGITS_91.charAt(Math.floor(n / 91)) + DIGITS_91.charAt(n % 91));
  for (const octet of octets) {
    bits = (bits << 8) | octet;
    count += 8;
    if (count < 13) continue;
    count -= 13;
    put(bits >> count);
    bits &= (1 << count) - 1;
  }
  if (count > 0) put(bits << (13 - count));
  return pieces.join('');
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base 64 (RFC 4648 §4). */
export function base64(octets: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < octets.length; at += 3) {
    const [a = 0, b = 0, c = 0] = octets.subarray(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    const digit = (shift: number): string => DIGITS.charAt((bits >> shift) & 63);
    const left = octets.length - at;
    pieces.push(digit(18) + digit(12) + (left > 1 ? digit(6) : '=') + (left > 2 ? digit(0) : '='));
  }
  return pieces.join('');
}
