/** Parser and checker: from nothing, and after one changed character. */
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
  // Each edit is a text that this parser has not seen, so that a line must be read.
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
  /** Findings behind the edit. */
  readonly findings: number;
}

/** Long enough that one more run would tell little more. */
function slow(times: readonly number[]): boolean {
  return times.reduce((sum, ms) => sum + ms, 0) > 2000;
}

/** From the text after an edit to its findings: parse and check, each on from what it knows of the text before. */
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
      // The first run is left out, unless it is slow enough that warming up no longer shows.
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
