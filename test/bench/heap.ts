/** Measures the memory kept after parsing and checking. Runs in a process of its own with `--expose-gc`. */
import { check } from '../../src/check/check';
import { createParser } from '../../src/script/parser';
import { generate } from './generate';

export interface HeapFigures {
  readonly lines: number;
  readonly steps: number;
  /** Memory for a line of the script, including its text. */
  readonly bytesPerLine: number;
  /** Memory for a step of the trace. */
  readonly bytesPerStep: number;
}

/** Bytes in use after a garbage collection. */
function used(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

export function heapFigures(lines: number): HeapFigures {
  // Code and caches of a first run must not count.
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
  // Both objects must be referenced until here, or they would be collected.
  return parser.parse(text).lines.length === script.lines.length && trace.script === script ? figures : figures;
}
