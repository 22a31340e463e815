import { type WhatIf, branchInSlices, typedDelay, writeOut } from '../compose';
import { check, finished, wishesOf } from '../check';
import { type Trace, stepsAt } from '../trace';
import { createParser, formatted, parseLine } from '../script';
import type { Say } from '../words/words';
import type { Draft } from './answer';
import { explained } from './explain';

/** A wish to play on, as the input has it. */
export interface Played {
  readonly until: string | undefined;
  readonly for: string | undefined;
  readonly faults: string | undefined;
}

/** The reason why an input has no answer: a message's id with its arguments. */
export interface Refused {
  readonly problem: string;
  readonly args: Readonly<Record<string, string | number>>;
}

/** The most faults of one call. */
const MOST_FAULTS = 8;

interface Fault {
  /** From 1. */
  readonly step: number;
  readonly what: WhatIf;
  readonly text: string;
}

/** The lines that playing on, or playing again with faults, adds to a flow, and what happens in them. */
export function played(trace: Trace, wanted: Played, say: Say): Draft | Refused {
  const faulty = wanted.faults === undefined ? trace : withFaults(trace, wanted.faults);
  if ('problem' in faulty) return faulty;
  const isOn = wanted.faults === undefined || wanted.until !== undefined || wanted.for !== undefined;
  const now = isOn ? playedOn(faulty, wanted) : faulty;
  if ('problem' in now) return now;
  const text = now.script.lines.map((line) => line.text);
  const same = firstDifference(
    text,
    trace.script.lines.map((line) => line.text),
  );
  const added = text.slice(same);
  while (added.at(-1) === '') added.pop();
  const first = now.steps.findIndex(({ line }) => line >= same);
  const told = first < 0 ? undefined : explained(now, [first + 1, now.steps.length], say);
  return {
    head: [
      say(added.length === 0 ? 'agent/nothing-played' : 'agent/played', { line: same + 1 }),
      ...(added.length === 0 ? [] : ['```tcpflow', ...added, '```']),
    ],
    items: told?.items ?? [],
    tail: [],
    more: (shown) => told?.more(shown) ?? '',
    data: { line: same + 1, lines: added, flow: text.join('\n'), ...(told?.data ?? { steps: [] }) },
  };
}

function firstDifference(now: readonly string[], before: readonly string[]): number {
  const at = now.findIndex((line, i) => line !== before[i]);
  return at < 0 ? now.length : at;
}

/** The flow with a `run` at its end, written out. */
function playedOn(trace: Trace, { until, for: time }: Played): Trace | Refused {
  const run = until !== undefined ? `run until ${until}` : time !== undefined ? `run for ${time}` : 'run';
  const parsed = parseLine(run);
  if (parsed.broken || parsed.statement?.kind !== 'run') return { problem: 'agent/no-run', args: { text: run } };
  const lines = trace.script.lines.map((line) => line.text);
  while (lines.at(-1) === '') lines.pop();
  const ran = checkedText([...lines, run], trace);
  const at = lines.length;
  // Nothing to write out: the engines had nothing to do.
  if (stepsAt(ran, at).length === 0) return checkedText(lines, trace);
  const written = writeOut(ran, at)
    .split('\n')
    .map((line) => parseLine(line));
  return checkedText([...lines, ...formatted({ lines: written })], trace);
}

function checkedText(lines: readonly string[], trace: Trace): Trace {
  return check(createParser().parse([...lines, ''].join('\n')), trace, undefined, wishesOf(trace));
}

/** The flow played with each fault, the last step first, so that the numbers of the others stay. */
function withFaults(trace: Trace, text: string): Trace | Refused {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length > MOST_FAULTS) return { problem: 'agent/many-faults', args: { most: MOST_FAULTS } };
  const faults: Fault[] = [];
  for (const word of words) {
    const fault = faultOf(trace, word);
    if (fault === undefined) return { problem: 'agent/no-fault', args: { text: word } };
    faults.push(fault);
  }
  let now = trace;
  for (const { step, what, text: word } of faults.sort((a, b) => b.step - a.step)) {
    const next = finished(branchInSlices(now, step - 1, what));
    if (next === undefined) return { problem: 'agent/no-such-fault', args: { text: word } };
    now = check(createParser().parse(next), now, undefined, wishesOf(now));
  }
  return now;
}

function faultOf(trace: Trace, text: string): Fault | undefined {
  const [, kind = '', number = '', by] = /^(lose|duplicate|delay)=(\d{1,7})(?::(\S+))?$/.exec(text) ?? [];
  const step = Number(number);
  if (kind === '' || step < 1 || trace.steps[step - 1]?.kind !== 'segment') return undefined;
  if (kind === 'lose' || kind === 'duplicate') return by === undefined ? { step, what: { kind }, text } : undefined;
  const delay = by === undefined ? undefined : typedDelay(trace, by);
  return delay === undefined ? undefined : { step, what: { kind: 'delay', by: delay }, text };
}
