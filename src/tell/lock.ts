/** Who can decrypt an encrypted message: its two ends, and an observer on the wire with the keys. */
import type { Message } from '../layers';
import type { Eyes } from '../layers/names';
import { type Trace, final } from '../trace';
import { partyOf } from './eyes';
import { securedBySteps } from './secured-by-steps';

/** `shut` if the chosen observer can't decrypt the message, `open` if it can; empty for a message in clear. */
export type Lock = '' | 'shut' | 'open';

/** Names of records by the type in their header, which is all that can be read without the keys (RFC 8446 §5.1). */
const RECORDS: Readonly<Record<number, string>> = {
  20: 'ChangeCipherSpec',
  21: 'Encrypted Alert',
  22: 'Encrypted Handshake Message',
  23: 'Application Data',
};

/** The name of an encrypted message for an observer without its keys; empty for a message in clear. */
export function outerName({ sealed, name }: Message): string {
  if (sealed?.message.sealed !== true) return '';
  return RECORDS[sealed.message.parts[0]?.type ?? -1] ?? name;
}

/**
 * The encryption of a message on the wire: its name without the keys, and the facts that tell which parties can decrypt
 * it.
 */
export interface Sealing {
  readonly kind: 'request' | 'response';
  /** The name for an observer without the keys; empty for a message in clear. */
  readonly outer: string;
  /** True if the flow does not give the message's keys. */
  readonly lacksKeys: boolean;
  /** True if the receiver could not decrypt the message because its octets were changed in transit. */
  readonly refused: boolean;
  /** The step in which the receiver gets the last octet of the message; -1 for none. */
  readonly whole: number;
}

/**
 * The lock of a message for the chosen observer at a step.
 *
 * @param opens the first step from which an observer on the wire can decrypt the message; undefined for never
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

/**
 * Gives, for the connection of a step (from 0), the first step from which an observer on the wire can decrypt its
 * records; undefined for never.
 */
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
