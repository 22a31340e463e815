import { ACK, FIN, PSH, RST, SYN, gt } from '../wire';
import { abortSendsReset } from './calls';
import { owes, type Owed } from './owes';
import type { Reset } from './reset';
import { hasRightCookie, sendEdge, type Tcb } from './tcb';

/** A segment that an endpoint may send now, of its own accord or at a user call. */
export interface Free {
  readonly flags: number;
  /** The cause: a user call, unacknowledged data, the window, or keepalive. */
  readonly why: 'connect' | 'data' | 'close' | 'abort' | 'again' | 'window' | 'keepalive';
}

/** The segments that an endpoint must send next, most urgent first, and those that it may send. */
export interface Next {
  readonly must: readonly Owed[];
  readonly may: readonly Free[];
}

/** All segments that a transition of RFC 9293 §3.10 sends from the present state. */
export function nextOf(tcb: Tcb, resets: readonly Reset[]): Next {
  return { must: owes(tcb, resets), may: free(tcb) };
}

function free(tcb: Tcb): Free[] {
  switch (tcb.state) {
    case 'CLOSED':
    case 'LISTEN':
      return [{ flags: SYN, why: 'connect' }];
    case 'SYN-SENT':
      return tcb.sndNxt === tcb.iss ? [] : [{ flags: SYN, why: 'again' }];
    case 'SYN-RECEIVED':
      return tcb.sndNxt === tcb.iss
        ? []
        : [{ flags: SYN | ACK, why: 'again' }, ...early(tcb), ...closing(tcb), ...aborting(tcb)];
    case 'ESTABLISHED':
    case 'CLOSE-WAIT':
      return [...sending(tcb), ...closing(tcb), ...resending(tcb), ...idle(tcb), ...aborting(tcb)];
    case 'FIN-WAIT-1':
    case 'FIN-WAIT-2':
      return [...resending(tcb), { flags: ACK, why: 'window' }, ...aborting(tcb)];
    case 'CLOSING':
    case 'LAST-ACK':
      return resending(tcb);
    case 'TIME-WAIT':
      return [];
  }
}

/** Data, if the peer's window has room (RFC 9293 §3.8.6). */
function sending(tcb: Tcb): Free[] {
  const usable = gt(sendEdge(tcb), tcb.sndNxt);
  return usable && !tcb.closing ? [{ flags: PSH | ACK, why: 'data' }] : [];
}

/** Data before the end of the handshake, if the SYN carried a valid Fast Open cookie (RFC 7413 §4.2.2). */
function early(tcb: Tcb): Free[] {
  return hasRightCookie(tcb) ? sending(tcb) : [];
}

function closing(tcb: Tcb): Free[] {
  return tcb.finSeq === undefined ? [{ flags: FIN | ACK, why: 'close' }] : [];
}

function aborting(tcb: Tcb): Free[] {
  return abortSendsReset(tcb.state) ? [{ flags: RST, why: 'abort' }] : [];
}

/** A retransmission of the oldest unacknowledged data, or of the FIN if nothing else is outstanding. */
function resending(tcb: Tcb): Free[] {
  if (tcb.sndUna === tcb.sndNxt) return [];
  return [{ flags: tcb.finSeq === tcb.sndUna ? FIN | ACK : PSH | ACK, why: 'again' }];
}

/** A window update or a keepalive probe of an idle side (RFC 9293 §3.8.4). */
function idle(tcb: Tcb): Free[] {
  if (tcb.owed !== 0 || tcb.sndUna !== tcb.sndNxt) return [];
  return [
    { flags: ACK, why: 'window' },
    { flags: ACK, why: 'keepalive' },
  ];
}
