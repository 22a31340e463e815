import { readFileSync } from 'node:fs';
import { packetsIn } from '../../kernel/frames';

/** One TCP connection of a capture: what each side wrote, and in which order it came. */
export interface Stream {
  readonly turns: readonly { readonly by: 'client' | 'server'; readonly octets: Uint8Array }[];
  readonly ended: Readonly<Record<'client' | 'server', boolean>>;
}

interface Open {
  readonly turns: { by: 'client' | 'server'; octets: Uint8Array }[];
  readonly ended: { client: boolean; server: boolean };
  readonly next: Map<'client' | 'server', number>;
}

const FIN = 1;
const SYN = 2;
const ACK = 16;

/** The connections of a capture file, in order; loopback loses nothing, repetitions are left out. */
export function streamsOf(file: string): readonly Stream[] {
  const streams: Open[] = [];
  const open = new Map<string, Open>();
  for (const { packet: p } of packetsIn(readFileSync(file))) {
    const [from, to] = [`${p.source}:${String(p.sourcePort)}`, `${p.destination}:${String(p.destinationPort)}`];
    const { flags, seq, data } = p.segment;
    if ((flags & (SYN | ACK)) === SYN) {
      const fresh: Open = { turns: [], ended: { client: false, server: false }, next: new Map() };
      open.set(`${from} ${to}`, fresh);
      streams.push(fresh);
    }
    const by = open.has(`${from} ${to}`) ? 'client' : 'server';
    const stream = open.get(by === 'client' ? `${from} ${to}` : `${to} ${from}`);
    if (stream === undefined) continue;
    const place = Number(seq);
    const next = stream.next.get(by);
    if ((flags & SYN) !== 0) stream.next.set(by, (place + 1) % 2 ** 32);
    else if (data !== undefined && data.length > 0 && (next === undefined || next === place)) {
      stream.turns.push({ by, octets: data });
      stream.next.set(by, (place + data.length) % 2 ** 32);
    }
    if ((flags & FIN) !== 0) stream.ended[by] = true;
  }
  return streams;
}
