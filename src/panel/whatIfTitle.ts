/** Titles of what-ifs (variants of a flow with one change), as questions. */
import type { WhatIf } from '../compose';
import { type Trace, exact } from '../trace';
import { formatFlags } from '../wire';
import type { Say } from '../words/words';

/** A segment's name, `client's ACK (step 4)`; empty if the step sends nothing. */
export function segmentName(trace: Trace, step: number, say: Say): string {
  const at = trace.steps[step];
  if (at?.kind !== 'segment') return '';
  const host = trace.cast.ends[at.sent.from]?.name ?? '';
  return say('whatif/segment', { host, flags: formatFlags(at.sent.segment.flags), step: step + 1 });
}

/**
 * The title of a what-if: `What if client's ACK (step 4) is lost?`. For a forged segment, the title names the flags.
 */
export function titleOf(what: WhatIf, segment: string, say: Say): string {
  switch (what.kind) {
    case 'delay':
      return say('whatif/title-delay', { segment, by: exact(what.by) });
    case 'forge':
      return say('whatif/title-forge', { segment: / {2}(\w+) {2}/.exec(what.line)?.[1] ?? '' });
    case 'alter':
      return say('whatif/title-alter', { segment, octet: what.octet });
    case 'certificate':
      return say(`whatif/title-certificate-${what.fault}`);
    case 'no-keep-alive':
    case 'key-leaks':
      return say(`whatif/title-${what.kind}`);
    case 'lose':
    case 'duplicate':
      return say(`whatif/title-${what.kind}`, { segment });
  }
}
