import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseLine } from '../../../src/script/line';
import { format } from '../../../src/script/format';
import { createParser } from '../../../src/script/parser';
import { nearest } from '../../../src/script/near';
import { STATES } from '../../../src/wire/state';
import { runs as runsEn } from '../../../src/words/en/runs';
import { syntax as syntaxEn } from '../../../src/words/en/syntax';
import { runs as runsZh } from '../../../src/words/zh-cn/runs';
import { syntax as syntaxZh } from '../../../src/words/zh-cn/syntax';
import { changeOf, lineAt, piecesOf } from '../../../src/script/pieces';
import type { Line, Script } from '../../../src/script/syntax';
import { errors, SAMPLES } from './sample';
import { share } from '../share';

const english = { ...runsEn, ...syntaxEn };
const chinese = { ...runsZh, ...syntaxZh };

const PIECES = [
  ...SAMPLES.flatMap((s) => s.split(/(\s+|[=,<>()[\]"#.:+-])/u)),
  ...[
    '"',
    '\\',
    '\\x4',
    '#',
    '“',
    '”',
    '→',
    '（',
    '，',
    '\0',
    '\t',
    '99999999999999999999',
    '0x',
    '<-',
    '=>',
    '::',
    '..',
  ],
].filter((p) => p !== '');

/** Asserts laws of any line. */
function sound(text: string): void {
  const line = parseLine(text);
  assert.equal(line.text, text);
  const wrong = errors(line);
  assert.ok(wrong.length <= 1, `${text}: ${wrong.length} errors`);
  assert.equal(line.broken, wrong.length === 1);
  if (line.broken) assert.equal(line.findings.length, 1);
  for (const f of line.findings) {
    assert.ok(0 <= f.start && f.start <= f.end && f.end <= text.length, `${text}: ${f.rule} ${f.start}..${f.end}`);
    for (const table of [english, chinese] as Readonly<Record<string, string>>[]) {
      const said = table[f.rule];
      assert.ok(said !== undefined, `no words for ${f.rule}`);
      for (const [, name] of said.matchAll(/\{(\w+)\}/g)) assert.ok(name && name in f.args, `${f.rule} lacks ${name}`);
      if (f.fix) assert.ok(table[f.fix.title] !== undefined, `no words for ${f.fix.title}`);
    }
    for (const e of f.fix?.edits ?? []) assert.ok(0 <= e.start && e.start <= e.end && e.end <= text.length);
  }
  if (!line.broken && line.statement === undefined) assert.match(text, /^[\s\u200b]*([#＃].*)?$/u);
}

/** Any code point but surrogates, which come in pairs only. fast-check's own list of them takes a second to make. */
const CHARACTERS = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((n) => String.fromCodePoint(n));

describe('script: any input', () => {
  it('every prefix of every statement gives at most one error', () => {
    for (const text of SAMPLES) {
      for (let i = 0; i <= text.length; i++) sound(text.slice(0, i));
    }
  });

  it('every statement with one character left out gives at most one error', () => {
    for (const text of SAMPLES) {
      for (let i = 0; i < text.length; i++) sound(text.slice(0, i) + text.slice(i + 1));
    }
  });

  it('pieces of statements in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }), (a) => sound(a.join(''))),
      {
        numRuns: share(3000, 30),
      },
    );
  });

  it('any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: CHARACTERS, maxLength: 60 }), (t) => sound(t.replace(/[\r\n]/g, ' '))),
      {
        numRuns: share(1000),
      },
    );
  });

  it('both languages say the same messages with the same arguments', () => {
    const args = (t: string): string[] => [...t.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort();
    assert.deepEqual(Object.keys(chinese), Object.keys(english));
    const tables: Readonly<Record<string, string>>[] = [english, chinese];
    for (const id of Object.keys(english))
      assert.deepEqual(args(tables[1]?.[id] ?? ''), args(tables[0]?.[id] ?? ''), id);
  });
});

describe('script: suggestions', () => {
  it('take the nearest word that is near enough', () => {
    assert.equal(nearest('clsoe', ['close', 'listen']), 'close');
    assert.equal(nearest('ESTABLISED', STATES), 'ESTABLISHED');
    assert.equal(nearest('xyz', ['close', 'listen']), undefined);
    assert.equal(nearest('x'.repeat(10_000), ['close']), undefined);
  });
});

describe('script: changed lines', () => {
  const texts = (script: Script | undefined): readonly string[] | undefined => script?.lines.map((l) => l.text);
  const words = fc.constantFrom('a', 'b', '', 'A -> B SYN', '# c', 'note "n"');
  const edit = fc.record({ head: fc.nat(40), out: fc.nat(6), put: fc.array(words, { maxLength: 400 }) });

  it('give the text that the whole of it gives, and keep the lines that did not change', () => {
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 700 }),
        fc.array(edit, { maxLength: 8 }),
        (start, edits) => {
          const parser = createParser();
          let lines = start;
          let before = parser.parse(lines.join('\n'));
          for (const { head: most, out, put } of edits) {
            const head = Math.min(most * 17, lines.length);
            const tail = Math.max(0, lines.length - head - out);
            const next = lines.slice(0, head).concat(put, lines.slice(lines.length - tail));
            const script = parser.change(head, tail, put);
            assert.equal(script === undefined, next.length === 0);
            if (script === undefined) return;
            assert.deepEqual(texts(script), next);
            assert.deepEqual(script.pieces?.flat(), script.lines);
            next.forEach((_, i) => assert.equal(lineAt(script, i), script.lines[i]));
            for (let i = 0; i < head; i++) assert.equal(script.lines[i], before.lines[i]);
            for (let i = 1; i <= tail; i++) assert.equal(script.lines.at(-i), before.lines.at(-i));
            // Among equal adjacent lines it is undefined which one was deleted.
            const { from, to, until } = changeOf(piecesOf(before), piecesOf(script));
            const kept = [
              ...before.lines.slice(0, from),
              ...script.lines.slice(from, until),
              ...before.lines.slice(to),
            ];
            assert.deepEqual(kept, script.lines);
            assert.ok(from >= head && Math.min(to, until) - from <= Math.min(out, put.length));
            before = script;
            lines = next;
          }
          assert.deepEqual(texts(parser.parse(`${lines.join('\n')}\n`)), [...lines, '']);
        },
      ),
      { numRuns: share(200) },
    );
  });

  it('are not taken where the whole text decides what it is', () => {
    const parser = createParser();
    assert.equal(parser.change(0, 0, ['a']), undefined);
    parser.parse('a\nb');
    assert.equal(parser.change(2, 1, []), undefined);
    assert.equal(parser.change(1, 0, ['\0']), undefined);
    assert.equal(parser.change(0, 1, ['\ufeffa']), undefined);
    assert.deepEqual(texts(parser.change(1, 0, ['c'])), ['a', 'c']);
    parser.parse('a\n\ufffd');
    assert.equal(parser.change(1, 0, ['c']), undefined);
  });
});

