import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createParser } from '../../../src/script/parser';
import type { Line, Word } from '../../../src/script/syntax';
import { scenarios } from '../library';
import { apply, play } from './expecting';
import { flowsIn } from './table';
import { share, some } from '../share';

/** The findings of a flow with their places. */
const saidOf = (text: string): string[] =>
  play(text)
    .findings.map((f) => `${f.line + 1}: ${f.level} ${f.rule} ${f.start}-${f.end}`)
    .sort();

const hostsOf = ({ hosts }: Line): readonly Word[] => hosts ?? [];

/** The flow with names that are long enough to be misspelt. */
function spelled(text: string): string {
  const names: Readonly<Record<string, string>> = { A: 'alice', B: 'robert', C: 'carol', M: 'mallory' };
  return createParser()
    .parse(text)
    .lines.map((line) => {
      let out = line.text;
      for (const { start, end, text: name } of [...hostsOf(line)].reverse())
        out = out.slice(0, start) + (names[name] ?? name) + out.slice(end);
      return out;
    })
    .join('\n');
}

interface Swapped {
  readonly text: string;
  readonly line: number;
  readonly word: Word;
}

/**
 * The flow with two letters of one name swapped. Names that occur once or twice are skipped, as they have no clear
 * spelling.
 */
function* swaps(text: string): Generator<Swapped> {
  const lines = [...createParser().parse(text).lines];
  const count = new Map<string, number>();
  for (const line of lines) for (const { text: name } of hostsOf(line)) count.set(name, (count.get(name) ?? 0) + 1);
  for (const [number, line] of lines.entries()) {
    for (const word of hostsOf(line)) {
      if ((count.get(word.text) ?? 0) < 3 || line.broken) continue;
      const at = word.start + (number % (word.text.length - 1));
      const [a = '', b = ''] = [line.text[at], line.text[at + 1]];
      if (a === b || !/^\p{L}{2}$/u.test(a + b)) continue;
      const swapped = line.text.slice(0, at) + b + a + line.text.slice(at + 2);
      yield { text: lines.map((l, i) => (i === number ? swapped : l.text)).join('\n'), line: number, word };
    }
  }
}

const FLOWS = [
  ...scenarios().map(({ text }) => text),
  ...readdirSync('test/fixtures/flows/corners').flatMap((f) => flowsIn(`corners/${f}`).map(({ text }) => text)),
  ...['rules/flow', 'rules/structure', 'rules/resets', 'transitions', 'going-on', 'names'].flatMap((f) =>
    flowsIn(`${f}.tcpflow`).map(({ text }) => text),
  ),
].filter((text) => text.length < 1000 && !text.includes('misspelt') && !/\b(?:run|=>)/.test(text));

describe('two letters swapped in the name of a host', function () {
  this.timeout(120_000);

  it('are one finding more, in all flows, whose fix restores the flow', () => {
    let tried = 0;
    for (const [i, original] of some([...FLOWS.entries()])) {
      const text = spelled(original);
      const all = [...swaps(text)];
      const one = all[i % Math.max(1, all.length)];
      if (one === undefined) continue;
      tried++;
      const { start, end } = one.word;
      const slip = `${one.line + 1}: warning flow/misspelt-host ${start}-${end}`;
      assert.deepEqual(saidOf(one.text), [...saidOf(text), slip].sort(), one.text);
      const fix = play(one.text).findings.find((f) => f.rule === 'flow/misspelt-host' && f.line === one.line)?.fix;
      assert.ok(fix !== undefined);
      assert.equal(apply(one.text, fix), text);
    }
    assert.ok(tried > share(400), `${tried} slips`);
  });

  it('are nothing where the name is declared, stands twice, or differs in what tells names from each other', () => {
    for (const text of [
      'host server\nhost sevrer\nclient -> server SYN\nclient -> sevrer SYN',
      'client -> server SYN\nclient -> server SYN\nclient -> sevrer SYN\nclient -> sevrer SYN',
      'client -> node12 SYN\nclient -> node12 SYN\nclient -> node21 SYN\nclient -> node13 SYN',
      'client -> hosta SYN\nclient -> hosta SYN\nclient -> hostb SYN',
      'server -> servre SYN\nserver -> other SYN',
    ])
      assert.deepEqual(
        play(text).findings.filter((f) => f.rule === 'flow/misspelt-host'),
        [],
        text,
      );
  });
});
