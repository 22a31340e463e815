/**
 * Draws flows in the Markdown cells of notebooks, by an extension of VS Code's own renderer. A code fence is an element
 * with its text until the bundles for drawing are loaded; the first fence starts loading them.
 */
import { type DrawnFence, type MarkdownIt, attributesHtml, drawFences } from '../fence/markdown-it';
import type { PartName } from '../check';
import type { FenceLook } from '../fence/figure';
import type { Pictures } from '../fence/pictures';
import type * as Fences from '../fences';
import type * as H2 from '../h2';
import type * as Tls from '../tls';
import { languageOf } from '../words/languages';
import type { Table } from '../words/table';

/** The used part of VS Code's renderer API. */
interface RendererContext {
  getRenderer(id: string): Promise<{ extendMarkdownIt(extend: (md: MarkdownIt) => void): void } | undefined>;
}

type Require = (id: string) => unknown;

/** The class name of elements that wait for their picture. */
const PLACE = 'tcpflow-place';

const exports = new Map<string, unknown>();
const require: Require = (id) => exports.get(id);

/** Loads and runs a bundle, a CommonJS module beside this file; bundles require each other by file name. */
async function load(part: string): Promise<unknown> {
  const id = `./${part}.js`;
  if (exports.has(id)) return exports.get(id);
  const text = await (await fetch(new URL(id, import.meta.url))).text();
  const module = { exports: {} };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('module', 'exports', 'require', `${text}\n//# sourceURL=${part}.js`)(module, module.exports, require);
  exports.set(id, module.exports);
  return module.exports;
}

interface Drawing {
  readonly pictures: Pictures;
  look: FenceLook;
}

let drawing: Drawing | undefined;
let loading: Promise<void> | undefined;

async function loadDrawing(): Promise<void> {
  const language = languageOf(
    document.documentElement.lang === '' ? navigator.language : document.documentElement.lang,
  );
  const tables: Table[] = [];
  let fences: typeof Fences | undefined;
  // The bundles in this order, since each may require earlier ones.
  for (const part of ['engine', 'more', `words.${language}`, `words.${language}.more`, 'drawing', 'fences']) {
    const made = await load(part);
    if (part.startsWith('words.')) tables.push(...(made as { readonly tables: readonly Table[] }).tables);
    else if (part === 'fences') fences = made as typeof Fences;
  }
  if (fences === undefined) return;
  const { createPictures, sayFrom, NO_WISHES } = fences;
  const look: FenceLook = { say: sayFrom(tables), language, numbers: 'symbolic', wishes: NO_WISHES };
  drawing = { pictures: createPictures(), look };
}

/** Loads the bundle of a protocol (TLS or HTTP/2) for flows that need it. */
async function withPart({ look }: Drawing, part: PartName): Promise<FenceLook> {
  const loaded = await load(part);
  if (part === 'h2') return { ...look, wishes: { ...look.wishes, h2: (loaded as typeof H2).door } };
  const { door } = loaded as typeof Tls;
  return { ...look, wishes: { ...look.wishes, tls: { door, recall: door.newRecall() } } };
}

/** Draws all waiting pictures of the document; each cell has a shadow tree of its own. */
async function fillPlaces(): Promise<void> {
  await (loading ??= loadDrawing());
  if (drawing === undefined) return;
  for (const place of placesIn(document)) {
    const { code = '', info = '', number = '' } = place.dataset;
    let drawn = drawing.pictures.html(code, info, drawing.look, Number(number), []);
    // A flow with TLS may need the HTTP/2 bundle too.
    for (let [part] = drawn.lacks; part !== undefined; [part] = drawn.lacks) {
      drawing.look = await withPart(drawing, part);
      drawn = drawing.pictures.html(code, info, drawing.look, Number(number), []);
    }
    place.outerHTML = drawn.html;
  }
}

function placesIn(root: Document | ShadowRoot): HTMLElement[] {
  const inside = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? placesIn(shadowRoot) : []));
  return [...root.querySelectorAll<HTMLElement>(`.${PLACE}`), ...inside];
}

/** The number of pictures so far; each picture's number makes its element ids unique. */
let count = 0;

function draw({ code, info, attributes }: DrawnFence): string {
  const number = count++;
  const drawn = drawing?.pictures.html(code, info, drawing.look, number, attributes);
  if (drawn !== undefined && drawn.lacks.length === 0) return drawn.html;
  // The cell is in the document only after the calling renderer has returned.
  setTimeout(() => void fillPlaces(), 0);
  const data = attributesHtml([
    ['class', PLACE],
    ['data-code', code],
    ['data-info', info],
    ['data-number', String(number)],
  ]);
  return `<pre${data}></pre>`;
}

/**
 * Adds the style sheet of the pictures: to the document, for the CSS variables of colours, and to a template that VS
 * Code copies into each cell.
 */
function addSheet(): void {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL('./markdown.css', import.meta.url).href;
  const template = document.createElement('template');
  template.classList.add('markdown-style');
  template.content.append(link.cloneNode(true));
  document.head.append(link, template);
}

export async function activate(context: RendererContext): Promise<void> {
  const markdown = await context.getRenderer('vscode.markdown-it-renderer');
  if (markdown === undefined) return;
  addSheet();
  markdown.extendMarkdownIt((md) => void drawFences(md, draw));
}
