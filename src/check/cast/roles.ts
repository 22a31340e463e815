/** What each side of a connection does, read off all that a flow writes of it. */
import { ACK, RST, SYN } from '../../wire';
import type { EndId } from '../../sim';
import type { HostStatement } from '../../script';
import type { Bound } from '../../tcp/rules/rule';

/** What a side does in the text as a whole, as far as that decides how single lines are read. */
export interface Role {
  /** Calls that the flow writes out for this side; others are implied by segments. */
  readonly bound: Bound;
  /** It begins in LISTEN: it answers a SYN with SYN,ACK (or never answers), and nobody writes its `listen`. */
  readonly listens: boolean;
  /**
   * The line from which on there is a listener beside the connection; -1 where one is supposed from the start. When the
   * connection is over, a SYN opens the next one. Undefined where there is none.
   */
  readonly servesFrom: number | undefined;
  /** Of a connection's two sides, the one whose SYN opens it. */
  readonly opens: boolean;
  /** Its first segment is what answers a SYN: SYN,ACK, or RST,ACK. */
  readonly answers: boolean;
  /** A line says in which state it is when the flow begins, in the middle of its connection. */
  readonly given: boolean;
  /**
   * Lines (from 0) at which the handshake's last ACK may be missing here, though it was written: the side sends its SYN,ACK
   * again behind them, and nothing else between. Absent where there are none.
   */
  readonly lacksAck?: readonly Lines[];
}

/** From a line to another, both included. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/** A side of a connection, as far as the lines so far tell. */
export interface Draft {
  readonly host: number;
  port: number | undefined;
  readonly peer: EndId;
  /** The line (from 0) that first names it, or is the active OPEN. */
  since: number;
  first: number | undefined;
  /** The line of its first segment or message. */
  firstAt: number | undefined;
  /** A line that takes it for there: its user ends the connection, or an expectation names its state. */
  livesAt: number | undefined;
  /** A segment of it arrives before its peer speaks; its first one is not its last; and some segment of it is a SYN,ACK. */
  arrives: boolean;
  goesOn: boolean;
  sendsSynAck: boolean;
  /** Some segment of it is a SYN without ACK; a SYN forged in its name arrives. */
  sendsBareSyn: boolean;
  isForged: boolean;
  /** The line at which its user opens it actively. */
  connectsAt: number | undefined;
  /** Since the line (from 0) of the peer's first segment behind the SYN,ACK; -1 before there is one. */
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
  /** Its user passes data before it has sent anything: SEND turns a LISTEN into an active OPEN (§3.10.2). */
  sendsFirst: boolean;
}

/** What the lines tell of all sides. */
export interface Told {
  readonly hosts: readonly HostDraft[];
  readonly ends: readonly Draft[];
  /** End whose segment came first, by connection (the lower end id). */
  readonly opener: ReadonlyMap<EndId, EndId>;
  /** Where the engines play, in order: a side may be told to open, and the other one is then there to answer. */
  readonly runsAt: readonly number[];
}

/** What the side of an end does. */
export function roleOf(told: Told, id: EndId): Role {
  const end = told.ends[id] as Draft;
  const opening = opens(told, id);
  const { listensAt } = told.hosts[end.host] as HostDraft;
  // A `listen` behind the connection's first line does not say how the connection began.
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

/** The line of the first `run` from the line on. */
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

/** The line at which something is first sent in the connection. */
function beganAt(told: Told, end: Draft): number {
  const peer = told.ends[end.peer] as Draft;
  return Math.min(end.firstAt ?? Infinity, peer.firstAt ?? Infinity, firstRun(told, end.since));
}

/** Its user opens the connection; an OPEN behind its beginning opens another one. */
function connects(told: Told, end: Draft): boolean {
  return end.connectsAt !== undefined && end.connectsAt < beganAt(told, end);
}

/** The flags of its first segment; 0 where none is written, or where the engines have spoken for it before. */
function firstOf(told: Told, id: EndId): number {
  const { first = -1, firstAt = -1, since } = told.ends[id] as Draft;
  return first === -1 || firstRun(told, since) < firstAt ? 0 : first;
}

/**
 * Does it open by a SYN of its own? One behind the peer's SYN is such only if the two can have crossed: if the peer's
 * was on its way or lost, or if the peer answers with SYN,ACK. Else it is a SYN,ACK without its ACK bit.
 */
function sendsSyn(told: Told, id: EndId): boolean {
  const { peer: peerId } = told.ends[id] as Draft;
  if ((firstOf(told, id) & (SYN | ACK)) !== SYN) return false;
  const peer = told.ends[peerId] as Draft;
  const isSecond = told.opener.get(Math.min(id, peerId)) !== id;
  const isAfterSyn = peer.arrives && (firstOf(told, peerId) & (SYN | ACK | RST)) === SYN;
  const follows = isSecond && (isAfterSyn || peer.isForged);
  // Told to SEND while it listened, it opens beside the one that opens first.
  const host = told.hosts[(told.ends[id] as Draft).host] as HostDraft;
  return (!follows || peer.sendsSynAck) && !(host.sendsFirst && (isSecond || connects(told, peer)));
}

/** Its first word is an RST; a SYN beside it is a slip there, unless more follows. */
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
 * Whose SYN opens the connection: the side that speaks first, unless it speaks as one who answers (SYN,ACK) while the
 * other one has no SYN,ACK of its own, nor refuses by RST, nor is silent while the first one goes on with a SYN.
 */
function opens(told: Told, id: EndId): boolean {
  const end = told.ends[id] as Draft;
  const calls = connects(told, end);
  if (told.runsAt.length > 0 && (calls || connects(told, told.ends[end.peer] as Draft))) return calls;
  const speaksFirst = told.opener.get(Math.min(id, end.peer)) === id;
  const firstSpeaker = speaksFirst ? id : end.peer;
  const other = speaksFirst ? end.peer : id;
  const isSlip = told.ends[other]?.first === undefined && told.ends[firstSpeaker]?.sendsBareSyn === true;
  const isAnswer = answers(told, firstSpeaker) && !answers(told, other) && !refuses(told, other) && !isSlip;
  const opener = isAnswer ? other : firstSpeaker;
  return opener === id || sendsSyn(told, id);
}
