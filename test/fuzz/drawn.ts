/** Laws of drawings and exports: numbers are numbers, files are well-formed, and there are no control characters. */
import { FORMS } from '../../src/trace/numbers';
import assert from 'node:assert/strict';
import type { NumberForm } from '../../src/trace/numbers';
import type { Trace } from '../../src/trace/trace';
import { EYES, LOOKS, PLAIN, SHOWS, type Arrangement } from '../../src/diagram/arrange';
import { diagram } from '../../src/diagram/build';
import { svg, svgPair } from '../../src/diagram/export';
import { ladderText } from '../../src/diagram/ladder-text';
import { mermaid } from '../../src/diagram/mermaid';
import { english, sayIn } from '../../src/words/words';
import type { Timed } from './laws';
import type { Random } from './random';

/** C0 and C1 controls except the line feed, and characters that change the direction of writing. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/u;
const LONE_SURROGATE = /\p{Cs}/u;

export function arrangement(r: Random): Arrangement {
  return {
    runs: r.of([true, false, undefined]),
    turned: r.some(0, 2, () => r.below(20)),
    closed: r.some(0, 2, () => r.below(20)),
    hosts: r.of([[], [], [0], [1, 2]]),
    flags: r.of([0, 0, 0, 1, 2, 16]),
    only: r.chance(0.7) ? [] : [r.of(LOOKS)],
    time: r.chance(0.3),
    windows: r.chance(0.3),
    show: r.of(SHOWS),
    eyes: r.of(EYES),
  };
}

function holdsText(text: string): void {
  const control = CONTROL.exec(text);
  assert.ok(control === null, `control character: ${near(text, control?.index)}`);
  const half = LONE_SURROGATE.exec(text);
  assert.ok(half === null, `half a surrogate pair: ${near(text, half?.index)}`);
}

function near(text: string, at = 0): string {
  return JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
}

/** Attributes are numbers unless they are words, and elements are closed in reverse order of opening. */
function holdsSvg(text: string): void {
  holdsText(text);
  const bad = /\s(?!data-|aria-)[\w-]+="[^"]*(?:NaN|Infinity|undefined|\[object)[^"]*"/.exec(text);
  assert.ok(bad === null, `not a number:${bad?.[0] ?? ''}`);
  const open: string[] = [];
  for (const [, ending, name = '', closed] of text.matchAll(/<(\/?)([a-zA-Z][\w:-]*)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (ending === '/') assert.equal(open.pop(), name, 'elements nest');
    else if (closed !== '/') open.push(name);
  }
  assert.deepEqual(open, [], 'elements are closed');
  const stray = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.exec(text);
  assert.ok(stray === null, `not escaped: ${near(text, stray?.index)}`);
}

/** Every line of Mermaid text is a statement, and none is a directive. */
const MERMAID =
  /^(?:sequenceDiagram| {2}title .*| {2}participant h\d+ as .*| {2}Note (?:over|left of|right of) h\d+(?:,h\d+)?: .*| {2}h\d+--?(?:>>|x|\))h\d+: .*|)$/;

function holdsMermaid(text: string): void {
  holdsText(text);
  assert.ok(!/%%|;/.test(text.replace(/#\w+;/g, '')), `a directive or a separator: ${text}`);
  for (const line of text.split('\n')) assert.match(line, MERMAID);
}

export function holdsDrawn(trace: Trace, r: Random, timed: Timed = (_, work) => work()): void {
  const form: NumberForm = r.of(FORMS);
  for (const how of [PLAIN, arrangement(r)]) {
    const made = timed('diagram', () => diagram(trace, how));
    const say = r.chance(0.5) ? english : sayIn('zh-cn');
    const width = r.of([240, 760, 4000]);
    holdsSvg(timed('SVG', () => svg(trace, { say, numbers: form, arrangement: how, width })));
    holdsMermaid(timed('Mermaid', () => mermaid(made, form, say)));
    holdsText(timed('text', () => ladderText(made, form, say)));
  }
}

export function holdsPair(left: Trace, right: Trace, timed: Timed): void {
  holdsSvg(timed('pair', () => svgPair(left, right, { say: english })));
}
