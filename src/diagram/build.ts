/** Trace → diagram: one pass that numbers the rows, and the making of single rows. */
import { has, type Segment } from '../wire/segment';
import { ACK, flagNames } from '../wire/flags';
import type { Options } from '../wire/options';
import type { Seq } from '../wire/seq';
import { flightKey, type EndId, type Sent } from '../network/world';
import { showNumber } from '../check/numbers';
import { firstStepFrom } from '../check/lookup';
import type { Finding } from '../check/finding';
import { before, type Step, type Trace } from '../check/trace';
import type { Level } from '../script/syntax';
import type { State } from '../tcp/state';
import {
  FORMS,
  HAS_CALL,
  HAS_SECOND,
  HAS_STATE,
  HAS_TIME_WAIT,
  NOTE_SHIFT,
  NOTE_UNIT,
  ROW_KINDS,
  type Change,
  type Diagram,
  type DiagramIndex,
  type Num,
  type Row,
  type RowFinding,
  type RowKind,
  type RowWindow,
  type Span,
} from './model';
import { units } from './measure';
import { icmpText } from './terms';

interface Section {
  readonly line: number;
  readonly title: string;
  /** The first step behind it. */
  readonly step: number;
}

const LEVEL_RANK: Readonly<Record<Level, number>> = { hint: 0, warning: 1, error: 2 };

/** The rank of the gravest of some findings: 2 error, 1 warning, 0 hint, -1 for none. */
function gravest(findings: readonly Finding[]): number {
  let rank = -1;
  for (const f of findings) rank = Math.max(rank, LEVEL_RANK[f.level]);
  return rank;
}

function kindOf(step: Step): RowKind {
  switch (step.kind) {
    case 'deliver':
    case 'duplicate':
      return 'arrival';
    case 'segment':
    case 'drop':
    case 'call':
    case 'icmp':
    case 'timer':
    case 'wait':
    case 'note':
    case 'expect':
      return step.kind;
  }
}

function hasOptions(options: Options): boolean {
  for (const key in options) {
    if (options[key as keyof Options] !== undefined) return true;
  }
  return false;
}

/** The code of each kind of step in a shape. */
const CODES: Readonly<Record<Step['kind'], number>> = {
  segment: ROW_KINDS.indexOf('segment'),
  deliver: ROW_KINDS.indexOf('arrival'),
  duplicate: ROW_KINDS.indexOf('arrival'),
  drop: ROW_KINDS.indexOf('drop'),
  call: ROW_KINDS.indexOf('call'),
  icmp: ROW_KINDS.indexOf('icmp'),
  timer: ROW_KINDS.indexOf('timer'),
  wait: ROW_KINDS.indexOf('wait'),
  note: ROW_KINDS.indexOf('note'),
  expect: ROW_KINDS.indexOf('expect'),
};

// Called for every step of a flow, however long.
function shapeOf(step: Step): number {
  let shape = CODES[step.kind];
  if (step.kind === 'note') {
    return shape | (Math.min(15, Math.ceil(units(step.text) / NOTE_UNIT)) << NOTE_SHIFT);
  }
  for (const { from, to } of step.moves) {
    if (from !== to) shape |= to === 'TIME-WAIT' ? HAS_STATE | HAS_TIME_WAIT : HAS_STATE;
  }
  if (step.findings.length > 0) shape |= HAS_SECOND;
  if (step.kind === 'segment') {
    const { segment, repeats, spoofed } = step.sent;
    if (segment.len > 0 || repeats !== undefined || spoofed !== undefined || hasOptions(segment.options)) {
      shape |= HAS_SECOND;
    }
    if (step.implied.length > 0) shape |= HAS_CALL;
  }
  return shape;
}

function sectionsOf(trace: Trace): Section[] {
  const sections: Section[] = [];
  trace.script.lines.forEach(({ statement }, line) => {
    if (statement?.kind === 'section') {
      sections.push({ line, title: statement.title.text, step: firstStepFrom(trace, line) });
    }
  });
  return sections;
}

function numbersOf(trace: Trace, end: EndId, value: Seq): Num {
  const [a, b, c] = FORMS.map((form) => showNumber(trace.bases, end, value, form));
  return [a ?? '', b ?? '', c ?? ''];
}

/** An end's number in the three forms; the panel's tables use it too. */
export const threeForms = numbersOf;

/** Options in the language's own words: `mss 1460 · wscale 7 · sackok`. */
function optionsText(trace: Trace, sent: Sent): string {
  const { options } = sent.segment;
  const parts: string[] = [];
  if (options.mss !== undefined) parts.push(`mss ${options.mss}`);
  if (options.wscale !== undefined) parts.push(`wscale ${options.wscale}`);
  if (options.sackOk) parts.push('sackok');
  if (options.ts) parts.push(`ts ${options.ts.val} ${options.ts.ecr}`);
  for (const block of options.sack ?? []) {
    const side = (n: Seq): string => showNumber(trace.bases, sent.to, n, 'symbolic');
    parts.push(`sack ${side(block.left)}..${side(block.right)}`);
  }
  if (options.fastopen !== undefined) parts.push(`fastopen ${options.fastopen}`.trim());
  return parts.join(' · ');
}

