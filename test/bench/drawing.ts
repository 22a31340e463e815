/** Measures the diagram: the layout of all rows, the first visible part as SVG, and a whole file. */
import { check } from '../../src/check/check';
import { diagram } from '../../src/diagram/build';
import { svg } from '../../src/diagram/export';
import { layout } from '../../src/diagram/layout';
import { createParser } from '../../src/script/parser';
import { english } from '../../src/words/words';
import { generate } from './generate';
import { medianTime } from './measure';

/** The number of steps that a tall panel shows. */
const SCREEN = 60;
const WIDTH = 760;

export interface DiagramFigures {
  readonly rows: number;
  readonly layoutMs: number;
  /** Includes the layout of all rows. */
  readonly firstSvgMs: number;
  /** The file of the command line, which is limited in length. */
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
