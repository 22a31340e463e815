/** Flows in which every segment's fields are written out, as they are on the wire. */
import { check, scopeBefore } from '../../src/check/check';
import { soleName } from '../../src/check/play/names';
import { before, type SegmentStep, type Trace } from '../../src/trace/trace';
import type { Endpoint } from '../../src/sim/world';
import { createParser, type Parser } from '../../src/script/parser';
import type { SegmentStatement } from '../../src/script/syntax';
import type { Segment } from '../../src/wire/segment';
import { segmentText } from '../kernel/flow';
import { WISHES } from '../unit/check/expecting';

/** A segment of a flow, and its sender and receiver before it. */
export interface Place {
  /** From 0. */
  readonly line: number;
  readonly step: SegmentStep;
  readonly segment: Segment;
  readonly sender: Endpoint;
  readonly receiver: Endpoint;
  /** True if the sender's `host` line sets its initial sequence number, which applies to its first attempt to open. */
  readonly isnFixed: boolean;
  /** The line with another segment. */
  write(segment: Segment): string;
}

export interface Spelled {
  readonly parser: Parser;
  readonly lines: readonly string[];
  readonly trace: Trace;
  readonly places: readonly Place[];
}

/** The clauses of a segment; its payload as originally written if unchanged, else as bytes, else as length. */
function clauses(segment: Segment, original: Segment, payload: string | undefined): string {
  const text = segmentText(segment);
  if (segment.data === undefined || segment.data.length !== segment.len) return text;
  const same = segment.data === original.data && payload !== undefined;
  const bytes = [...segment.data].map((b) => `\\x${b.toString(16).padStart(2, '0')}`).join('');
  // A replacer function, as the string may contain `$`.
  return text.replace(/\blen=\d+/, () => (same ? payload : `"${bytes}"`));
}

function written(line: string, s: SegmentStatement, segment: Segment, original: Segment): string {
  const payload = s.payload === undefined ? undefined : line.slice(s.payload.start, s.payload.end);
  const parts = [line.slice(0, s.to.end), clauses(segment, original, payload)];
  if (segment.ecn !== undefined) parts.push(`ecn=${segment.ecn}`);
  if (s.altered !== undefined) parts.push(`altered ${s.altered.value}`);
  if (s.as !== undefined) parts.push(`as ${s.as.text}`);
  return parts.join(' ');
}

/** True if the line may be mutated: no forged segment and no deliberate mistake. */
function isPlain(s: SegmentStatement): boolean {
  return s.violates === undefined && s.spoofing === undefined;
}

/** `let` lines for names bound by SYNs (`seq=x`), as the SYNs will have numbers. */
function letsFor(trace: Trace): string[] {
  const lets: string[] = [];
  const { lines } = trace.script;
  const bound = new Set(lines.flatMap(({ statement: s }) => (s?.kind === 'segment' ? [soleName(s.seq?.expr)] : [])));
  const isLet = (name: string): boolean => lines.some(({ statement: s }) => s?.kind === 'let' && s.name.text === name);
  for (const [name, binding] of scopeBefore(trace, lines.length).names) {
    if (binding.kind !== 'number' || !bound.has(name) || isLet(name)) continue;
    lets.push(`let ${name} = ${binding.value}`);
  }
  return lets;
}

export function spell(text: string): Spelled {
  const parser = createParser();
  const plain = check(parser.parse(text), undefined, undefined, WISHES);
  const lines = text.split('\n');
  for (const step of plain.steps) {
    const s = plain.script.lines[step.line]?.statement;
    if (step.kind !== 'segment' || s?.kind !== 'segment' || !isPlain(s)) continue;
    lines[step.line] = written(lines[step.line] ?? '', s, step.sent.segment, step.sent.segment);
  }
  const all = [...letsFor(plain), ...lines];
  const trace = check(parser.parse(all.join('\n')), undefined, undefined, WISHES);
  return { parser, lines: all, trace, places: placesIn(trace, all) };
}

function placesIn(trace: Trace, lines: readonly string[]): Place[] {
  const fixed = new Set(
    trace.script.lines.flatMap(({ statement: h }) =>
      h?.kind === 'host' && h.settings.some((s) => s.key.text === 'isn') ? [h.name.text] : [],
    ),
  );
  return trace.steps.flatMap((step, i): Place[] => {
    const line = lines[step.line] ?? '';
    const s = trace.script.lines[step.line]?.statement;
    if (step.kind !== 'segment' || s?.kind !== 'segment' || !isPlain(s) || /# in silence/.test(line)) return [];
    const world = before(trace, i);
    const { sent } = step;
    const sender = world.ends.get(sent.from);
    const receiver = world.ends.get(sent.to);
    if (sender === undefined || receiver === undefined) return [];
    const original = sent.segment;
    return [
      {
        line: step.line,
        step,
        segment: original,
        sender,
        receiver,
        isnFixed: fixed.has(s.from.host.text) && sender.attempts === 0,
        write: (segment) => written(line, s, segment, original),
      },
    ];
  });
}
