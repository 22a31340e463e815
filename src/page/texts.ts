import type { PartName } from '../check';
import type { Say } from '../words/say';

/** Subjects of texts that VS Code and the command line alone say: completion, library, captures, searches, menus. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...['complete', 'keyword', 'variable', 'snippet', 'template', 'library', 'exercise', 'menu', 'status'],
  ...['capture', 'evidence', 'explore', 'claim', 'isn', 'agent', 'mcp'],
]);

/** Subjects that a flow without the part never comes to. */
const OF_PART: Readonly<Record<PartName, ReadonlySet<string>>> = {
  tls: new Set(['tls', 'tls12', 'tls13', 'alert', 'suite', 'secrets', 'knowing']),
  h2: new Set(['h2']),
};

/** The texts that a page says, by their ids: those of the panel, and of findings as far as the flow's parts go. */
export function textsOf(say: Say, parts: readonly PartName[]): Readonly<Record<string, string>> {
  const lacked = (Object.keys(OF_PART) as PartName[]).filter((part) => !parts.includes(part));
  const isSaid = (id: string): boolean => {
    const [first = '', second = ''] = id.split('/');
    const subject = first === 'why' ? second : first;
    return !ELSEWHERE.has(subject) && !lacked.some((part) => OF_PART[part].has(subject));
  };
  return Object.fromEntries(say.ids.filter(isSaid).map((id) => [id, say(id)]));
}
