/**
 * One TCP endpoint: RFC 9293 and its companion RFCs as pure functions over a TCB.
 *
 * Functions that change the TCB; they also report the rows of the transition table (`rows.ts`) that were taken:
 * - `call` (RFC 9293 §3.10.1 to §3.10.5): a user call; it returns a new TCB or the error that the standard names;
 * - `arrive` (§3.10.7): an arriving segment; `arrive.ts` handles CLOSED, LISTEN and SYN-SENT, `arrive-open.ts` all
 *   other states;
 * - `expire` (§3.10.8): an expired timer; `nextTimer` gives the timer that expires next;
 * - `emit`: a segment that this side sends; `complete` first fills in the fields that are not given;
 * - `icmp` (§3.9.2.2): an ICMP error.
 *
 * `decide` gives the segment that an endpoint sends of its own accord, or the time at which it may send one. `owes`
 * lists the replies that are due. `rules/` judges a segment by its sender's TCB. A rule is a table row with id, level,
 * source, check and right value; other rooms may import these files directly. `config.ts` and `profiles.ts` hold the
 * differences between TCP implementations. A flow that begins in the middle of a connection leaves parts of the TCB
 * unknown. Each such part (facet) is a bit of `tcb.unknown` (`unknown.ts`); `partial.ts` clears the bits as segments
 * give evidence.
 *
 * A TCB holds numbers, times and flags. It never holds a script line, a name or a finding. Nothing in this room reads a
 * clock.
 */
export { type Arrival, type Taken, backToListen, closed, drop, isAcceptable, outcome, resetFromAck } from './arrival';
export { arrive } from './arrive';
export { type Call, type Called, abortSendsReset, call, hasQueued, openNowhere } from './calls';
export { type Config, LEAST_MTU, SECOND, type Variant } from './config';
export { congestionWindow, effectiveMss, flightSize } from './congestion';
export { type Given, abortOptions, acknowledgesSynData, complete, emit } from './emit';
export { R1, type TimerKind, expire, nextTimer } from './expire';
export { type IcmpError, icmp } from './icmp';
export { initialSequenceNumber, keyedHash } from './isn';
export { type Lack, lackOf, whyIncomplete } from './incomplete';
export { type Cause, doubtBeyond, notKept } from './kept';
export { type Free, nextOf } from './next';
export { type Owed, owes } from './owes';
export { expecting, fixedByHearing, fixedBySending, numbered } from './partial';
export { hasHeardAllAcks, unlearned } from './still-unknown';
export { DEFAULT_PROFILE, PROFILES, keepaliveOf } from './profiles';
export { type Losses, NO_LOSSES, type Rack, delivered, isSentAfter, reorderingWindow } from './rack';
export { type Reset, abortReset } from './reset';
export { type Edge, ROWS, type RowId, goalOf, sectionOf } from './rows';
export { covers, insert } from './sack';
export { type Decision, NO_FIELDS, type Outlook, decide, isHeldBack } from './sender';
export { STATES, type State, isSynchronized, phase } from './state';
export {
  CLOSED_TCB,
  type FastOpen,
  OWES_ACK,
  OWES_REPLY_ACK,
  OWES_SYN_ACK,
  type Opening,
  REPLY_IS_SPARED,
  type Tcb,
  owesReply,
  peerMss,
  sendEdge,
  usesTimestamps,
} from './tcb';
export { challenge, mayReuse, reachesSynCheck, refusalOfSyn, reopen, reopensBy, resetForSyn } from './time-wait';
export { IDLE_TIMERS, isProbing } from './timers';
export {
  BELOW,
  ECN,
  EVERYTHING,
  type Facet,
  IDLE,
  ISS,
  MOST_SHIFT,
  MOST_WINDOW,
  OWN_MSS,
  PEER_MSS,
  RCV_NXT,
  RCV_SHIFT,
  RCV_WND,
  RTT,
  type Reason,
  SACK,
  SND_NXT,
  SND_SHIFT,
  SND_UNA,
  SND_WND,
  STAMP,
  TIMESTAMPS,
  WND_SCALE,
  whyOpen,
} from './unknown';
