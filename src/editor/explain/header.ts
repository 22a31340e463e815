import type { SegmentStep, Trace } from '../../trace';
import { flagBit, headerWords } from '../../wire';
import type { FieldName } from '../target';

/** A field within a 32-bit row of the header (RFC 9293 §3.1). */
interface Part {
  readonly name: string;
  readonly bits: number;
  readonly value: (step: SegmentStep) => number | undefined;
}

const seq: Part = { name: 'seq', bits: 32, value: (s) => s.sent.segment.seq };
const ack: Part = { name: 'ack', bits: 32, value: (s) => s.sent.segment.ack };
const doff: Part = {
  name: 'doff',
  bits: 4,
  value: (s) => s.sent.segment.raw?.doff ?? Math.min(15, headerWords(s.sent.segment)),
};
const reserved: Part = { name: 'rsvd', bits: 4, value: (s) => s.sent.segment.raw?.reserved ?? 0 };
const flags: Part = { name: 'CEUAPRSF', bits: 8, value: (s) => s.sent.segment.flags };
const win: Part = { name: 'win', bits: 16, value: (s) => s.sent.segment.win };
const checksum: Part = { name: 'checksum', bits: 16, value: (s) => s.sent.segment.raw?.checksum };
const urg: Part = { name: 'urg', bits: 16, value: (s) => s.sent.segment.urg };

/** The rows of the header with their byte offsets. */
const ROWS: readonly { readonly at: number; readonly parts: readonly Part[] }[] = [
  { at: 4, parts: [seq] },
  { at: 8, parts: [ack] },
  { at: 12, parts: [doff, reserved, flags, win] },
  { at: 16, parts: [checksum, urg] },
];

const PART_OF: Partial<Readonly<Record<FieldName, Part>>> = { seq, ack, win, urg, checksum, doff, reserved };

/** The row of the header that contains a field, with the bits of the line's segment, and a marker below the field. */
export function fieldDrawing(step: SegmentStep | undefined, field: FieldName): string[] {
  const part = PART_OF[field];
  return part === undefined ? [] : [drawing(step, part, 0, part.bits)];
}

/** The row with the flags, and a marker below one of them. */
export function flagDrawing(step: SegmentStep | undefined, flag: string): string[] {
  // In the header CWR is the first flag and FIN the last.
  const bit = flagBit(flag);
  return bit === undefined ? [] : [drawing(step, flags, 7 - Math.log2(bit), 1)];
}

function drawing(step: SegmentStep | undefined, marked: Part, from: number, length: number): string {
  const row = ROWS.find((r) => r.parts.includes(marked));
  if (row === undefined) return '';
  const head = `byte ${row.at}`.padEnd(9);
  const gap = ' '.repeat(head.length);
  const cells = row.parts.map((part) => {
    const value = step === undefined ? undefined : part.value(step);
    return value === undefined ? '·'.repeat(part.bits) : value.toString(2).padStart(part.bits, '0').slice(-part.bits);
  });
  const rule = (left: string, between: string, right: string): string =>
    left + row.parts.map((p) => '─'.repeat(p.bits)).join(between) + right;
  const names = row.parts.map((p) => p.name.slice(0, p.bits).padEnd(p.bits)).join(' ');
  const mark = row.parts
    .map((p) => (p === marked ? ' '.repeat(from) + '^'.repeat(length) : '').padEnd(p.bits))
    .join(' ');
  return [
    '```text',
    `${gap}${rule('┌', '┬', '┐')}`,
    `${head}│${cells.join('│')}│`,
    `${gap}${rule('└', '┴', '┘')}`,
    `${gap} ${names.trimEnd()}`,
    ...(marked.bits === 32 ? [] : [`${gap} ${mark.trimEnd()}`]),
    '```',
  ].join('\n');
}

/** The step of a line's own segment. */
export function segmentAt(
  trace: Trace,
  line: number,
  steps: readonly { readonly kind: string }[],
): SegmentStep | undefined {
  return trace.script.lines[line]?.statement?.kind === 'segment'
    ? steps.find((s): s is SegmentStep => s.kind === 'segment')
    : undefined;
}
