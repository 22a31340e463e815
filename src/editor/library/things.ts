/** Everything that the library's list offers: flows, exercises, guides, pages, rules and commands, with what is searched of each. */
import { ruleIds } from '../../report';
import { LANGUAGES, type Language } from '../../words/languages';
import type { Say } from '../../words/say';
import { GUIDES, PAGE_IDS, THEMES, type Catalogue, type Entry, type Theme, type Words } from './catalogue';
import type { Findable } from './search';

export type ThingKind = 'flow' | 'exercise' | 'guide' | 'page' | 'rule' | 'command';

export interface Thing extends Findable {
  readonly kind: ThingKind;
  /** The id of a flow, a guide, a page or a rule; the name of a command. */
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly detail?: string;
  /** The theme of a flow. */
  readonly theme?: Theme;
}

/** A command with its title in the user's language. */
export interface Command {
  readonly id: string;
  readonly title: string;
}

/** All things in the order in which they are listed, and found where several fit alike. */
export function thingsOf(catalogue: Catalogue, language: Language, say: Say, commands: readonly Command[]): Thing[] {
  const { entries, others } = catalogue;
  const named = (kind: 'guide' | 'page', id: string): Thing => {
    const title = say(`library/${kind}/${id}`);
    return { kind, id, title, titles: [title], keywords: keywordsOf(others[`${kind}/${id}`]), texts: [] };
  };
  return [
    ...GUIDES.map((id) => named('guide', id)),
    ...THEMES.flatMap((theme) => entries.filter((e) => e.theme === theme).map((e) => flow(e, language))),
    ...PAGE_IDS.map((id) => named('page', id)),
    ...commands.map(({ id, title }): Thing => ({
      kind: 'command',
      id,
      title,
      titles: [title],
      keywords: [],
      texts: [],
    })),
    ...ruleIds().map((id) => rule(id, say)),
  ];
}

function flow(entry: Entry, language: Language): Thing {
  const { id, theme, title, question, summary, keywords } = entry;
  return {
    kind: theme === 'mistakes' ? 'exercise' : 'flow',
    id,
    theme,
    title: title[language],
    description: question[language],
    detail: summary[language],
    titles: inAll(title),
    keywords: keywordsOf(keywords),
    texts: [id, ...inAll(question), ...inAll(summary)],
  };
}

function rule(id: string, say: Say): Thing {
  const detail = say(`why/${id}`);
  return { kind: 'rule', id, title: id, detail, titles: [], keywords: [], texts: [id, detail] };
}

function inAll(words: Words): string[] {
  return LANGUAGES.map((language) => words[language]);
}

function keywordsOf(words: Words | undefined): string[] {
  return words === undefined ? [] : inAll(words).flatMap((list) => list.split(/,\s*/));
}
