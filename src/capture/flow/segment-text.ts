import { ACK, type Options, type Segment, URG, formatFlags, has, toHex } from '../../wire';
import type { Packet } from '../file';
import { type Base, numberText } from './numbers';

/** The names of the numbers of a segment's sender, and of its receiver. */
export interface Bases {
  readonly own: Base | undefined;
  readonly peer: Base | undefined;
}

/** Octets of a TCP header: up to the window, and up to its options (RFC 9293 §3.1). */
const WITH_WINDOW = 16;
const FIXED = 20;

/** The clauses of a segment by their columns; an empty text is a clause that it lacks. */
export interface Clauses {
  readonly flags: string;
  readonly seq: string;
  readonly ack: string;
  readonly rest: string[];
}

/**
 * The clauses of a segment, all that was captured.
 *
 * @param packet the frame that holds it; undefined if it was not captured
 * @param isTold true if the line tells the whole payload beside them
 */
export function clausesOf(segment: Segment, packet: Packet | undefined, bases: Bases, isTold = false): Clauses {
  const flags = formatFlags(segment.flags) || '[]';
  const seq = `seq=${numberText(segment.seq, bases.own)}`;
  const rest: string[] = [];
  const length = segment.len > 0 && !isTold ? `len=${segment.len}` : '';
  // Of a segment that was not captured, numbers and length are known.
  if (packet === undefined) {
    if (length !== '') rest.push(length);
    return { flags, seq, ack: '', rest };
  }
  const captured = packet.cut ?? Infinity;
  if (captured >= WITH_WINDOW) rest.push(`win=${segment.win}`);
  if (captured >= FIXED && (has(segment, URG) || segment.urg !== 0)) rest.push(`urg=${segment.urg}`);
  if (length !== '') rest.push(length);
  if (packet.cut === undefined) rest.push(optionsText(segment.options, packet.otherOptions, bases));
  if (segment.ecn !== undefined) rest.push(`ecn=${segment.ecn}`);
  if (packet.reserved !== 0) rest.push(`reserved=${packet.reserved}`);
  return { flags, seq, ack: ackText(segment, bases), rest };
}

function ackText(segment: Segment, { peer }: Bases): string {
  if (has(segment, ACK)) return `ack=${numberText(segment.ack, peer)}`;
  return segment.ack === 0 ? '' : `ack=${segment.ack}`;
}

function optionsText(options: Options, others: Uint8Array, { peer }: Bases): string {
  const { mss, wscale, sackOk, ts, sack = [], fastopen } = options;
  const list: string[] = [];
  if (mss !== undefined) list.push(`mss ${mss}`);
  if (wscale !== undefined) list.push(`wscale ${wscale}`);
  if (sackOk === true) list.push('sackok');
  if (ts !== undefined) list.push(`ts ${ts.val} ${ts.ecr}`);
  if (sack.length > 0) {
    const blocks = sack.map(({ left, right }) => `${numberText(left, peer)}..${numberText(right, peer)}`);
    list.push(`sack ${blocks.join(' ')}`);
  }
  if (fastopen !== undefined) list.push(`fastopen ${fastopen}`.trimEnd());
  if (others.length > 0) list.push(`raw ${toHex(others)}`);
  return `<${list.join(', ')}>`;
}
