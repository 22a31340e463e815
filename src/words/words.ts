/**
 * Puts words to message ids. The core speaks in ids with arguments; everyone who shows something to people takes a
 * {@link Say}: the command line one of these, the editor one that VS Code's display language decides (editor/say.ts).
 */
import type { Args } from '../script/syntax';
import type { Table } from './table';
import { complete as completeEn } from './en/complete';
import { control as controlEn } from './en/control';
import { diagram as diagramEn } from './en/diagram';
import { editor as editorEn } from './en/editor';
import { explain as explainEn } from './en/explain';
import { flow as flowEn } from './en/flow';
import { guide as guideEn } from './en/guide';
import { header as headerEn } from './en/header';
import { isn as isnEn } from './en/isn';
import { library as libraryEn } from './en/library';
import { inspect as inspectEn } from './en/inspect';
import { moves as movesEn } from './en/moves';
import { options as optionsEn } from './en/options';
import { panel as panelEn } from './en/panel';
import { play as playEn } from './en/play';
import { replies as repliesEn } from './en/replies';
import { rules as rulesEn } from './en/rules';
import { runs as runsEn } from './en/runs';
import { story as storyEn } from './en/story';
import { syntax as syntaxEn } from './en/syntax';
import { templates as templatesEn } from './en/templates';
import { terms as termsEn } from './en/terms';
import { timing as timingEn } from './en/timing';
import { whatIf as whatIfEn } from './en/what-if';
import { why as whyEn } from './en/why';
import { complete as completeZh } from './zh-cn/complete';
import { control as controlZh } from './zh-cn/control';
import { diagram as diagramZh } from './zh-cn/diagram';
import { editor as editorZh } from './zh-cn/editor';
import { explain as explainZh } from './zh-cn/explain';
import { flow as flowZh } from './zh-cn/flow';
import { guide as guideZh } from './zh-cn/guide';
import { header as headerZh } from './zh-cn/header';
import { isn as isnZh } from './zh-cn/isn';
import { library as libraryZh } from './zh-cn/library';
import { inspect as inspectZh } from './zh-cn/inspect';
import { moves as movesZh } from './zh-cn/moves';
import { options as optionsZh } from './zh-cn/options';
import { panel as panelZh } from './zh-cn/panel';
import { play as playZh } from './zh-cn/play';
import { replies as repliesZh } from './zh-cn/replies';
import { rules as rulesZh } from './zh-cn/rules';
import { runs as runsZh } from './zh-cn/runs';
import { story as storyZh } from './zh-cn/story';
import { syntax as syntaxZh } from './zh-cn/syntax';
import { templates as templatesZh } from './zh-cn/templates';
import { terms as termsZh } from './zh-cn/terms';
import { timing as timingZh } from './zh-cn/timing';
import { whatIf as whatIfZh } from './zh-cn/what-if';
import { why as whyZh } from './zh-cn/why';

/** The text of a message id in some language. Never throws: an unknown id is said as itself, with its arguments. */
export type Say = (id: string, args?: Args) => string;

const ENGLISH: readonly Table[] = [
  rulesEn,
  controlEn,
  optionsEn,
  timingEn,
  repliesEn,
  headerEn,
  flowEn,
  runsEn,
  syntaxEn,
  movesEn,
  termsEn,
  whyEn,
  editorEn,
  panelEn,
  inspectEn,
  playEn,
  whatIfEn,
  libraryEn,
  storyEn,
  isnEn,
  diagramEn,
  completeEn,
  explainEn,
  guideEn,
  templatesEn,
];
const CHINESE: readonly Table[] = [
  rulesZh,
  controlZh,
  optionsZh,
  timingZh,
  repliesZh,
  headerZh,
  flowZh,
  runsZh,
  syntaxZh,
  movesZh,
  termsZh,
  whyZh,
  editorZh,
  panelZh,
  inspectZh,
  playZh,
  whatIfZh,
  libraryZh,
  storyZh,
  isnZh,
  diagramZh,
  completeZh,
  explainZh,
  guideZh,
  templatesZh,
];

function look(tables: readonly Table[], id: string): string | undefined {
  for (const table of tables) {
    if (Object.hasOwn(table, id)) {
      return table[id];
    }
  }
  return undefined;
}

/** The English text of an id with its `{arguments}` still in it; the key of VS Code's bundle of translations. */
export function englishText(id: string): string | undefined {
  return look(ENGLISH, id);
}

/** Replaces each `{name}` that has an argument; others stay as they are. */
export function fill(text: string, args: Args = {}): string {
  return text.replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) =>
    Object.hasOwn(args, name) ? String(args[name]) : whole,
  );
}

/** What is said for an id that has no text. */
export function unknownText(id: string, args: Args = {}): string {
  const list = Object.entries(args).map(([name, value]) => `${name}: ${value}`);
  return list.length > 0 ? `${id} (${list.join(', ')})` : id;
}

function sayFrom(tables: readonly Table[]): Say {
  return (id, args) => {
    const text = look(tables, id);
    return text === undefined ? unknownText(id, args) : fill(text, args);
  };
}

export const english: Say = sayFrom(ENGLISH);

/** Words for a locale such as `zh-CN`, `zh_CN.UTF-8` or `en`; English for languages that the project does not speak. */
export function sayIn(locale: string): Say {
  return /^zh(?![a-z])/i.test(locale) ? sayFrom(CHINESE) : english;
}

/** All texts, English beside Chinese, in a stable order: for the bundle of translations and its tests. */
export function everyText(): { readonly id: string; readonly en: string; readonly zh: string | undefined }[] {
  return ENGLISH.flatMap((table) => Object.entries(table)).map(([id, en]) => ({ id, en, zh: look(CHINESE, id) }));
}