const EXCERPT = 32;

/** The first characters of a payload, with line ends and other controls made visible; empty where it is not text. */
function excerptOf(segment: Segment): string {
  if (!segment.data || segment.data.length === 0) return '';
  const cut = segment.data.length > 4 * EXCERPT;
  const text = new TextDecoder('utf-8').decode(cut ? segment.data.subarray(0, 4 * EXCERPT) : segment.data);
  const shown = text.replace(/\r\n|\r|\n/g, '⏎').replace(/\p{Cc}/gu, '·');
  if (shown.includes('\uFFFD')) return '';
  const letters = [...shown];
  return letters.length > EXCERPT ? `${letters.slice(0, EXCERPT).join('')}…` : shown;
}

function statesBefore(trace: Trace, step: number): State[] {
  const { ends } = before(trace, step);
  return trace.cast.ends.map((e) => ends.get(e.id)?.tcb.state ?? 'CLOSED');
}

function changesOf(trace: Trace, at: number, step: Step): Change[] {
  const was = before(trace, at).ends;
  const is = step.after.ends;
  if (was === is) return [];
  const sender = step.kind === 'segment' ? step.sent.from : -1;
  const changes: Change[] = [];
  for (const { id } of trace.cast.ends) {
    const tcb = is.get(id)?.tcb;
    if (!tcb || tcb.state === was.get(id)?.tcb.state) continue;
    const wait = tcb.state === 'TIME-WAIT' && tcb.timeWaitEnd !== undefined ? tcb.timeWaitEnd - step.after.clock : -1;
    changes.push({
      end: id,
      at: id === sender ? 'departure' : 'arrival',
      to: tcb.state,
      ...(wait > 0 ? { wait } : {}),
    });
  }
  return changes;
}

/** A statement as written, without its comment. */
function written(trace: Trace, line: number): string {
  const l = trace.script.lines[line];
  return (l?.comment ? l.text.slice(0, l.comment.start) : (l?.text ?? '')).trim();
}

function rowFinding({ rule, level, args }: Finding): RowFinding {
  const { written: was, right } = args;
  const mended = was !== undefined && right !== undefined && was !== right ? `${was} → ${right}` : '';
  return { rule, level, mended };
}

const EMPTY = {
  from: -1,
  to: -1,
  changes: [],
  calls: [],
  findings: [],
  flags: '',
  seq: undefined,
  ack: undefined,
  options: '',
  bytes: 0,
  excerpt: '',
  fate: 'delivered',
  spoofed: -1,
  repeats: 0,
  text: '',
  count: undefined,
  over: [],
} as const;

function sectionRow(trace: Trace, row: number, section: Section): Row {
  const { line, title: text, step } = section;
  return { ...EMPTY, row, step: -1, line, kind: 'section', before: statesBefore(trace, step), text };
}

function stepRow(trace: Trace, row: number, at: number, step: Step): Row {
  const base = {
    ...EMPTY,
    row,
    step: at,
    line: step.line,
    kind: kindOf(step),
    before: statesBefore(trace, at),
    changes: changesOf(trace, at, step),
    findings: step.findings.map(rowFinding),
  };
  switch (step.kind) {
    case 'segment': {
      const { sent } = step;
      const { segment } = sent;
      return {
        ...base,
        from: sent.from,
        to: sent.to,
        calls: step.implied,
        flags: flagNames(segment.flags).join(', '),
        seq: numbersOf(trace, sent.spoofed ?? sent.from, segment.seq),
        ack: has(segment, ACK) ? numbersOf(trace, sent.to, segment.ack) : undefined,
        options: optionsText(trace, sent),
        bytes: segment.len,
        excerpt: excerptOf(segment),
        fate: step.fate,
        spoofed: sent.spoofed ?? -1,
        repeats: sent.repeats === undefined ? 0 : firstStepFrom(trace, sent.repeats) + 1,
        text: sent.label ?? '',
      };
    }
    case 'deliver':
    case 'duplicate':
    case 'drop': {
      const { sent } = step;
      return {
        ...base,
        from: sent.from,
        to: sent.to,
        flags: flagNames(sent.segment.flags).join(', '),
        fate: step.kind === 'drop' ? 'lost' : 'delivered',
        text: sent.label ?? '',
      };
    }
    case 'call':
      return { ...base, from: step.end, text: step.call, count: step.count };
    case 'icmp':
      return { ...base, from: step.end, text: icmpText(step.error) };
    case 'timer':
      return { ...base, from: step.end, text: step.timer };
    case 'wait': {
      const count = step.time - before(trace, at).clock;
      return { ...base, text: written(trace, step.line).replace(/^wait\s*/i, ''), count: Math.max(0, count) };
    }
    case 'note':
      return { ...base, text: step.text, over: step.over };
    case 'expect':
      return { ...base, text: written(trace, step.line) };
  }
}

