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

/** The digits of base 85: characters that end neither a script nor a string. */
const DIGITS_85 = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))
  .filter((digit) => !'<>&"\'\\`/-'.includes(digit))
  .join('');

/** Unpacks the code and runs it as a script of the document. */
const LOADER = `const packed=document.getElementById('code');const text=packed.textContent;
const octets=new Uint8Array(text.length/5*4);const values=new Map([...'${DIGITS_85}'].map((digit,i)=>[digit,i]));
for(let i=0,at=0;i<text.length;at+=4){let n=0;for(let j=0;j<5;j++)n=n*85+values.get(text[i++]);
for(let j=3;j>=0;j--){octets[at+j]=n%256;n=Math.floor(n/256)}}
const stream=new Blob([octets.subarray(0,Number(packed.dataset.octets))]).stream();
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
<script type="application/octet-stream" id="code" data-octets="${packed.length}">${base85(packed)}</script>
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

/** Five digits for four octets, the last of them filled up with zeros: 6 % shorter than base 64. */
export function base85(octets: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < octets.length; at += 4) {
    let [n, five] = [0, ''];
    for (let i = 0; i < 4; i++) n = n * 256 + (octets[at + i] ?? 0);
    for (let i = 0; i < 5; i++) {
      five = DIGITS_85.charAt(n % 85) + five;
      n = Math.floor(n / 85);
    }
    pieces.push(five);
  }
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
