/** The search over everything that the library has: flows, exercises, guides, pages, rules, commands. Pure. */

/** Texts by which a thing is found, in all languages: readers of an article may know a word in another one. */
export interface Findable {
  readonly titles: readonly string[];
  /** Words by which readers look for it. */
  readonly keywords: readonly string[];
  /** Sentences about it. */
  readonly texts: readonly string[];
}

/** The most things that are found. */
const MOST = 60;
/** The share of a question's parts that a thing must have, if none has the question as it is typed. */
const ALIKE = 0.4;

/** A thing with its texts in the form in which they are compared. */
interface Compared<T> {
  readonly one: T;
  readonly titles: readonly string[];
  readonly keywords: readonly string[];
  readonly texts: readonly string[];
  readonly everything: readonly string[];
}

/** The search over `all`: the things that a typed text finds, the best first; all, in their order, if nothing is typed. */
export function createSearch<T extends Findable>(all: readonly T[]): (typed: string) => readonly T[] {
  const compared = all.map((one): Compared<T> => {
    const [titles, keywords, texts] = [one.titles.map(plain), one.keywords.map(plain), one.texts.map(plain)];
    return { one, titles, keywords, texts, everything: [...titles, ...keywords, ...texts] };
  });
  return (typed) => {
    const wanted = plain(typed);
    if (wanted === '') return all;
    const matches = matcher(wanted);
    const words = wanted.split(' ').map(matcher);
    const found = sorted(compared, (one) => score(one, wanted, matches, words));
    if (found.length > 0) return found.slice(0, MOST);
    const parts = partsOf(wanted);
    return sorted(compared, ({ everything }) => {
      const text = everything.join(' ');
      const share = parts.filter((part) => text.includes(part)).length / parts.length;
      return share >= ALIKE ? share : 0;
    }).slice(0, MOST);
  };
}

function sorted<T>(all: readonly Compared<T>[], scoreOf: (one: Compared<T>) => number): T[] {
  return all
    .map((compared) => ({ one: compared.one, score: scoreOf(compared) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ one }) => one);
}

type Matches = (text: string) => boolean;

/** A title counts more than a keyword, a keyword more than a sentence, the whole more than its parts. */
function score(one: Compared<unknown>, wanted: string, matches: Matches, words: readonly Matches[]): number {
  const { titles, keywords, texts, everything } = one;
  const is = (text: string): boolean => squeezed(text) === squeezed(wanted);
  if (titles.some(is)) return 7;
  if (keywords.some(is)) return 6;
  if (titles.some(matches)) return 5;
  if (keywords.some(matches)) return 4;
  if (texts.some(matches)) return 3;
  if (words.length < 2 || !words.every((word) => everything.some(word))) return 0;
  return words.every((word) => titles.some(word) || keywords.some(word)) ? 2 : 1;
}

/** A text in lower case, in which `_`, `-`, other signs and any number of blanks are one blank. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function squeezed(text: string): string {
  return text.replaceAll(' ', '');
}

/** Finds a plain text, between Chinese with or without blanks; in Latin letters from the beginning of a word on. */
function matcher(wanted: string): Matches {
  const pattern = wanted
    .replaceAll(' ', ' ?')
    .replace(/(?<=\p{Script=Han})(?=[^ ])|(?<=[^ ?])(?=\p{Script=Han})/gu, ' ?');
  const start = /^[a-z0-9]/.test(wanted) ? '(?<![a-z0-9])' : '';
  const found = new RegExp(start + pattern, 'u');
  return (text) => found.test(text);
}

/** The parts of a question: words, and pairs of Chinese characters. */
function partsOf(wanted: string): string[] {
  return wanted.split(' ').flatMap((word) => {
    const runs = word.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? [];
    return runs.flatMap((run) =>
      run.length > 2 && /\p{Script=Han}/u.test(run)
        ? Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2))
        : [run],
    );
  });
}
