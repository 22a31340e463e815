/** The role of each side of a connection, from everything that the script says about it. */
import { ACK, RST, SYN } from '../../wire';
import type { EndId } from '../../sim';
import type { HostStatement } from '../../script';
import type { Bound } from '../../tcp/rules/rule';

/** The role of a side in the whole script, as far as single lines depend on it. */
export interface Role {
  /** User calls that the script gives explicitly for this side; others are implied by segments. */
  readonly bound: Bound;
  /** True if it begins in LISTEN without an explicit `listen`: it answers a SYN with SYN,ACK, or not at all. */
  readonly listens: boolean;
  /**
   * The line from which a listener exists beside the connection; -1 for the beginning. After the connection is over, a
   * SYN opens another one. Undefined for no listener.
   */
  readonly servesFrom: number | undefined;
  /** True if its SYN opens the connection. */
  readonly opens: boolean;
  /** True if its first segment answers a SYN: SYN,ACK or RST,ACK. */
  readonly answers: boolean;
  /** True if a `given` sets its state in the middle of a connection. */
  readonly given: boolean;
  /**
   * Ranges of lines (from 0) in which the ACK that ends the handshake may have been discarded here, as the side repeats
   * its SYN,ACK afterwards and sends nothing else in between. Absent for none.
   */
  readonly lacksAck?: readonly Lines[];
}

/** A range of lines, both included. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/** A side of a connection, as far as the lines read so far determine it. */
export interface Draft {
  readonly host: number;
  port: number | undefined;
  readonly peer: EndId;
  /** The line (from 0) that first names it, or its active OPEN. */
  since: number;
  first: number | undefined;
  /** The line of its first segment or message. */
  firstAt: number | undefined;
  /** The line that shows that the side exists: its user ends the connection, or its state is expected. */
  livesAt: number | undefined;
  /** True if a segment of it arrives before the peer sends one. */
  arrives: boolean;
  /** True if it has more than one segment. */
  goesOn: boolean;
  /** True if it sends a SYN,ACK. */
  sendsSynAck: boolean;
  /** True if it sends a SYN without ACK. */
  sendsBareSyn: boolean;
  /** True if a SYN forged in its name arrives. */
  isForged: boolean;
  /** The line of its user's active OPEN. */
  connectsAt: number | undefined;
  /** The line (from 0) of the peer's first segment after the SYN,ACK; -1 before there is one, undefined without SYN,ACK. */
  answeredAt: number | undefined;
  lacksAck: readonly Lines[];
  given: boolean;
  bound: { send: boolean; close: boolean; receive: boolean };
}

export interface HostDraft {
  readonly name: string;
  declared: HostStatement | undefined;
  readonly ends: EndId[];
  /** The line of its first `listen`. */
  listensAt: number | undefined;
  /**
   * True if its user passes data before the side has sent anything: SEND turns LISTEN into an active OPEN (RFC 9293
   * §3.10.2).
   */
  sendsFirst: boolean;
}

/** The input of {@link roleOf}: all sides. */
export interface Told {
  readonly hosts: readonly HostDraft[];
  readonly ends: readonly Draft[];
  /** For each connection (by its lower end id) the end that sent the first segment. */
  readonly opener: ReadonlyMap<EndId, EndId>;
  /** The lines of `run` statements, ascending. With a run, a side told to open does so, and the other one answers. */
  readonly runsAt: readonly number[];
}

/** The role of an end. */
export function roleOf(told: Told, id: EndId): Role {
  const end = told.ends[id] as Draft;
  const opening = opens(told, id);
  const { listensAt } = told.hosts[end.host] as HostDraft;
  // A `listen` after the connection's first line does not determine how it began.
  const isTold = listensAt !== undefined && listensAt < beganAt(told, end);
  const listens = !isTold && !opening && !sendsSyn(told, id) && !refuses(told, id) && opens(told, end.peer);
  return {
    bound: end.bound,
    opens: opening,
    listens,
    servesFrom: listens ? -1 : opening ? undefined : listensAt,
    given: end.given,
    answers: answers(told, id) || (firstOf(told, id) & (SYN | RST | ACK)) === (RST | ACK),
    ...(end.lacksAck.length === 0 ? {} : { lacksAck: end.lacksAck }),
  };
}

