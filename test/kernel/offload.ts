import { FIN, PSH, CWR, SYN } from '../../src/wire/flags';
import { optionBytes } from '../../src/wire/options';
import { has, type Segment } from '../../src/wire/segment';
import { add } from '../../src/wire/seq';
import type { Journey } from './journey';
import type { Seen, Side } from './run';

/**
 * Splits frames larger than a segment, which a capture point sees with segmentation offload, as the network card does:
 * at the peer's MSS less the options. The last piece has PSH and FIN, the first one CWR.
 */
export function cutUp(journeys: readonly Journey[]): readonly Journey[] {
  const syns = journeys.filter((j) => has(j.packet.segment, SYN));
  const mss = new Map(syns.map((j) => [key(j, j.sender), j.packet.segment.options.mss ?? Infinity]));
  return journeys.flatMap((j) => {
    const { segment } = j.packet;
    const most =
      (mss.get(key(j, j.sender === 'client' ? 'server' : 'client')) ?? Infinity) - optionBytes(segment.options);
    if (has(segment, SYN) || segment.len <= most || most <= 0) return [j];
    return pieces(segment, most).map((piece) => withSegment(j, piece));
  });
}

function key(j: Journey, side: Side): string {
  const { sourcePort, destinationPort } = j.packet;
  return j.sender === side ? `${side} ${sourcePort} ${destinationPort}` : `${side} ${destinationPort} ${sourcePort}`;
}

function pieces(segment: Segment, most: number): readonly Segment[] {
  const all: Segment[] = [];
  for (let start = 0; start < segment.len; start += most) {
    const last = start + most >= segment.len;
    const { data, ...rest } = segment;
    all.push({
      ...rest,
      seq: add(segment.seq, start),
      len: Math.min(most, segment.len - start),
      flags: segment.flags & ~(last ? 0 : PSH | FIN) & ~(start === 0 ? 0 : CWR),
      ...(data === undefined ? {} : { data: data.subarray(start, start + most) }),
    });
  }
  return all;
}

function withSegment(j: Journey, segment: Segment): Journey {
  const packet = { ...j.packet, segment };
  const seen = (s: Seen): Seen => ({ ...s, packet });
  return { ...j, packet, sent: j.sent && seen(j.sent), arrivals: j.arrivals.map(seen) };
}
