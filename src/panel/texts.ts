/** The words that the page needs, fetched once with their arguments still in them. */
import { diagram } from '../words/en/diagram';
import { inspect } from '../words/en/inspect';
import { panel } from '../words/en/panel';
import { whatIf } from '../words/en/what-if';
import type { Say } from '../words/words';

const ARGUMENT = /\{([a-zA-Z]+)\}/g;

/** By id: the text in the reader's language, its `{arguments}` kept for the page to fill in. */
export function pageTexts(say: Say): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [id, english] of Object.entries<string>({ ...panel, ...diagram, ...inspect, ...whatIf })) {
    // An argument that stands for itself comes out as it went in, whatever fills it.
    const args = Object.fromEntries([...english.matchAll(ARGUMENT)].map(([whole, name = '']) => [name, whole]));
    texts[id] = say(id, args);
  }
  return texts;
}