/** The first `run` line at or after a line. */
function firstRun({ runsAt }: Told, line: number): number {
  let low = 0;
  let high = runsAt.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((runsAt[mid] as number) < line) low = mid + 1;
    else high = mid;
  }
  return runsAt[low] ?? Infinity;
}

/** The line at which the first segment of the connection is sent. */
function beganAt(told: Told, end: Draft): number {
  const peer = told.ends[end.peer] as Draft;
  return Math.min(end.firstAt ?? Infinity, peer.firstAt ?? Infinity, firstRun(told, end.since));
}

/** True if its user opens the connection. An OPEN after the connection's beginning opens another one. */
function connects(told: Told, end: Draft): boolean {
  return end.connectsAt !== undefined && end.connectsAt < beganAt(told, end);
}

/** The flags of its first segment; 0 if none is written, or if it may have sent one in a run before. */
function firstOf(told: Told, id: EndId): number {
  const { first = -1, firstAt = -1, since } = told.ends[id] as Draft;
  return first === -1 || firstRun(told, since) < firstAt ? 0 : first;
}

/**
 * True if its SYN opens the connection. A SYN after the peer's SYN does so only if the two may have crossed: the peer's
 * was in flight or lost, or the peer answers with SYN,ACK. Otherwise a SYN,ACK without ACK bit was meant.
 */
function sendsSyn(told: Told, id: EndId): boolean {
  const { peer: peerId } = told.ends[id] as Draft;
  if ((firstOf(told, id) & (SYN | ACK)) !== SYN) return false;
  const peer = told.ends[peerId] as Draft;
  const isSecond = told.opener.get(Math.min(id, peerId)) !== id;
  const isAfterSyn = peer.arrives && (firstOf(told, peerId) & (SYN | ACK | RST)) === SYN;
  const follows = isSecond && (isAfterSyn || peer.isForged);
  // After SEND in LISTEN it opens actively, besides the side that opens first.
  const host = told.hosts[(told.ends[id] as Draft).host] as HostDraft;
  return (!follows || peer.sendsSynAck) && !(host.sendsFirst && (isSecond || connects(told, peer)));
}

/** True if its first segment is an RST. A SYN bit on it is a mistake then, unless more segments follow. */
function refuses(told: Told, id: EndId): boolean {
  const end = told.ends[id] as Draft;
  const { firstAt = -1, goesOn, livesAt } = end;
  const first = firstOf(told, id);
  const isThere = livesAt !== undefined && livesAt < firstAt && !connects(told, end);
  if ((first & RST) === 0 || isThere) return false;
  return (first & SYN) === 0 || !goesOn;
}

function answers(told: Told, id: EndId): boolean {
  return (firstOf(told, id) & (SYN | ACK)) === (SYN | ACK);
}

/**
 * True if the SYN of `id` opens the connection. The opener is the side that sends the first segment. It is the other
 * one if the first segment is a SYN,ACK, unless the other side also sends SYN,ACK, refuses by RST,ACK, or sends nothing
 * while the first side sends a SYN. An RST without ACK answers a SYN,ACK that was one (RFC 9293 §3.5.2, group 1).
 */
function opens(told: Told, id: EndId): boolean {
  const end = told.ends[id] as Draft;
  const calls = connects(told, end);
  if (told.runsAt.length > 0 && (calls || connects(told, told.ends[end.peer] as Draft))) return calls;
  const speaksFirst = told.opener.get(Math.min(id, end.peer)) === id;
  const firstSpeaker = speaksFirst ? id : end.peer;
  const other = speaksFirst ? end.peer : id;
  const isSlip = told.ends[other]?.first === undefined && told.ends[firstSpeaker]?.sendsBareSyn === true;
  const isRefused = refuses(told, other) && (firstOf(told, other) & ACK) !== 0;
  const isAnswer = answers(told, firstSpeaker) && !answers(told, other) && !isRefused && !isSlip;
  const opener = isAnswer ? other : firstSpeaker;
  return opener === id || sendsSyn(told, id);
}
