import { type Seq, add, gt, max } from '../wire';
import { backToListen, closed } from './arrival';
import type { State } from './state';
import type { Tcb } from './tcb';
import type { RowId } from './rows';

/** The user calls of RFC 9293 §3.9.1; OPEN is `listen` (passive) or `connect` (active). */
export type Call = 'listen' | 'connect' | 'send' | 'receive' | 'close' | 'abort';

/** The result of a user call: a new TCB, or the error that RFC 9293 §3.10.1 to §3.10.5 name. */
export interface Called {
  readonly tcb: Tcb;
  /** The row of the transition table, U01 to U24. */
  readonly row: RowId;
  readonly error: CallError | undefined;
}

export type CallError = 'no-connection' | 'already-exists' | 'closing' | 'no-remote';

/**
 * A user call (RFC 9293 §3.10.1 to §3.10.5). The segments that follow from it (SYN, data, FIN, RST) are not sent here:
 * `sim` sends them, or a line of the script does, and {@link emit} accounts for them.
 *
 * @param iss the initial sequence number, for calls that open a connection
 * @param count number of bytes passed to SEND
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

/** OPEN without a remote socket (RFC 9293 §3.10.1): allowed for a passive OPEN only. */
export function openNowhere(tcb: Tcb): Called {
  if (tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN') return fails(tcb, 'U24', 'already-exists');
  return fails(tcb, 'U03', 'no-remote');
}

/** A TCB in SYN-SENT whose SYN has not been sent: SND.NXT is still ISS. */
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

/** Queues `count` more bytes after the data sent and queued so far. */
function queue(tcb: Tcb, count: number): Tcb {
  const firstByte = max(tcb.sndNxt, add(tcb.iss, 1));
  const sendEnd = add(tcb.sendEnd ?? firstByte, count);
  return { ...tcb, sendEnd, writes: count === 0 ? tcb.writes : writesWith(tcb, sendEnd) };
}

/** The most SEND calls whose ends are kept apart (`Tcb.writes`). */
const MOST_WRITES = 64;

function writesWith(tcb: Tcb, end: Seq): readonly Seq[] {
  const { writes, sndNxt } = tcb;
  if (tcb.state !== 'ESTABLISHED' && tcb.state !== 'CLOSE-WAIT') return writes;
  if (!hasQueued(tcb)) return tcb.sndUna === sndNxt ? [end] : [sndNxt, end];
  const follows = writes.length > 0 && writes.length < MOST_WRITES && writes.at(-1) === tcb.sendEnd;
  return follows ? [...writes, end] : writes;
}

/**
 * The sequence number at which the next segment of new data ends because a SEND call ended there. Without Nagle's
 * algorithm that holds for every SEND, with it only for the first on an idle connection (RFC 9293 §3.7.4). Undefined if
 * queued data is sent regardless of the ends of SENDs.
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
      // The state changes at once, even while queued data delays the FIN (RFC 9293 §3.10.4).
      return ok({ ...tcb, closing: true, state: 'FIN-WAIT-1' }, 'U16');
    case 'FIN-WAIT-1':
    case 'FIN-WAIT-2':
      return fails(tcb, 'U19', 'closing');
    case 'CLOSE-WAIT':
      if (tcb.closing) return fails(tcb, 'U22', 'closing');
      // The state becomes LAST-ACK when the FIN is sent.
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

/** True if data passed to SEND has not been sent yet. After the FIN there is none (RFC 9293 §3.10.4). */
export function hasQueued({ sendEnd, sndNxt, finSeq }: Tcb): boolean {
  return sendEnd !== undefined && finSeq === undefined && gt(sendEnd, sndNxt);
}

/** True for the states in which ABORT sends an RST (row U14). */
export function abortSendsReset(state: State): boolean {
  return (
    state === 'SYN-RECEIVED' ||
    state === 'ESTABLISHED' ||
    state === 'FIN-WAIT-1' ||
    state === 'FIN-WAIT-2' ||
    state === 'CLOSE-WAIT'
  );
}