/** The length of a segment's label in each form, in characters. */
function labelLength(trace: Trace, sent: Sent, into: [number, number, number]): void {
  const { segment } = sent;
  const flags = flagNames(segment.flags).join(', ').length;
  FORMS.forEach((form, i) => {
    let n = flags + 5 + showNumber(trace.bases, sent.from, segment.seq, form).length;
    if (has(segment, ACK)) n += 5 + showNumber(trace.bases, sent.to, segment.ack, form).length;
    if (n > (into[i] ?? 0)) into[i] = n;
  });
}

/** Segments whose labels are measured at most; beyond that the longest of the first ones stands for all. */
const MEASURED = 500;

function buildIndex(trace: Trace, sections: readonly Section[], spans: Span[]): DiagramIndex {
  const { steps } = trace;
  const rowsAtMost = steps.length + sections.length;
  const shapes = new Uint8Array(rowsAtMost);
  const stepOfRow = new Int32Array(rowsAtMost);
  const rowOfStep = new Int32Array(steps.length);
  const marks: number[] = [];
  const markLevels: number[] = [];
  const labelChars: [number, number, number] = [0, 0, 0];
  const flying = new Map<string, { readonly row: number; readonly sent: Sent; landed: boolean }>();
  const close = (label: string): void => {
    const start = flying.get(label);
    if (start && !start.landed) {
      spans.push({ start: start.row, end: start.row, from: start.sent.from, to: start.sent.to, how: 'open' });
    }
  };
  const sectionCode = ROW_KINDS.indexOf('section');
  let row = 0;
  let nextSection = 0;
  const heading = (): void => {
    shapes[row] = sectionCode;
    // Headings are told from steps by the sign, and from each other by the value; see `sectionAt`.
    stepOfRow[row++] = -1 - nextSection++;
  };
  steps.forEach((step, at) => {
    while (nextSection < sections.length && (sections[nextSection]?.step ?? 0) <= at) heading();
    if (step.kind === 'expect' && step.findings.length === 0) {
      rowOfStep[at] = row - 1;
      return;
    }
    if (step.kind === 'segment') {
      if (at < MEASURED) labelLength(trace, step.sent, labelChars);
      const key = flightKey(step.sent);
      if (key !== undefined) {
        close(key);
        flying.set(key, { row, sent: step.sent, landed: step.fate !== 'held' });
      }
    } else if (step.kind === 'deliver' || step.kind === 'drop' || step.kind === 'duplicate') {
      const start = flying.get(flightKey(step.sent) ?? '');
      if (start !== undefined) {
        start.landed = true;
        spans.push({ start: start.row, end: row, from: step.sent.from, to: step.sent.to, how: step.kind });
      }
    }
    const rank = gravest(step.findings);
    if (rank >= 0) {
      marks.push(row);
      markLevels.push(rank);
    }
    shapes[row] = shapeOf(step);
    rowOfStep[at] = row;
    stepOfRow[row++] = at;
  });
  while (nextSection < sections.length) heading();
  for (const label of flying.keys()) close(label);
  return {
    title: trace.title ?? '',
    rows: row,
    steps: steps.length,
    heads: trace.cast.hosts.map(({ name, address, ends }) => ({ name, address, lanes: ends })),
    lanes: trace.cast.ends.map((e) => ({
      name: e.name,
      host: e.host,
      port: e.port,
      place: Math.max(0, trace.cast.hosts[e.host]?.ends.indexOf(e.id) ?? 0),
    })),
    shapes: shapes.slice(0, row),
    stepOfRow: stepOfRow.slice(0, row),
    rowOfStep,
    marks: Int32Array.from(marks),
    markLevels: Uint8Array.from(markLevels),
    labelChars,
  };
}

/** The heading that a negative entry of `stepOfRow` stands for. */
function sectionAt(code: number): number {
  return -1 - code;
}

/** The diagram of a trace: the index at once, rows when asked for. */
export function diagram(trace: Trace): Diagram {
  const sections = sectionsOf(trace);
  const spans: Span[] = [];
  const index = buildIndex(trace, sections, spans);

  function rows(from: number, to: number): RowWindow {
    const first = Math.max(0, Math.floor(from));
    const last = Math.min(index.rows, Math.ceil(to));
    const made: Row[] = [];
    for (let row = first; row < last; row++) {
      const at = index.stepOfRow[row] ?? -1;
      if (at < 0) {
        const section = sections[sectionAt(at)];
        if (section) made.push(sectionRow(trace, row, section));
      } else {
        const step = trace.steps[at];
        if (step) made.push(stepRow(trace, row, at, step));
      }
    }
    return { from: first, rows: made, spans: spans.filter((s) => s.start < last && s.end >= first) };
  }

  return { index, rows };
}
