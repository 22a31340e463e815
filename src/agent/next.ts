import { nextLines, trialsBefore } from '../compose';
import type { Trace } from '../trace';
import type { Say } from '../words/words';
import type { Draft } from './answer';

/**
 * The lines that may come next, likeliest first.
 *
 * @param line the line (from 1) before which they would stand; undefined for the end of the flow
 */
export function nextOnes(trace: Trace, line: number | undefined, say: Say): Draft {
  const { lines } = trace.script;
  const end = lines.at(-1)?.text === '' ? lines.length - 1 : lines.length;
  const at = Math.min(line === undefined ? end : line - 1, end);
  const found = nextLines(trialsBefore(trace, at)).map(({ label, why }) => ({
    text: label,
    why: say(why.id, why.args),
  }));
  return {
    head: [say(found.length === 0 ? 'agent/nothing-next' : 'agent/next', { line: at + 1 })],
    items: found.map(({ text, why }) => `${text}\n  ${why}`),
    tail: [],
    more: (shown) => say('agent/more-lines', { count: found.length - shown }),
    data: { line: at + 1, lines: found },
  };
}