describe('script: a whole text', () => {
  const texts = (text: string): string[] =>
    createParser()
      .parse(text)
      .lines.map((l) => l.text);

  it('splits at every kind of line break', () => {
    assert.deepEqual(texts(''), ['']);
    assert.deepEqual(texts('a\nb\r\nc\rd\n'), ['a', 'b', 'c', 'd', '']);
    assert.deepEqual(texts('\r\r\n\n'), ['', '', '', '']);
    assert.deepEqual(texts('a\r'), ['a', '']);
    assert.deepEqual(texts('\ufeffwait 5ms'), ['wait 5ms']);
  });

  it('gives the same object for the same text, on any line and after any edit', () => {
    const parser = createParser();
    const first = parser.parse('client -> server SYN\nwait 5ms\nclient -> server SYN').lines;
    assert.equal(first[0], first[2]);
    const second = parser.parse('# new\nclient -> server SYN\nwait 6ms\nclient -> server SYN').lines;
    assert.equal(second[1], first[0]);
    assert.equal(second[3], first[0]);
    assert.equal(parser.parse('wait 5ms').lines[0], first[1]);
  });

  it('an edit reads one line, however many there are', () => {
    const parser = createParser();
    const lines = Array.from({ length: 5000 }, (_, i) => `client -> server ACK seq=${i}`);
    const before = parser.parse(lines.join('\n')).lines;
    lines[2500] = 'client -> server ACK seq=x';
    const after = parser.parse(lines.join('\n')).lines;
    assert.deepEqual(
      after.flatMap((l, i) => (l === before[i] ? [] : [i])),
      [2500],
    );
  });

  it('after any edits the lines are those of a fresh parser, and unchanged ones the same objects', () => {
    const char = fc.constantFrom('a', 'b', '\r', '\n', '\r\n', ' -> ', '#', 'wait 5ms');
    const edit = fc.record({ at: fc.nat(60), cut: fc.nat(12), put: fc.array(char, { maxLength: 6 }) });
    fc.assert(
      fc.property(fc.array(char, { maxLength: 30 }), fc.array(edit, { maxLength: 8 }), (start, edits) => {
        const parser = createParser();
        let text = start.join('');
        let known = new Map<string, Line>();
        for (const { at, cut, put } of [{ at: 0, cut: 0, put: [] as string[] }, ...edits]) {
          text = text.slice(0, at) + put.join('') + text.slice(at + cut);
          const { lines } = parser.parse(text);
          assert.deepEqual(
            lines.map((l) => l.text),
            text.split(/\r\n|\r|\n/),
          );
          for (const line of lines) assert.equal(known.get(line.text) ?? line, line);
          known = new Map(lines.map((l) => [l.text, l]));
        }
      }),
      { numRuns: share(500) },
    );
  });

  it('forgets what has not been seen for long, and never a line of the present text', () => {
    const parser = createParser();
    const kept = parser.parse('wait 1ms\n').lines[0];
    for (let i = 0; i < 5000; i++) parser.parse(`wait 1ms\nwait ${i}s`);
    assert.equal(parser.parse('\nwait 1ms').lines[1], kept);
  });

  it('a text that is none gives one finding', () => {
    for (const text of [
      '\0\0\0\0ELF'.repeat(100),
      '\ufffd'.repeat(200),
      ` \n${'\ufffd'.repeat(200)}`,
      `PNG\r\n\0\0\0\rIHDR\0\0\n${'\0'.repeat(1_000_000)}`,
    ]) {
      const { lines } = createParser().parse(text);
      assert.deepEqual(
        lines.flatMap((l) => l.findings.map((f) => f.rule)),
        ['syntax/binary'],
      );
      assert.equal(lines.length, 1);
      assert.deepEqual(format({ lines }), [], 'no octet of it is formatted');
    }
  });

  it('lines beyond the limit get one finding', () => {
    const parser = createParser();
    const text = 'wait 1ms\n'.repeat(200_010);
    for (const t of [text, `${text}x`]) {
      const { lines } = parser.parse(t);
      assert.equal(lines.length, 200_001);
      assert.deepEqual(
        lines[200_000]?.findings.map((f) => [f.rule, f.args]),
        [['syntax/too-many-lines', { limit: 200_000 }]],
      );
      assert.equal(errors(lines[199_999] ?? parseLine('?')).length, 0);
    }
  });

  it('a line of a megabyte leaves the others alone', () => {
    const { lines } = createParser().parse(`wait 1ms\n${'x'.repeat(1_000_000)}\nwait 1ms`);
    assert.deepEqual(
      lines.map((l) => l.findings.map((f) => f.rule)),
      [[], ['syntax/line-too-long'], []],
    );
  });
});
