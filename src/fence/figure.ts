/** A fence as HTML: the picture of its flow with a caption, or its coloured text. */
import { type PartName, type Wishes, check, lackedParts } from '../check';
import { PLAIN, escapeMarkup, svg } from '../diagram';
import { createParser, visible } from '../script';
import { type Finding, type NumberForm, type Trace, gravest } from '../trace';
import { findingText } from '../words/finding';
import type { Say } from '../words/words';
import { ATTRIBUTES, type Attributes } from './attributes';
import { colourFlow } from './colours';

/** The settings that a fence is drawn with. */
export interface FenceLook {
  readonly say: Say;
  /** Language of the texts, for screen readers: `en` or `zh-cn`. */
  readonly language: string;
  readonly numbers: NumberForm;
  readonly wishes: Wishes;
}

/** The most rows of a picture; the rest is counted. */
const MOST_ROWS = 400;
/** The most findings of a caption; the rest is counted. */
const MOST_FINDINGS = 3;
/** The longest flow that is drawn, characters. */
const MOST_CHARACTERS = 100_000;
/** Width of pictures, pixels. */
const WIDTH = 720;

/** Parts that a flow needs to be drawn, and that are not loaded. */
export interface Lacking {
  readonly lacks: readonly PartName[];
}

/**
 * The content of a figure: SVG and caption; the parts that the flow needs where they are not loaded.
 *
 * @param prefix put before the ids of the picture
 */
export function figureOf(code: string, attributes: Attributes, look: FenceLook, prefix: string): string | Lacking {
  const { say } = look;
  if (code.trim() === '') return emptyFigure(attributes, say);
  if (attributes.code === 'only' || code.length > MOST_CHARACTERS) {
    return textOf(code) + captionOf([...unknownNotes(attributes, say)]);
  }
  const script = createParser().parse(code);
  const trace = check(script, undefined, undefined, look.wishes);
  const lacks = lackedParts(trace);
  if (lacks.length > 0) return { lacks };
  const picture = drawn(trace, attributes, look, prefix);
  const text = attributes.code === 'below' ? textOf(code) : '';
  return picture + text + captionOf([...verdict(trace, attributes, say), ...unknownNotes(attributes, say)]);
}

function drawn(trace: Trace, attributes: Attributes, look: FenceLook, prefix: string): string {
  const { step, steps, toScale, fold, show, eyes } = attributes;
  const count = trace.steps.length;
  return svg(trace, {
    say: look.say,
    language: look.language,
    numbers: attributes.numbers ?? look.numbers,
    width: WIDTH,
    arrangement: { ...PLAIN, runs: fold, time: toScale, show, eyes },
    mostRows: MOST_ROWS,
    within: prefix,
    ...(step === undefined || step > count ? {} : { step: step - 1 }),
    // Steps behind the end leave the whole flow.
    ...(steps === undefined || steps.first > count ? {} : { from: steps.first - 1, to: Math.min(steps.last, count) }),
  });
}

/** The coloured text of a flow. */
function textOf(code: string): string {
  return `<pre><code class="hljs language-tcpflow">${colourFlow(code, escapeMarkup)}</code></pre>`;
}

/** The lines of the caption that tell how the flow is. */
function verdict(trace: Trace, { isWrong }: Attributes, say: Say): string[] {
  const grave = trace.findings.filter(({ level }) => level === 'error' || level === 'warning');
  const count = trace.steps.length;
  if (grave.length === 0) return [say(count === 1 ? 'fence/step' : 'fence/steps', { count })];
  const shown = [...gravest(grave, MOST_FINDINGS)];
  const lines = shown.map((finding) => findingLine(finding, isWrong, say));
  const left = grave.length - shown.length;
  return left === 0 ? lines : [...lines, say('fence/more', { count: left })];
}

function findingLine(finding: Finding, isMeant: boolean, say: Say): string {
  const text = say('fence/finding', { line: finding.line + 1, text: visible(findingText(finding, say)) });
  if (isMeant) return text;
  return `${finding.level === 'error' ? '✗' : '⚠'} ${text}`;
}

function unknownNotes({ unknown }: Attributes, say: Say): string[] {
  if (unknown.length === 0) return [];
  const comma = say('agent/comma');
  const names = unknown.slice(0, MOST_FINDINGS).map(visible);
  return [say('fence/unknown', { names: names.join(comma), all: ATTRIBUTES.join(comma) })];
}

function captionOf(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `<figcaption>${lines.map((line) => `<div>${escapeMarkup(line)}</div>`).join('')}</figcaption>`;
}

/** An empty fence: one sentence, and an example. */
function emptyFigure(attributes: Attributes, say: Say): string {
  const example = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=x+1';
  return textOf(example) + captionOf([say('fence/empty'), ...unknownNotes(attributes, say)]);
}
