/** The handshake segment that is missing before a segment that its sender could not send. */
import { ACK, SYN, flagNames } from '../wire';
import type { Step } from '../trace';
import type { Ghost } from './model';

/** The missing segment, by the variant of a finding's message or by its rule: the side that sends it, and its flags. */
const MISSING: Readonly<Record<string, readonly ['own' | 'peer', number]>> = {
  'tcp/waits/own-syn': ['own', SYN],
  'tcp/waits/own-syn-ack': ['own', SYN | ACK],
  'tcp/waits/syn-away': ['own', SYN],
  'tcp/waits/syn-unsent': ['peer', SYN],
  'tcp/waits/syn': ['peer', SYN],
  'tcp/waits/syn-ack-unsent': ['peer', SYN | ACK],
  'tcp/waits/syn-ack-away': ['peer', SYN | ACK],
  'tcp/waits/syn-ack': ['peer', SYN | ACK],
  'tcp/waits/ack-for-synack': ['peer', ACK],
  'tcp/waits/ack-unsent': ['peer', ACK],
  'tcp/waits/ack-away': ['peer', ACK],
  'tcp/synack-without-syn': ['peer', SYN],
  'tcp/open-not-syn': ['own', SYN],
};

/**
 * The segment that is missing before a step; undefined if the step's segment was sent, or was not sent for another
 * reason.
 */
export function ghostOf(step: Step): Ghost | undefined {
  if (step.kind !== 'segment' || step.fate !== 'not-sent') return undefined;
  const { from, to } = step.sent;
  for (const { says, rule } of step.findings) {
    const [whose, flags] = MISSING[says ?? ''] ?? MISSING[rule] ?? [];
    if (flags === undefined) continue;
    const names = flagNames(flags).join(', ');
    return whose === 'own' ? { from, to, flags: names } : { from: to, to: from, flags: names };
  }
  return undefined;
}
