/** The diagram: layout of all rows, the first screenful as SVG, and a whole file. */
import { check } from '../../src/check/check';
import { diagram } from '../../src/diagram/build';
import { svg } from '../../src/diagram/export';
import { layout } from '../../src/diagram/layout';
import { createParser } from '../../src/script/parser';
import { english } from '../../src/words/words';
import { generate } from './generate';
import { medianTime } from './measure';

/** Steps that a tall panel shows at once. */
const SCREEN = 60;
const WIDTH = 760;

export interface DiagramFigures {
  readonly rows: number;
  readonly layoutMs: number;
  /** With the layout of all rows. */
  readonly firstSvgMs: number;
  /** The file that the command line writes, which is cut off at some length. */
  readonly fileMs: number;
}

export function diagramTimes(lines: number, runs: number): DiagramFigures {
  const trace = check(createParser().parse(generate(lines)));
  return {
    rows: diagram(trace).index.rows,
    layoutMs: medianTime(runs, () => void layout(diagram(trace).index, WIDTH, 'symbolic')),
    firstSvgMs: medianTime(runs, () => void svg(trace, { say: english, width: WIDTH, from: 0, to: SCREEN })),
    fileMs: medianTime(runs, () => void svg(trace, { say: english, width: WIDTH })),
  };
}
