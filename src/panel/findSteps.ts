/** Finds steps by a text that occurs in them: flags, numbers, payload, notes, calls, names. Pure. */
import { FORMS, type Step, type Trace, numberings, showNumber } from '../trace';
import { ACK, flagNames, has } from '../wire';
import type { Sent } from '../sim';

/** The most bytes of a payload that are searched. */
const MOST_BYTES = 4096;
/** The longest search text, characters. */
const LONGEST = 200;

/** The searchable text of a segment: its flags, its numbers in each form, its length, and its payload if it is text. */
function ofSegment({ cast, bases }: Trace, sent: Sent): string {
  const { segment } = sent;
  const { seq, ack } = numberings({ cast }, sent);
  const names = flagNames(segment.flags);
  const said = [names.join(','), names.join(', ')];
  for (const form of FORMS) {
    said.push(`seq=${showNumber(bases, seq, segment.seq, form)}`);
    if (has(segment, ACK)) said.push(`ack=${showNumber(bases, ack, segment.ack, form)}`);
  }
  if (segment.len > 0) said.push(`len=${segment.len}`);
  if (segment.data) said.push(new TextDecoder('utf-8').decode(segment.data.subarray(0, MOST_BYTES)));
  return said.join(' ');
}

/** The searchable text of a step: the text in its diagram row, and its script line. */
function wordsOf(trace: Trace, step: Step): string {
  const line = trace.script.lines[step.line]?.text ?? '';
  return 'sent' in step ? `${ofSegment(trace, step.sent)} ${line}` : 'text' in step ? `${step.text} ${line}` : line;
}

const isDigit = (letter: string | undefined): boolean => letter !== undefined && letter >= '0' && letter <= '9';

/** True if `words` contains the text. A number matches only as a whole: `x+1` is not found in `x+18`. */
function contains(words: string, text: string): boolean {
  for (let at = words.indexOf(text); at >= 0; at = words.indexOf(text, at + 1)) {
    const cutsLeft = isDigit(text[0]) && isDigit(words[at - 1]);
    const cutsRight = isDigit(text.at(-1)) && isDigit(words[at + text.length]);
    if (!cutsLeft && !cutsRight) return true;
  }
  return false;
}

/** The steps (from 0, ascending) that contain a text, regardless of case; no step for an empty text. */
export function findSteps(trace: Trace, text: string): Int32Array {
  const wanted = text.trim().toLowerCase().slice(0, LONGEST);
  if (wanted === '') return new Int32Array();
  const found: number[] = [];
  trace.steps.forEach((step, at) => {
    if (contains(wordsOf(trace, step).toLowerCase(), wanted)) found.push(at);
  });
  return Int32Array.from(found);
}
