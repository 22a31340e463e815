import { expected, hint, isNamePart, nameEnd, skip, unknown, word, write, type Reader } from './lexer';
import { STATES } from '../wire';
import { stateName } from './states';
import type { Word } from './syntax';

/** The name of a connection state in any of its accepted spellings. */
export function readState(r: Reader): Word | undefined {
  skip(r);
  const start = r.pos;
  let end = nameEnd(r, start);
  while (end > start && end < r.end && (isNamePart(r, end) || r.text[end] === '-')) end++;
  if (end === start) {
    return expected(r, 'state');
  }
  const written = r.text.slice(start, end);
  const state = stateName(written);
  if (state === undefined) {
    return unknown(r, 'syntax/unknown-state', { start, end }, STATES);
  }
  const w = word(r, end, state.name);
  if (!state.usual) {
    const args = { found: written, right: state.name };
    hint(r, 'tcp/state-name', w, args, write(w, state.name), 'RFC 9293 §3.3.2');
  }
  return w;
}
