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

/** The things that a typed text finds, the best first; all of them, in their order, if nothing is typed. */
export function search<T extends Findable>(all: readonly T[], typed: string): readonly T[] {
  const wanted = plain(typed);
  if (wanted === '') return all;
  const matches = matcher(wanted);
  const words = wanted.split(' ').map(matcher);
  const found = sorted(all, (one) => score(one, wanted, matches, words));
  if (found.length > 0) return found.slice(0, MOST);
  const parts = partsOf(wanted);
  return sorted(all, (one) => {
    const text = plain([...one.titles, ...one.keywords, ...one.texts].join(' '));
    const share = parts.filter((part) => text.includes(part)).length / parts.length;
    return share >= ALIKE ? share : 0;
  }).slice(0, MOST);
}

function sorted<T>(all: readonly T[], scoreOf: (one: T) => number): T[] {
  return all
    .map((one) => ({ one, score: scoreOf(one) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ one }) => one);
}

type Matches = (text: string) => boolean;

/** A title counts more than a keyword, a keyword more than a sentence, the whole more than its parts. */
function score(one: Findable, wanted: string, matches: Matches, words: readonly Matches[]): number {
  const titles = one.titles.map(plain);
  const keywords = one.keywords.map(plain);
  const is = (text: string): boolean => squeezed(text) === squeezed(wanted);
  if (titles.some(is)) return 7;
  if (keywords.some(is)) return 6;
  if (titles.some(matches)) return 5;
  if (keywords.some(matches)) return 4;
  const texts = one.texts.map(plain);
  if (texts.some(matches)) return 3;
  const everything = [...titles, ...keywords, ...texts];
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
