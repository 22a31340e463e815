/**
 * One endpoint of TCP: RFC 9293 and its companions as pure functions over a TCB.
 *
 * Ways in, each from a TCB to a TCB with the rows of the transition table (`rows.ts`) that were taken:
 * - `call` (§3.10.1 to §3.10.5): a user call, or the error that the standard names for it;
 * - `arrive` (§3.10.7): a segment, through `arrive-open.ts` before and `arrive.ts` in synchronized states;
 * - `expire` (§3.10.8): a timer; `nextTimer` says which is next;
 * - `emit`: a segment has left; `complete` fills in what its sender would put into it;
 * - `icmp` (§3.9.2.2).
 *
 * `decide` says what an endpoint sends by itself, and when it may if not now. `owes` says which replies are due.
 * `rules/` judges a segment against its sender's TCB: a row a rule, with id, level, source, check and right value; it is
 * reached into directly. `config.ts` and `profiles.ts` say how stacks differ. Facets of a TCB that a flow does not tell are
 * bits of `tcb.unknown` (`unknown.ts`), which `partial.ts` takes away as segments tell more.
 *
 * A TCB holds numbers, times and flags. It never holds a line, a name or a finding, and nothing here reads a clock.
 */
export { type Arrival, type Taken, backToListen, closed, isAcceptable, resetFromAck } from './arrival';
export { arrive } from './arrive';
export { type Call, type Called, abortSendsReset, call, hasQueued, openNowhere } from './calls';
export { type Config, SECOND, type Variant } from './config';
export { effectiveMss } from './congestion';
export { type Given, abortOptions, acknowledgesSynData, complete, emit } from './emit';
export { type TimerKind, expire, nextTimer } from './expire';
export { type IcmpError, icmp } from './icmp';
export { initialSequenceNumber, keyedHash } from './isn';
export { type Cause, doubtBeyond, notKept } from './kept';
export { type Free, nextOf } from './next';
export { type Owed, owes } from './owes';
export { expecting, fixedByHearing, fixedBySending, hasHeardAllAcks, numbered } from './partial';
export { DEFAULT_PROFILE, PROFILES, keepaliveOf } from './profiles';
export { type Losses, NO_LOSSES, type Rack, delivered, isSentAfter, reorderingWindow } from './rack';
export { type Reset, abortReset } from './reset';
export { type Edge, ROWS, type RowId, goalOf, sectionOf } from './rows';
export { covers, insert } from './sack';
export { type Decision, type Outlook, decide, isHeldBack } from './sender';
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
export { challenge, isBareSyn, reachesSynCheck, refusalOfSyn, reopen, reopensBy, resetForSyn } from './time-wait';
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
