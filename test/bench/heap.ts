/** Memory that parsing and checking leave behind. Runs in a process of its own, with `--expose-gc`. */
import { check } from '../../src/check/check';
import { createParser } from '../../src/script/parser';
import { generate } from './generate';

export interface HeapFigures {
  readonly lines: number;
  readonly steps: number;
  /** What a line of the script takes, its text included, and what a step of the trace does. */
  readonly bytesPerLine: number;
  readonly bytesPerStep: number;
}

/** Bytes in use behind a collection. */
function used(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

export function heapFigures(lines: number): HeapFigures {
  // Code and caches are made by a first run, and must not count.
  check(createParser().parse(generate(1000)));
  const text = generate(lines);
  const empty = used();
  const parser = createParser();
  const script = parser.parse(text);
  const parsed = used();
  const trace = check(script);
  const checked = used();
  const steps = trace.steps.length;
  const figures = { lines, steps, bytesPerLine: (parsed - empty) / lines, bytesPerStep: (checked - parsed) / steps };
  // Both must live until here, or the collector has them.
  return parser.parse(text).lines.length === script.lines.length && trace.script === script ? figures : figures;
}
