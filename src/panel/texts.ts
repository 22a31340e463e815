import type { Say } from '../words/say';

/** The prefixes, before the `/`, of the ids of the page's texts. */
const SUBJECTS = ['panel', 'diagram', 'inspect', 'chart', 'whatif', 'message'];

/** The page's texts by id in the user's language, with their `{arguments}` unresolved. */
export function pageTexts(say: Say): Record<string, string> {
  const ids = say.ids.filter((id) => SUBJECTS.includes(id.slice(0, id.indexOf('/'))));
  return Object.fromEntries(ids.map((id) => [id, say(id)]));
}
