import type { Say } from '../words/say';

/** The subjects of the page's texts: ids begin with one of these. */
const SUBJECTS = ['panel', 'diagram', 'inspect', 'chart', 'whatif', 'message'];

/** The words that the page needs, by id, in the reader's language; their `{arguments}` are kept for the page to fill in. */
export function pageTexts(say: Say): Record<string, string> {
  const ids = say.ids.filter((id) => SUBJECTS.includes(id.slice(0, id.indexOf('/'))));
  return Object.fromEntries(ids.map((id) => [id, say(id)]));
}
