import { type Seq, add, gt, max } from '../wire';
import { backToListen, closed } from './arrival';
import type { State } from './state';
import type { Tcb } from './tcb';
import type { RowId } from './rows';

/** The user calls of RFC 9293 §3.9.1; OPEN in its passive and its active form. */
export type Call = 'listen' | 'connect' | 'send' | 'receive' | 'close' | 'abort';

/** What a user call comes to: a new TCB, or the error that §3.10.1 to §3.10.5 name for it. */
export interface Called {
  readonly tcb: Tcb;
  /** The row of the transition table (U01 … U24). */
  readonly row: RowId;
  readonly error: CallError | undefined;
}

export type CallError = 'no-connection' | 'already-exists' | 'closing' | 'no-remote';

/**
 * A user call (RFC 9293 §3.10.1 to §3.10.5). The segments that it leads to (SYN, data, FIN, RST) are not sent here:
 * a flow writes them on lines of their own, and {@link emit} accounts for them.
 *
 * @param iss the initial sequence number, for calls that open
 * @param count bytes of SEND
 */
export function call(tcb: Tcb, name: Call, iss: Seq, count = 0): Called {
  switch (name) {
    case 'listen':
      return listen(tcb);
    case 'connect':
      return connect(tcb, iss);
    case 'send':
      return send(tcb, iss, count);
    case 'receive':
      return receive(tcb);
    case 'close':
      return close(tcb);
    case 'abort':
      return abort(tcb);
  }
}

const ok = (tcb: Tcb, row: RowId): Called => ({ tcb, row, error: undefined });
const fails = (tcb: Tcb, row: RowId, error: CallError): Called => ({ tcb, row, error });

function listen(tcb: Tcb): Called {
  if (tcb.state !== 'CLOSED') return fails(tcb, 'U24', 'already-exists');
  return ok({ ...backToListen(tcb) }, 'U01');
}

