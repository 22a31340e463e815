import { type Trace, numberings, writeNumber } from '../trace';
import type { Sent } from '../sim';
import { ACK, SYN, has } from '../wire';
import type { Side } from './sides';
import type { Trials } from './trial';

/** The number of earlier segments whose notation of numbers is examined. */
const LOOK_BACK = 8;

/** True if the segments before a line give no sequence numbers, so that a new one should not either. */
export function leavesNumbersOut({ base, line }: Trials): boolean {
  let seen = 0;
  for (let i = line - 1; i >= 0 && seen < LOOK_BACK; i--) {
    const statement = base.script.lines[i]?.statement;
    if (statement?.kind !== 'segment') continue;
    if (statement.seq !== undefined) return false;
    seen++;
  }
  return seen > 0;
}

const NAMES = ['x', 'y', 'z', 'u', 'v', 'w'] as const;

/**
 * A name for the initial sequence number of a side that has none, as in textbooks: `x`, then `y`. Undefined in a flow
 * with absolute numbers.
 */
export function freshName({ base, scope, line }: Trials): string | undefined {
  const bases = base.bases.flat();
  const wrote = base.script.lines
    .slice(0, line)
    .some((l) => l.statement?.kind === 'segment' && l.statement.seq?.expr.kind === 'number');
  if (wrote && !bases.some((b) => b.name !== undefined)) return undefined;
  const taken = (name: string): boolean => scope.names.has(name) || bases.some((b) => b.name === name);
  for (let round = 0; round < 100; round++) {
    const name = NAMES.map((n) => (round === 0 ? n : `${n}${round}`)).find((n) => !taken(n));
    if (name !== undefined) return name;
  }
  return undefined;
}

/** True if the segment is the side's first SYN, whose number may be named. */
export function isFirstSyn({ endpoint: { tcb } }: Side, flags: number): boolean {
  return (flags & SYN) !== 0 && (tcb.state === 'CLOSED' || tcb.state === 'LISTEN' || tcb.sndNxt === tcb.iss);
}

/** SEQ and ACK of a segment in the notation of its line. */
export function numbersOf(trace: Trace, sent: Sent): { readonly seq: string; readonly ack: string | undefined } {
  const { segment } = sent;
  const whose = numberings(trace, sent);
  return {
    seq: writeNumber(trace, whose.seq, segment.seq),
    ack: has(segment, ACK) ? writeNumber(trace, whose.ack, segment.ack) : undefined,
  };
}
