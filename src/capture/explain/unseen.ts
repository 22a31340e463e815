import { ACK, FIN, RST, SYN, type Segment, has } from '../../wire';
import { Ranges } from './ranges';
import { type Report, reportOf } from './report';
import { type Sending, decide, other } from './sending';
import { MOST_SUPPOSED, WIDEST, pieceOf, supposed } from './supposed';

/** The payload of segments of which none was captured: that of Ethernet with timestamps, octets. */
const MOST = 1448;
/** So many acknowledgments behind one show that it is the last that brings something. */
const NEXT = 64;

/**
 * The sendings of a host of which nothing was captured, by what its peer says of them: its SYN, if the peer's was
 * captured, and octets that the peer acknowledges, or reports in SACK blocks (RFC 2018 §3), with those between that were
 * lost. A last octet that is acknowledged alone is taken for a FIN.
 */
export function unseen(peer: readonly Sending[]): Sending[] {
  const reports: Report[] = [];
  let highest = NaN;
  for (const by of peer) {
    const report = has(by.segment, RST) ? undefined : reportOf(by, highest);
    if (report === undefined) continue;
    reports.push(report);
    highest = Number.isNaN(highest) ? report.ack : Math.max(highest, report.ack);
  }
  const [first] = peer;
  const [report] = reports;
  if (first === undefined) return [];
  return report === undefined ? refused(first, peer) : new Unseen(first, report.ack).run(reports);
}

/** The SYN,ACK of which nothing is known but that a host which no longer opens has reset it by its ACK number (RFC 9293 §3.5.2). */
function refused(syn: Sending, peer: readonly Sending[]): Sending[] {
  const reset = peer.find(({ segment, seq }) => has(segment, RST) && !has(segment, ACK) && seq === syn.end);
  if (!has(syn.segment, SYN) || reset === undefined) return [];
  const by = { ...reset, from: other(reset.from), segment: { ...reset.segment, ack: syn.segment.seq } };
  return [supposed(by, 0, { flags: SYN | ACK, len: 0 }, reset.at - 1)];
}

class Unseen {
  private readonly out: Sending[] = [];
  private readonly had = new Ranges();
  /** The number behind all octets that were sent. */
  private top: number;

  constructor(
    private readonly first: Sending,
    private readonly start: number,
  ) {
    this.top = start;
  }

  run(reports: readonly Report[]): Sending[] {
    const { first, start, out } = this;
    const [opened] = reports;
    const isAnswer = !has(first.segment, ACK);
    if (opened !== undefined && has(first.segment, SYN))
      this.send(opened, start - 1, { flags: isAnswer ? SYN | ACK : SYN, len: 0 });
    for (const [i, report] of reports.entries()) {
      const { ack, blocks } = report;
      for (const { left, right } of [{ left: start, right: ack }, ...blocks]) {
        if (right <= start || right - this.top >= WIDEST || out.length >= MOST_SUPPOSED) continue;
        if (left > this.top) for (const lost of this.sendAll(report, this.top, left)) lose(lost, report);
        const isLast =
          right === this.top + 1 && reports.slice(i + 1, i + 1 + NEXT).every((later) => later.ack <= right);
        for (const fresh of this.had.add(Math.max(left, start), right)) {
          if (isLast && fresh.right === right) this.send(report, right - 1, { flags: FIN | ACK, len: 0 });
          this.sendAll(report, fresh.left, isLast && fresh.right === right ? right - 1 : fresh.right);
        }
      }
    }
    return out;
  }

  private sendAll(report: Report, from: number, to: number): readonly Sending[] {
    const all: Sending[] = [];
    const most = pieceOf(to - from, MOST);
    for (let start = from; start < to && this.out.length < MOST_SUPPOSED; start += most)
      all.push(this.send(report, start, { flags: ACK, len: Math.min(most, to - start) }));
    return all;
  }

  /** A segment that came just before a report. */
  private send({ by }: Report, start: number, carried: Pick<Segment, 'flags' | 'len'>): Sending {
    const one = supposed({ ...by, from: other(by.from) }, start, carried, by.at - 1);
    this.out.push(one);
    this.top = Math.max(this.top, one.end);
    return one;
  }
}

function lose(sending: Sending, { by }: Report): void {
  decide(sending, 'lost', 'presumed', { rule: 'E-hole', frames: by.frames });
}
