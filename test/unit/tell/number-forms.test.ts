import assert from 'node:assert/strict';
import { PLAIN } from '../../../src/diagram/arrange';
import { diagram } from '../../../src/diagram/build';
import { ladderText } from '../../../src/diagram/ladder-text';
import { mermaid } from '../../../src/diagram/mermaid';
import { endpointsOf } from '../../../src/tell/endpoints';
import { headerOf } from '../../../src/tell/header';
import { storyOf } from '../../../src/tell/story';
import { sumsOf } from '../../../src/tell/sums';
import type { Trace } from '../../../src/trace/trace';
import { FORMS, type ThreeForms } from '../../../src/trace/numbers';
import { english } from '../../../src/words/words';
import { libraryFlows } from '../library';
import { some } from '../share';
import { play } from '../diagram/flows';

/** Every text in three forms behind a value. */
function formsIn(value: unknown, found: ThreeForms[] = []): ThreeForms[] {
  if (Array.isArray(value)) {
    if (value.length === 3 && value.every((part) => typeof part === 'string'))
      found.push(value as unknown as ThreeForms);
    else for (const part of value) formsIn(part, found);
  } else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) formsIn(part, found);
  return found;
}

/** The 32-bit numbers of a flow that can be told from all other numbers: those of its segments, seven digits at least. */
function absolutes(trace: Trace): Set<string> {
  const numbers = new Set<string>();
  for (const step of trace.steps) {
    for (const { id } of trace.cast.ends) {
      const tcb = step.after.ends.get(id)?.tcb;
      if (!tcb) continue;
      for (const n of [tcb.iss, tcb.sndUna, tcb.sndNxt]) if (n >= 1_000_000) numbers.add(String(n));
    }
    if (!('sent' in step)) continue;
    const { seq, ack, options } = step.sent.segment;
    for (const n of [seq, ack, ...(options.sack ?? []).flatMap(({ left, right }) => [left, right])]) {
      if (n >= 1_000_000) numbers.add(String(n));
    }
  }
  return numbers;
}

/** The numbers in a text. */
const numbersIn = (text: string): string[] => text.match(/\d{7,}/g) ?? [];

function leaksOf(trace: Trace): string[] {
  const numbers = absolutes(trace);
  const leaks: string[] = [];
  const look = (where: string, text: string): void => {
    for (const n of numbersIn(text)) if (numbers.has(n)) leaks.push(`${where}: ${text}`);
  };
  // Notes and headings are what the author of the flow says.
  const lines = (text: string): string[] => text.split('\n').filter((line) => /SEQ=|seq=/.test(line));
  trace.steps.forEach((step, at) => {
    if (step.kind === 'note') return;
    const told = {
      story: storyOf(trace, at, english).text,
      sums: sumsOf(trace, at, english),
      ends: endpointsOf(trace, at, english),
      header: headerOf(trace, at, english),
    };
    for (const [where, value] of Object.entries(told))
      for (const [symbolic, relative] of formsIn(value)) {
        look(`${where} ${at} symbolic`, symbolic);
        look(`${where} ${at} relative`, relative);
      }
  });
  const made = diagram(trace, { ...PLAIN });
  for (const form of FORMS.slice(0, 2)) {
    for (const line of lines(ladderText(made, form, english))) look(`text ${form}`, line);
    for (const line of lines(mermaid(made, form, english))) look(`mermaid ${form}`, line);
  }
  for (const row of made.rows(0, made.index.rows).rows) {
    for (const [symbolic, relative] of formsIn(row)) {
      look(`row ${row.row} symbolic`, symbolic);
      look(`row ${row.row} relative`, relative);
    }
    look(`row ${row.row} options`, row.options);
  }
  return leaks;
}

describe('tell: forms of numbers', () => {
  it('count an initial sequence number from itself, and one that was not said yet, too', () => {
    const trace = play('client -> server SYN seq=x\n');
    const { variables } = endpointsOf(trace, 0, english);
    const una = variables.find(({ name }) => name === 'SND.UNA');
    assert.deepEqual(
      una?.cells.map(({ now }) => now.slice(0, 2)),
      [
        ['x', '0'],
        ['0', '0'],
      ],
    );
    assert.match(storyOf(trace, 0, english).text[1], /initial sequence number 0\b/);
    assert.deepEqual(leaksOf(trace), []);
  });

  it('never leak absolute numbers into symbolic and relative ones, in any flow of the library', () => {
    const all: string[] = [];
    for (const { id, text } of some(libraryFlows(), 10))
      for (const leak of leaksOf(play(text))) all.push(`${id} ${leak.slice(0, 300)}`);
    assert.deepEqual(all.slice(0, 40), []);
  });
});
