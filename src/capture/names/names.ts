/** The names that packet analysers use, read off an explanation: by what both hosts had sent and taken, not by times at the tap. */
import { FIN, RST, SYN, has, segLen, type Segment } from '../../wire';
import type { Event, Explanation, Host, Passage } from '../explain';
import { Sender } from './sender';

/**
 * - `retransmission`: octets are sent again, and no earlier sending of them is known to have arrived; `fast-retransmission` behind
 *   three duplicate ACKs or SACK blocks (RFC 5681 §3.2, RFC 6675); `spurious-retransmission`: all of them had arrived, or arrive,
 *   by an earlier sending (RFC 3522); `tail-loss-probe`: the last segment again, before its timer (RFC 8985 §7).
 * - `out-of-order`: what its host sent later arrives earlier.
 * - `doubled`: it arrives more than once.
 * - `duplicate-ack`: RFC 5681 §2.
 * - `zero-window`, `window-update`, `window-full`: a window of 0; an ACK that changes the window alone; data up to its right edge.
 * - `window-probe`, `keepalive`: an octet against a window of 0 (RFC 9293 §3.8.6.1); an octet below SND.NXT (RFC 9293 §3.8.4). The
 *   ACKs that answer them: `window-probe-ack`, `keepalive-ack`.
 * - `lost-before-tap`, `not-captured`: it must have been sent, and no tap has it; it was lost, or arrived.
 */
export type Name =
  | 'retransmission'
  | 'fast-retransmission'
  | 'spurious-retransmission'
  | 'tail-loss-probe'
  | 'out-of-order'
  | 'doubled'
  | 'duplicate-ack'
  | 'zero-window'
  | 'window-update'
  | 'window-full'
  | 'window-probe'
  | 'window-probe-ack'
  | 'keepalive'
  | 'keepalive-ack'
  | 'lost-before-tap'
  | 'not-captured';

/** The names of passages that have one. */
export type Names = ReadonlyMap<Passage, readonly Name[]>;

export function namesOf({ events }: Explanation): Names {
  return new Naming().run(events);
}

const other = (host: Host): Host => (host === 0 ? 1 : 0);

class Naming {
  private readonly names = new Map<Passage, Name[]>();
  private readonly hosts = [new Sender(), new Sender()] as const;

  run(events: readonly Event[]): Names {
    for (const event of events) {
      if (event.kind === 'send') this.send(event);
      else if (event.kind === 'arrive') this.arrive(event);
    }
    return this.names;
  }

  private give(passage: Passage, name: Name): void {
    const own = this.names.get(passage);
    if (own === undefined) this.names.set(passage, [name]);
    else if (!own.includes(name)) own.push(name);
  }

  private send({ passage, at }: Event): void {
    const { segment, fate, supposed } = passage;
    const host = this.hosts[passage.from];
    if (supposed) this.give(passage, fate.kind === 'arrived' ? 'not-captured' : 'lost-before-tap');
    if (passage.arrivals.length > 1) this.give(passage, 'doubled');
    const isControl = (segment.flags & (SYN | FIN | RST)) !== 0;
    const name = has(segment, RST) ? undefined : (probeOf(host, segment) ?? host.repeats(passage, at));
    if (name !== undefined) this.give(passage, name);
    if (segment.win === 0 && (segment.flags & (SYN | RST)) === 0 && !supposed) this.give(passage, 'zero-window');
    if (segment.len > 0 && name === undefined && host.fills(segment)) this.give(passage, 'window-full');
    const isPure = !isControl && segment.len === 0 && name === undefined && !supposed;
    const ack = isPure ? host.acknowledges(segment, this.hosts[other(passage.from)].isAwaiting) : undefined;
    if (ack !== undefined) this.give(passage, ack);
    host.sent(passage, at);
  }

  private arrive({ passage }: Event): void {
    const sender = this.hosts[passage.from];
    const receiver = this.hosts[other(passage.from)];
    const given = this.names.get(passage) ?? [];
    const isAgain = given.some((name) => name.endsWith('retransmission') || name === 'tail-loss-probe');
    if (segLen(passage.segment) > 0 && sender.isOvertaken(passage) && !isAgain) this.give(passage, 'out-of-order');
    receiver.took(passage, answerTo(given));
  }
}

/** A probe of a window of 0, or of a peer that is silent: an octet, or none, that is not new. */
function probeOf(host: Sender, segment: Segment): Name | undefined {
  if (segment.len > 1 || (segment.flags & (SYN | FIN)) !== 0) return undefined;
  if (segment.len === 1 && host.isAtClosedWindow(segment)) return 'window-probe';
  return host.isBelowNext(segment) ? (host.hasClosedWindow ? 'window-probe' : 'keepalive') : undefined;
}

/** The name of the ACK that answers a segment with some names. */
function answerTo(names: readonly Name[]): Name | undefined {
  if (names.includes('keepalive')) return 'keepalive-ack';
  return names.includes('window-probe') ? 'window-probe-ack' : undefined;
}
