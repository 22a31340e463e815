import type { Packet } from '../../src/capture';
import type { PathRow, Run, Seen, Side } from './run';

/** One segment with its transmission and all its arrivals. */
export interface Journey {
  readonly sender: Side;
  readonly packet: Packet;
  /** The frame captured beside the sender; undefined for a forged segment. */
  readonly sent: Seen | undefined;
  /** The frames captured beside the receiver, in order of time: none for a lost segment, several for a duplicated one. */
  readonly arrivals: readonly Seen[];
}

export interface Journeys {
  readonly journeys: readonly Journey[];
  /** The number of frames that could not be assigned, by kind. */
  readonly leftOut: ReadonlyMap<string, number>;
}

interface Draft extends Journey {
  readonly arrivals: Seen[];
}

/** Matches the captures at both ends of a run, by the relay's log if there is one. */
export function journeysOf(run: Run): Journeys {
  const maker = new Maker(run);
  if (run.loopback.length > 0) maker.loopback(run.loopback);
  else if (run.path.length > 0) maker.logged(run.path);
  else maker.unlogged();
  return { journeys: maker.journeys, leftOut: maker.leftOut };
}

const other = (side: Side): Side => (side === 'client' ? 'server' : 'client');

class Maker {
  readonly journeys: Draft[] = [];
  readonly leftOut = new Map<string, number>();
  private readonly sideOf = new Map<string, Side>();

  constructor(private readonly run: Run) {}

  private tap(side: Side): readonly Seen[] {
    return side === 'client' ? this.run.client : this.run.server;
  }

  private count(what: string): void {
    this.leftOut.set(what, (this.leftOut.get(what) ?? 0) + 1);
  }

  /** For both ends on one host: a segment arrives when it is sent. The sender of the first one is the client. */
  loopback(seen: readonly Seen[]): void {
    const client = seen[0]?.packet.sourcePort;
    for (const s of seen) {
      const sender = s.packet.sourcePort === client ? 'client' : 'server';
      this.journeys.push({ sender, packet: s.packet, sent: s, arrivals: [s] });
    }
  }

  logged(path: readonly PathRow[]): void {
    const frames = { client: byFrame(this.run.client), server: byFrame(this.run.server) };
    const used = new Set<Seen>();
    for (const row of path) {
      const sent = frames[row.sender].get(row[row.sender] ?? 0);
      if (sent === undefined) {
        this.count('not in the tap beside its sender');
        continue;
      }
      this.sideOf.set(sent.packet.source, row.sender);
      const receiver = other(row.sender);
      const arrived = frames[receiver].get(row[receiver] ?? 0);
      used.add(sent);
      if (arrived !== undefined) used.add(arrived);
      this.journeys.push({
        sender: row.sender,
        packet: sent.packet,
        sent,
        arrivals: arrived === undefined ? [] : [arrived],
      });
    }
    this.rest(used);
  }

  /** Without a log, equal segments in both captures are taken as the same. */
  unlogged(): void {
    const first = this.run.client[0];
    if (first !== undefined) {
      this.sideOf.set(first.packet.source, 'client').set(first.packet.destination, 'server');
    }
    const used = new Set<Seen>();
    for (const sender of ['client', 'server'] as const) {
      for (const sent of this.tap(sender)) {
        if (this.sideOf.get(sent.packet.source) !== sender) continue;
        const arrived = this.tap(other(sender)).find(
          (s) => !used.has(s) && s.time >= sent.time && alike(s.packet, sent.packet),
        );
        used.add(sent);
        if (arrived !== undefined) used.add(arrived);
        this.journeys.push({ sender, packet: sent.packet, sent, arrivals: arrived === undefined ? [] : [arrived] });
      }
    }
    this.rest(used);
  }

  /** Frames that the log does not list: duplicates, edited frames, forged ones. */
  private rest(used: ReadonlySet<Seen>): void {
    for (const side of ['client', 'server'] as const) {
      for (const seen of this.tap(side)) {
        if (used.has(seen)) continue;
        const sender = other(side);
        if (this.sideOf.get(seen.packet.source) === side) {
          this.count('sent, and not in the log of the path');
        } else if (seen.packet.checksum === false) {
          // The receiver drops it (RFC 9293 §3.1), so it counts as lost.
          this.count('damaged on the path');
        } else {
          const original = this.journeys.findLast(
            (j) =>
              j.sender === sender && j.sent !== undefined && j.sent.time <= seen.time && alike(j.packet, seen.packet),
          );
          if (original !== undefined) original.arrivals.push(seen);
          else this.journeys.push({ sender, packet: seen.packet, sent: undefined, arrivals: [seen] });
        }
      }
    }
    for (const j of this.journeys) j.arrivals.sort((a, b) => a.time - b.time);
  }
}

function byFrame(seen: readonly Seen[]): ReadonlyMap<number, Seen> {
  return new Map(seen.map((s) => [s.frame, s]));
}

/** True for the same segment, apart from fields that a relay may change (ECN, hop limit). */
function alike(a: Packet, b: Packet): boolean {
  const s = a.segment;
  const t = b.segment;
  return (
    a.source === b.source &&
    a.sourcePort === b.sourcePort &&
    a.destinationPort === b.destinationPort &&
    s.seq === t.seq &&
    s.ack === t.ack &&
    s.flags === t.flags &&
    s.win === t.win &&
    s.len === t.len &&
    s.options.ts?.val === t.options.ts?.val &&
    s.options.ts?.ecr === t.options.ts?.ecr
  );
}
