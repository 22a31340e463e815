/** Who can open a sealed message: its ends, and the wire once it has the keys. */
import type { Message } from '../layers';
import type { Eyes } from '../layers/names';
import { type Trace, final } from '../trace';
import { partyOf } from './eyes';
import { securedBySteps } from './secured-by-steps';

/** Sealed to the eyes, or opened by them; empty for a message in clear. */
export type Lock = '' | 'shut' | 'open';

/** Names of records by the type in their heads, which is all that is read of them without their keys (RFC 8446 §5.1). */
const RECORDS: Readonly<Record<number, string>> = {
  20: 'ChangeCipherSpec',
  21: 'Encrypted Alert',
  22: 'Encrypted Handshake Message',
  23: 'Application Data',
};

/** The name of a sealed message without its keys; empty for a message in clear. */
export function outerName({ sealed, name }: Message): string {
  if (sealed?.message.sealed !== true) return '';
  return RECORDS[sealed.message.parts[0]?.type ?? -1] ?? name;
}

/** A message that passes: its name where it is sealed, and the parties that open it. */
export interface Sealing {
  readonly kind: 'request' | 'response';
  /** Its name without its keys; empty for a message in clear. */
  readonly outer: string;
  /** Its keys are not known to the flow. */
  readonly lacksKeys: boolean;
  /** Its receiver could not open it: it was changed on the way. */
  readonly refused: boolean;
  /** The step by which its receiver has all of it; -1 for none. */
  readonly whole: number;
}

/**
 * The lock of a message to the chosen eyes at a step.
 *
 * @param opens the step from which on the wire opens it; undefined where it never does
 */
export function lockAt(sealing: Sealing, eyes: Eyes, at: number, opens: number | undefined): Lock {
  if (sealing.outer === '') return '';
  if (sealing.lacksKeys) return 'shut';
  switch (partyOf(eyes, sealing)) {
    case 'sender':
      return 'open';
    case 'wire':
      return opens !== undefined && opens <= at ? 'open' : 'shut';
    case 'receiver':
      return sealing.whole >= 0 && sealing.whole <= at && !sealing.refused ? 'open' : 'shut';
  }
}

const NEVER = (): undefined => undefined;

/** Of the connection of a step (from 0): the step from which on the wire opens its records; undefined for never. */
export function wireOpening(trace: Trace): (at: number) => number | undefined {
  const { tls, steps, cast } = trace;
  if (tls === undefined || final(trace).leaks.size === 0) return NEVER;
  const securedOf = securedBySteps(trace);
  const leaks = new Map<string, number>();
  const leakOf = (host: string): number | undefined => {
    let leak = leaks.get(host);
    if (leak === undefined) leaks.set(host, (leak = steps.findIndex(({ after }) => after.leaks.has(host))));
    return leak < 0 ? undefined : leak;
  };
  return (at) => {
    const found = securedOf(at);
    if (found === undefined) return undefined;
    const host = String(cast.ends[found.ends.server]?.host ?? -1);
    return tls.door.wireOpens({ ...found.last, leak: leakOf(host) });
  };
}
