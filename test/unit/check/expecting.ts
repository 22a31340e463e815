/**
 * The notation of tests: a flow with the expected findings beside its lines.
 *
 *     A -> B ACK ack=y          # error: tcp/handshake-ack
 *     A -> B SYN,FIN            # warning: tcp/flags-syn-fin; hint: flow/retransmission
 *
 * Several findings of one level are separated by commas, levels by semicolons. A line without such a comment must have
 * no error and no warning. Hints are compared only on lines that state one, as most flows are not about hints, and a
 * flow may end with replies due. Findings are compared as sets of level and rule.
 */
import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import type { Wishes } from '../../../src/check/checked';
import * as h2 from '../../../src/layers/h2';
import * as door from '../../../src/layers/tls';
import type { Edit, Finding, Fix } from '../../../src/trace/finding';
import { NO_LEVELS } from '../../../src/trace';
import { final, type Trace } from '../../../src/trace/trace';
import { createParser } from '../../../src/script/parser';
import type { RuleGroups } from '../../../src/tcp/rules';

/** TLS is loaded; what one flow computes with the same inputs, another one recalls. */
export const WISHES: Wishes = {
  profile: 'rfc9293',
  levels: NO_LEVELS,
  tls: { door, recall: door.newRecall(64 * 2 ** 20) },
  h2,
};

/** The traces of texts that were checked last. Traces are immutable, and many tests ask about the same flows. */
const played = new Map<string, Trace>();
/** The steps of all that are kept, which bound their memory; longer texts are not kept, characters. */
const MOST_STEPS = 100_000;
const LONGEST = 3000;
let steps = 0;

/** The trace of a text. With `rules`, or where a test changes what the checker knows, nothing kept is taken. */
export function play(text: string, rules?: RuleGroups): Trace {
  const kept = rules === undefined ? played.get(text) : undefined;
  if (kept !== undefined) return kept;
  const trace = check(createParser().parse(text), undefined, rules, WISHES);
  if (rules === undefined && text.length <= LONGEST) keep(text, trace);
  return trace;
}

function keep(text: string, trace: Trace): void {
  played.set(text, trace);
  steps += 1 + trace.steps.length;
  for (const [oldest, { steps: gone }] of played) {
    if (steps <= MOST_STEPS) return;
    played.delete(oldest);
    steps -= 1 + gone.length;
  }
}

/** The findings stated beside a line, such as `error tcp/ack-not-rcvnxt`. */
function stated(line: string): string[] {
  const comment = /#\s*((?:error|warning|open|hint):.*)$/.exec(line)?.[1];
  if (comment === undefined) return [];
  return comment.split(';').flatMap((part) => {
    const [level = '', ids = ''] = part.trim().split(/:\s*/, 2);
    return ids.split(',').map((id) => `${level} ${id.trim()}`);
  });
}

export const named = (f: Finding): string => `${f.level} ${f.rule}`;

/** The differences between a flow's findings and those stated beside its lines; empty if they agree. */
export function differences(text: string, rules?: RuleGroups): string[] {
  const { findings } = play(text, rules);
  return text.split('\n').flatMap((line, number) => {
    const expected = stated(line);
    const hints = expected.some((e) => e.startsWith('hint '));
    const found = findings.filter((f) => f.line === number && (hints || f.level !== 'hint')).map(named);
    const missing = expected.filter((e) => !found.includes(e));
    const extra = found.filter((f) => !expected.includes(f));
    if (missing.length === 0 && extra.length === 0) return [];
    return [
      `line ${number + 1}: ${line.trim()}\n    missing: ${missing.join(', ') || '-'}  not stated: ${extra.join(', ') || '-'}`,
    ];
  });
}

/** Asserts that a flow has exactly the findings stated beside its lines. */
export function holds(text: string): void {
  assert.deepEqual(differences(text), [], text);
}

/** Asserts that a flow has no error and no warning. */
export function isClean(text: string): void {
  assert.deepEqual(problems(text), [], text);
}

/** The errors and warnings of a flow, as `line: level rule`. */
export function problems(text: string): string[] {
  return play(text)
    .findings.filter((f) => f.level !== 'hint')
    .map((f) => `${f.line + 1}: ${named(f)}`);
}

/** The text after the edits of a fix. */
export function apply(text: string, fix: Fix): string {
  const lines = text.split('\n');
  const fromTheRight = [...fix.edits].sort((a: Edit, b: Edit) => b.line - a.line || b.start - a.start);
  for (const e of fromTheRight) {
    const line = lines[e.line] ?? '';
    lines[e.line] = line.slice(0, e.start) + e.newText + line.slice(e.end);
  }
  return lines.join('\n');
}

/** The final states of all ends, as `A=ESTABLISHED B=CLOSE-WAIT`. */
export function states(text: string): string {
  const trace = play(text);
  const world = final(trace);
  return trace.cast.ends.map((e) => `${e.name}=${world.ends.get(e.id)?.tcb.state ?? ''}`).join(' ');
}
