/** A new value for a field of a segment, as an edit of its line. */
import { type Edit, type Editable, type Trace, segmentLine } from '../trace';
import { flagBit, formatFlags } from '../wire';
import { type SegmentStatement, parseLine } from '../script';

/** The flags with the named one toggled; undefined for an unknown name. */
function flagsText(bits: number, value: string): string | undefined {
  const bit = flagBit(value);
  if (bit === undefined) return undefined;
  return formatFlags(bits ^ bit);
}

/**
 * The edit that sets a field: to a number or expression, or for flags by toggling the named one. Undefined if the value
 * is not valid for the field, or the line is no segment.
 */
export function rewrite(trace: Trace, at: number, field: Editable, value: string): Edit | undefined {
  const step = trace.steps[at];
  const found = step?.kind === 'segment' ? segmentLine(trace, step) : undefined;
  if (!found || step?.kind !== 'segment') return undefined;
  const { line, s } = found;
  const edit = field === 'flags' ? ofFlags(s, step.sent.segment.flags, value) : ofField(s, field, value.trim());
  if (!edit) return undefined;
  const text = line.text.slice(0, edit.start) + edit.newText + line.text.slice(edit.end);
  // The edit is made only if the new line can be read as a segment.
  const made = parseLine(text);
  if (made.broken || made.statement?.kind !== 'segment') return undefined;
  if (field !== 'flags' && made.statement[field] === undefined) return undefined;
  return { line: step.line, ...edit };
}

/** Characters of an expression: none that could end it and begin another clause or a comment. */
const EXPRESSION = /^[\p{L}\p{N}_+\-().:]+$/u;

type Place = Pick<Edit, 'start' | 'end' | 'newText'>;

function ofFlags(s: SegmentStatement, bits: number, value: string): Place | undefined {
  const text = flagsText(s.flags?.bits ?? bits, value);
  if (text === undefined || text === '') return undefined;
  if (s.flags) return { start: s.flags.start, end: s.flags.end, newText: text };
  const behind = s.to.end;
  return { start: behind, end: behind, newText: ` ${text}` };
}

function ofField(s: SegmentStatement, field: Exclude<Editable, 'flags'>, value: string): Place | undefined {
  if (!EXPRESSION.test(value)) return undefined;
  const written = `${field}=${value}`;
  const old = s[field];
  if (old) return { start: old.start, end: old.end, newText: written };
  // Fields follow the flags in the order of the header.
  const before = [s.urg, s.win, s.ack, s.seq].slice({ urg: 1, win: 2, ack: 3, seq: 4 }[field]);
  const behind = before.find((f) => f !== undefined)?.end ?? s.flags?.end ?? s.to.end;
  return { start: behind, end: behind, newText: ` ${written}` };
}
