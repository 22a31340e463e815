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

/**
 * The clauses of a segment, all that was captured.
 *
 * @param packet the frame that holds it; undefined if it was not captured
 * @param isTold true if the line tells the whole payload beside them
 */
export function segmentText(segment: Segment, packet: Packet | undefined, bases: Bases, isTold = false): string {
  const flags = formatFlags(segment.flags) || '[]';
  const seq = `seq=${numberText(segment.seq, bases.own)}`;
  const length = segment.len > 0 && !isTold ? [`len=${segment.len}`] : [];
  // Of a segment that was not captured, numbers and length are known.
  if (packet === undefined) return [flags, seq, ...length].join(' ');
  const captured = packet.cut ?? Infinity;
  const ack = has(segment, ACK)
    ? [`ack=${numberText(segment.ack, bases.peer)}`]
    : segment.ack === 0
      ? []
      : [`ack=${segment.ack}`];
  return [
    flags,
    seq,
    ...ack,
    ...(captured < WITH_WINDOW ? [] : [`win=${segment.win}`]),
    ...(captured >= FIXED && (has(segment, URG) || segment.urg !== 0) ? [`urg=${segment.urg}`] : []),
    ...length,
    ...(packet.cut === undefined ? [optionsText(segment.options, packet.otherOptions, bases)] : []),
    ...(segment.ecn === undefined ? [] : [`ecn=${segment.ecn}`]),
    ...(packet.reserved === 0 ? [] : [`reserved=${packet.reserved}`]),
  ].join(' ');
}

function optionsText(options: Options, others: Uint8Array, { peer }: Bases): string {
  const { mss, wscale, sackOk, ts, sack = [], fastopen } = options;
  const blocks = sack.map(({ left, right }) => `${numberText(left, peer)}..${numberText(right, peer)}`);
  const list = [
    ...(mss === undefined ? [] : [`mss ${mss}`]),
    ...(wscale === undefined ? [] : [`wscale ${wscale}`]),
    ...(sackOk === true ? ['sackok'] : []),
    ...(ts === undefined ? [] : [`ts ${ts.val} ${ts.ecr}`]),
    ...(blocks.length === 0 ? [] : [`sack ${blocks.join(' ')}`]),
    ...(fastopen === undefined ? [] : [`fastopen ${fastopen}`.trimEnd()]),
    ...(others.length === 0 ? [] : [`raw ${toHex(others)}`]),
  ];
  return `<${list.join(', ')}>`;
}
