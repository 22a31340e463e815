/**
 * Forged segments by classes of SEG.SEQ: outside the window, in the window, or RCV.NXT itself. All numbers of a class
 * have the same effect, so one segment stands for a class.
 */
import { ACK, FIN, NO_OPTIONS, PSH, RST, SYN, type Segment, type Seq, ZERO, add } from '../wire';
import type { Tcb } from '../tcp';
import type { AllowedForge } from './types';

/** A class of forged segments. */
interface Forgery {
  readonly flags: number;
  /** `exact`: SEG.SEQ = RCV.NXT. `inside`: in the window above RCV.NXT. `outside`: beyond the window. */
  readonly place: 'exact' | 'inside' | 'outside';
  readonly len: number;
}

const BLIND: readonly Forgery[] = [RST, SYN, SYN | ACK, ACK].flatMap((flags) => [
  { flags, place: 'inside' as const, len: 0 },
  { flags, place: 'outside' as const, len: 0 },
]);

const GUESSED: readonly Forgery[] = [
  { flags: RST, place: 'exact', len: 0 },
  { flags: PSH | ACK, place: 'exact', len: 1 },
  { flags: FIN | ACK, place: 'exact', len: 0 },
];

/** The classes that an attacker of some skill tries. */
export function classesOf(skill: AllowedForge['skill']): readonly Forgery[] {
  return skill === 'blind' ? BLIND : GUESSED;
}

/**
 * A segment of a class, with numbers for its receiver's TCB; undefined if the receiver has no window yet, so that the
 * class has the same effect as another one.
 */
export function forged(
  { flags, place, len }: Forgery,
  { tcb, peer }: { readonly tcb: Tcb; readonly peer: Tcb },
): Segment | undefined {
  if (!tcb.synchronised && place !== 'outside') return undefined;
  const { rcvNxt, rcvWnd } = tcb;
  if (place === 'inside' && rcvWnd < 2) return undefined;
  const seq =
    place === 'exact'
      ? rcvNxt
      : place === 'inside'
        ? add(rcvNxt, rcvWnd >> 1)
        : add(tcb.synchronised ? rcvNxt : peer.sndNxt, FAR);
  return {
    flags,
    seq,
    ack: ackOf(flags, place, tcb),
    win: (flags & RST) === 0 ? 65535 : 0,
    urg: 0,
    len,
    options: NO_OPTIONS,
  };
}

/**
 * SEG.ACK of a forged segment: SND.NXT of the receiver at `exact`, otherwise a number that the receiver does not
 * accept.
 */
function ackOf(flags: number, place: Forgery['place'], tcb: Tcb): Seq {
  if ((flags & ACK) === 0) return ZERO;
  return place === 'exact' ? tcb.sndNxt : add(tcb.sndNxt, FAR);
}

/** A distance beyond every window without scaling, and below half of the sequence space. */
const FAR = 2 ** 30;
