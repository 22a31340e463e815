import { closed, type Taken } from './arrival';
import type { Tcb } from './tcb';

/** A timer of an endpoint, and when it falls due (microseconds of simulated time). */
export interface Due {
  readonly timer: 'time-wait';
  readonly at: number;
}

/** The next timer of this endpoint to fall due, if one runs. */
export function nextTimer(tcb: Tcb): Due | undefined {
  if (tcb.timeWaitEnd !== undefined) return { timer: 'time-wait', at: tcb.timeWaitEnd };
  return undefined;
}

/** A timer runs out (RFC 9293 §3.10.8). */
export function expire(tcb: Tcb, timer: Due['timer']): { readonly tcb: Tcb; readonly taken: readonly Taken[] } {
  switch (timer) {
    case 'time-wait':
      return { tcb: closed(tcb), taken: [{ row: 'T05', from: tcb.state, to: 'CLOSED' }] };
  }
}
