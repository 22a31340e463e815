/** Measures the diagram: the layout of all rows, the first visible part as SVG, and a whole file. */
import { check } from '../../src/check/check';
import { NO_WISHES } from '../../src/check/checked';
import { diagram } from '../../src/diagram/build';
import { svg } from '../../src/diagram/export';
import { layout } from '../../src/diagram/layout';
import { createPictures } from '../../src/fence';
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

/** The lines of the measured fence: about those of a four-way close. */
const FENCE = 24;

export interface FenceFigures {
  readonly lines: number;
  /** A picture with its caption, checked and drawn anew; 20 ms are the aim. */
  readonly ms: number;
}

export function fenceTimes(runs: number): FenceFigures {
  const code = generate(FENCE);
  const look = { say: english, language: 'en', numbers: 'symbolic', wishes: NO_WISHES } as const;
  return { lines: FENCE, ms: medianTime(runs, () => void createPictures().html(code, 'tcpflow', look, 0, [])) };
}
