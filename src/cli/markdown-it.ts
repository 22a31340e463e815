/**
 * `tcp-flow/markdown-it`: the plug-in of markdown-it for sites, as VS Code's preview has it. A site's own style sheet outranks that
 * of the pictures, which is in a cascade layer.
 */
import { createRequire } from 'node:module';
import { NO_WISHES, type PartName, type Wishes } from '../check';
import { type MarkdownIt, createPictures, drawFences, ownSheet } from '../fence';
import type { H2Door, TlsDoor } from '../layers';
import type { NumberForm } from '../trace';
import { type Language, languageNamed } from '../words/languages';
import { sayFrom } from '../words/say';
import type { Table } from '../words/table';

interface Options {
  /** `en` (default) or `zh-cn`. */
  readonly language?: string;
  readonly numbers?: NumberForm;
  /** The profile of endpoints to which a flow gives none; `rfc9293` by default. */
  readonly profile?: string;
  /** Gives false if the site has a style sheet for pictures itself. */
  readonly sheet?: boolean;
}

/** Loads bundles beside this one; a plug-in of markdown-it can't wait. */
const load = createRequire(__filename);

function tablesOf(language: Language): readonly Table[] {
  return ['', '.more'].flatMap(
    (part) => (load(`./words.${language}${part}.js`) as { tables: readonly Table[] }).tables,
  );
}

const LOADS: Readonly<Record<PartName, () => Pick<Wishes, PartName>>> = {
  tls: () => {
    const { door } = load('./tls.js') as { door: TlsDoor };
    return { tls: { door, recall: door.newRecall() } };
  },
  h2: () => ({ h2: (load('./h2.js') as { door: H2Door }).door }),
};

/** Draws the `tcpflow` fences of a markdown-it object. */
export default function tcpflow<T extends MarkdownIt>(md: T, options: Options = {}): T {
  const language = languageNamed(options.language ?? 'en') ?? 'en';
  const say = sayFrom(tablesOf(language));
  const pictures = createPictures();
  let wishes: Wishes = { ...NO_WISHES, profile: options.profile ?? NO_WISHES.profile };
  return drawFences(md, ({ code, info, number, attributes }) => {
    const draw = (): ReturnType<typeof pictures.html> =>
      pictures.html(code, info, { say, language, numbers: options.numbers ?? 'symbolic', wishes }, number, attributes);
    let drawn = draw();
    if (drawn.lacks.length > 0) {
      for (const part of drawn.lacks) wishes = { ...wishes, ...LOADS[part]() };
      drawn = draw();
    }
    return number === 0 && options.sheet !== false ? `<style>${ownSheet()}</style>\n${drawn.html}` : drawn.html;
  });
}
