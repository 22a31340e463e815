/** Measures the language features for typing: the computed answers, without an editor. */
import { check } from '../../src/check/check';
import { completeAt } from '../../src/editor/complete/complete';
import { diagnosticsOf } from '../../src/editor/diagnostics';
import { explain } from '../../src/editor/explain/explain';
import { fixesFor } from '../../src/editor/fix/fixes';
import { hintsOf } from '../../src/editor/inlayHints';
import { targetAt } from '../../src/editor/target';
import { createParser } from '../../src/script/parser';
import { english } from '../../src/words/words';
import { edited, generate } from './generate';
import { medianTime } from './measure';
import { Uri } from './vscode';

/** The number of lines that a tall editor shows. */
const SCREEN = 60;

export interface ProviderFigures {
  readonly lines: number;
  /** Suggestions for the next line, in the middle of a flow. */
  readonly nextLineMs: number;
  /** Suggestions for the next line, at the end of a flow. */
  readonly nextLineAtEndMs: number;
  /** Suggestions within a line. */
  readonly inLineMs: number;
  readonly hoverMs: number;
  /** Inlay hints of the visible lines. */
  readonly hintsMs: number;
  /** The fixes of one mistake, each of which is tried. */
  readonly fixesMs: number;
  /** Time from the text after a mistyped digit to its diagnostics. */
  readonly diagnosticsMs: number;
}

const KINDS = { leftOut: true, states: true, numbers: 'symbolic' } as const;

export function providerTimes(lines: number, runs: number): ProviderFigures {
  const text = generate(lines);
  const middle = lines >> 1;
  const withLine = (at: number, line: string): string => text.split('\n').toSpliced(at, 0, line).join('\n');
  const played = (source: string) => check(createParser().parse(source));
  const trace = played(text);
  const empty = played(withLine(middle, ''));
  const end = played(withLine(lines - 5, ''));
  const begun = 'client -> server ACK ';
  const inside = played(withLine(middle, begun));
  const uri = new Uri();

  const hover = (): void => {
    const line = trace.script.lines[middle];
    const target = targetAt(line, (line?.text.indexOf('seq=') ?? 0) + 1);
    if (target !== undefined) explain(trace, middle, target, english);
  };

  const wrong = edited(text, middle, 'ack');
  const broken = check(createParser().parse(wrong), trace);
  const mistake = broken.findings.find((f) => f.level === 'error');
  const parser = createParser();
  let last = check(parser.parse(text));
  let round = 0;
  const diagnostics = (): void => {
    last = check(parser.parse(round++ % 2 === 0 ? wrong : text), last);
    diagnosticsOf(last.findings, uri as never, english);
  };

  return {
    lines,
    nextLineMs: medianTime(runs, () => void completeAt(empty, middle, 0)),
    nextLineAtEndMs: medianTime(runs, () => void completeAt(end, lines - 5, 0)),
    inLineMs: medianTime(runs, () => void completeAt(inside, middle, begun.length)),
    hoverMs: medianTime(runs, hover),
    hintsMs: medianTime(runs, () => void hintsOf(trace, middle, middle + SCREEN, KINDS, english)),
    fixesMs: medianTime(runs, () => void (mistake && fixesFor(broken, mistake))),
    diagnosticsMs: medianTime(runs, diagnostics),
  };
}