function connect(tcb: Tcb, iss: Seq): Called {
  if (tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN') return fails(tcb, 'U24', 'already-exists');
  return ok(opened(tcb, iss), tcb.state === 'CLOSED' ? 'U02' : 'U05');
}

/** OPEN without a remote socket (§3.10.1): only a passive one can do without. */
export function openNowhere(tcb: Tcb): Called {
  if (tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN') return fails(tcb, 'U24', 'already-exists');
  return fails(tcb, 'U03', 'no-remote');
}

/** SYN-SENT with its SYN still to leave: SND.NXT moves over it when the segment is sent. */
function opened(tcb: Tcb, iss: Seq): Tcb {
  return { ...closed(tcb), state: 'SYN-SENT', iss, sndUna: iss, sndNxt: iss };
}

function send(tcb: Tcb, iss: Seq, count: number): Called {
  switch (tcb.state) {
    case 'CLOSED':
      return fails(tcb, 'U04', 'no-connection');
    case 'LISTEN':
      return ok(queue(opened(tcb, iss), count), 'U06');
    case 'SYN-SENT':
      return ok(queue(tcb, count), 'U09');
    case 'SYN-RECEIVED':
      return ok(queue(tcb, count), 'U11');
    case 'ESTABLISHED':
    case 'CLOSE-WAIT':
      if (tcb.closing) return fails(tcb, 'U22', 'closing');
      return ok(queue(tcb, count), 'U15');
    case 'FIN-WAIT-1':
    case 'FIN-WAIT-2':
      return fails(tcb, 'U17', 'closing');
    case 'CLOSING':
    case 'LAST-ACK':
    case 'TIME-WAIT':
      return fails(tcb, 'U22', 'closing');
  }
}

/** `count` more bytes wait to be sent behind what was sent and queued. */
function queue(tcb: Tcb, count: number): Tcb {
  const firstByte = max(tcb.sndNxt, add(tcb.iss, 1));
  const sendEnd = add(tcb.sendEnd ?? firstByte, count);
  return { ...tcb, sendEnd, writes: count === 0 ? tcb.writes : writesWith(tcb, sendEnd) };
}

/** So many SENDs in a row are told apart. */
const MOST_WRITES = 64;

function writesWith(tcb: Tcb, end: Seq): readonly Seq[] {
  const { writes, sndNxt } = tcb;
  if (tcb.state !== 'ESTABLISHED' && tcb.state !== 'CLOSE-WAIT') return writes;
  if (!hasQueued(tcb)) return tcb.sndUna === sndNxt ? [end] : [sndNxt, end];
  const follows = writes.length > 0 && writes.length < MOST_WRITES && writes.at(-1) === tcb.sendEnd;
  return follows ? [...writes, end] : writes;
}

/**
 * How far the next SEND reaches that goes without what was passed behind it: an idle side sends at once (§3.7.4), and one
 * without Nagle's algorithm always does. Undefined where what is queued goes together.
 */
export function writeEnd({ writes, sndUna, sndNxt }: Tcb, nagle: boolean): Seq | undefined {
  if (writes.length === 0) return undefined;
  const [first] = writes;
  if (nagle) return first !== undefined && sndUna === sndNxt && gt(first, sndNxt) ? first : undefined;
  return writes.find((end) => gt(end, sndNxt));
}

function receive(tcb: Tcb): Called {
  switch (tcb.state) {
    case 'CLOSED':
      return fails(tcb, 'U04', 'no-connection');
    case 'LISTEN':
      return ok(tcb, 'U07');
    case 'SYN-SENT':
      return ok(tcb, 'U09');
    case 'SYN-RECEIVED':
      return ok(tcb, 'U11');
    case 'ESTABLISHED':
    case 'FIN-WAIT-1':
    case 'FIN-WAIT-2':
      return ok(tcb, 'U18');
    case 'CLOSE-WAIT':
      return ok(tcb, 'U20');
    case 'CLOSING':
    case 'LAST-ACK':
    case 'TIME-WAIT':
      return fails(tcb, 'U22', 'closing');
  }
}

function close(tcb: Tcb): Called {
  switch (tcb.state) {
    case 'CLOSED':
      return fails(tcb, 'U04', 'no-connection');
    case 'LISTEN':
      return ok(closed(tcb), 'U08');
    case 'SYN-SENT':
      return ok(closed(tcb), 'U10');
    case 'SYN-RECEIVED':
      if (hasQueued(tcb)) return ok({ ...tcb, closing: true }, 'U13');
      return ok({ ...tcb, closing: true, state: 'FIN-WAIT-1' }, 'U12');
    case 'ESTABLISHED':
      // The state changes with the call, even while data keeps the FIN waiting (§3.10.4).
      return ok({ ...tcb, closing: true, state: 'FIN-WAIT-1' }, 'U16');
    case 'FIN-WAIT-1':
    case 'FIN-WAIT-2':
      return fails(tcb, 'U19', 'closing');
    case 'CLOSE-WAIT':
      if (tcb.closing) return fails(tcb, 'U22', 'closing');
      // LAST-ACK begins when the FIN is sent.
      return ok({ ...tcb, closing: true }, 'U21');
    case 'CLOSING':
    case 'LAST-ACK':
    case 'TIME-WAIT':
      return fails(tcb, 'U22', 'closing');
  }
}

function abort(tcb: Tcb): Called {
  switch (tcb.state) {
    case 'CLOSED':
      return fails(tcb, 'U04', 'no-connection');
    case 'LISTEN':
      return ok(closed(tcb), 'U08');
    case 'SYN-SENT':
      return ok(closed(tcb), 'U10');
    case 'SYN-RECEIVED':
    case 'ESTABLISHED':
    case 'FIN-WAIT-1':
    case 'FIN-WAIT-2':
    case 'CLOSE-WAIT':
      return ok(closed(tcb), 'U14');
    case 'CLOSING':
    case 'LAST-ACK':
    case 'TIME-WAIT':
      return ok(closed(tcb), 'U23');
  }
}

/** Data passed to SEND that has not been sent yet. Behind the FIN, which takes a number of its own, there is none (§3.10.4). */
export function hasQueued({ sendEnd, sndNxt, finSeq }: Tcb): boolean {
  return sendEnd !== undefined && finSeq === undefined && gt(sendEnd, sndNxt);
}

/** States in which ABORT sends an RST (row U14). */
export function abortSendsReset(state: State): boolean {
  return (
    state === 'SYN-RECEIVED' ||
    state === 'ESTABLISHED' ||
    state === 'FIN-WAIT-1' ||
    state === 'FIN-WAIT-2' ||
    state === 'CLOSE-WAIT'
  );
}
