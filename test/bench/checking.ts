/** Measures parser and checker, from scratch and after an edit of one character. */
import { check } from '../../src/check/check';
import { createParser } from '../../src/script/parser';
import { edited, EDIT_KINDS, generate, type EditKind } from './generate';
import { median, medianTime, time } from './measure';

export interface CheckFigures {
  readonly lines: number;
  readonly steps: number;
  readonly ms: number;
  readonly stepsPerSecond: number;
}

export function checkThroughput(lines: number, runs: number): CheckFigures {
  const script = createParser().parse(generate(lines));
  const steps = check(script).steps.length;
  const ms = medianTime(runs, () => void check(script));
  return { lines, steps, ms, stepsPerSecond: (steps / ms) * 1000 };
}

export interface ParserFigures {
  readonly lines: number;
  readonly coldMs: number;
  readonly editMs: number;
}

export function parserTimes(lines: number, runs: number): ParserFigures {
  const text = generate(lines);
  const coldMs = medianTime(runs, () => void createParser().parse(text));
  const parser = createParser();
  parser.parse(text);
  // Each edit gives a text that the parser has not seen, so that a line must be read.
  const variants = Array.from({ length: runs + 1 }, (_, i) =>
    `${edited(text, lines >> 1, 'comment')}`.replace('#\n', `# ${i}\n`),
  );
  const editMs = medianTime(runs, (round) => void parser.parse(variants[round] ?? text));
  return { lines, coldMs, editMs };
}

export type Place = 'start' | 'middle' | 'end';

export interface EditFigures {
  readonly lines: number;
  readonly edit: EditKind;
  readonly place: Place;
  readonly ms: number;
  /** The number of findings after the edit. */
  readonly findings: number;
}

export interface KeystrokeFigures {
  /** The number of lines of the text. */
  readonly lines: number;
  readonly what: 'changed number' | 'changed character' | 'Enter' | 'Enter, findings read';
  /** The line (from 1) of the edit. */
  readonly line: number;
  readonly ms: number;
}

/** The number of keystrokes of each kind and place; the first fifth of them is not counted. */
const KEYSTROKES = 100;

/**
 * The time from a keystroke to its findings, with changed lines passed as by an editor. A number changes in the middle
 * of flows of each size. In a flow of 20,003 lines, a character and a line break change at line 10. Each edit is made
 * and undone, and both are counted, so that the flow stays the same.
 */
export function keystrokeTimes(sizes: readonly number[]): KeystrokeFigures[] {
  // Warm-up.
  keystroke(Math.min(...sizes), 'changed number', 10, 'ack');
  const figures = sizes.map((lines) => keystroke(lines, 'changed number', lines >> 1, 'ack'));
  figures.push(keystroke(20_003, 'changed character', 10, 'comment'));
  figures.push(keystroke(20_003, 'Enter', 10, 'new line'), keystroke(20_003, 'Enter, findings read', 10, 'new line'));
  return figures;
}

function keystroke(lines: number, what: KeystrokeFigures['what'], line: number, kind: EditKind): KeystrokeFigures {
  const text = generate(lines);
  const before = text.split('\n');
  const after = edited(text, line - 1, kind).split('\n');
  const head = before.findIndex((l, i) => l !== after[i]);
  const tail = before.length - head - (kind === 'new line' ? 0 : 1);
  const parser = createParser();
  let trace = check(parser.parse(text));
  const times: number[] = [];
  for (let i = 0; i < KEYSTROKES; i++) {
    for (const all of [after, before]) {
      const there = time(() => {
        const script = parser.change(head, tail, all.slice(head, all.length - tail));
        const next = script && check(script, trace);
        // An editor shows all findings, also those whose lines have moved.
        if (what !== 'Enter') void next?.findings;
        return next;
      });
      if (there.value === undefined) throw new Error('the parser takes no lines');
      trace = there.value;
      if (i >= KEYSTROKES / 5) times.push(there.ms);
    }
  }
  return { lines, what, line: head + 1, ms: median(times) };
}

/** True if the runs took so long that further ones would add little precision. */
function slow(times: readonly number[]): boolean {
  return times.reduce((sum, ms) => sum + ms, 0) > 2000;
}

/** The time from the text after an edit to its findings: parsing and checking, both incremental. */
export function editTimes(lines: number, runs: number): EditFigures[] {
  const text = generate(lines);
  const places: readonly (readonly [Place, number])[] = [
    ['start', 7],
    ['middle', lines >> 1],
    ['end', lines - 14],
  ];
  const figures: EditFigures[] = [];
  for (const edit of EDIT_KINDS) {
    for (const [place, line] of places) {
      const after = edited(text, line, edit);
      const parser = createParser();
      let trace = check(parser.parse(text));
      let findings = 0;
      const times: number[] = [];
      // The first run is not counted, unless it is so slow that warm-up does not matter.
      for (let i = 0; i <= runs && !(times.length > 0 && slow(times)); i++) {
        const there = time(() => check(parser.parse(after), trace));
        if (i > 0 || there.ms > 1000) times.push(there.ms);
        findings = there.value.findings.length;
        trace = check(parser.parse(text), there.value);
      }
      figures.push({ lines, edit, place, ms: median(times), findings });
    }
  }
  return figures;
}
