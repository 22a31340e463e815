import { ACK, type Seq, has, le, segEnd, segLen } from '../../wire';
import type { Sent } from '../../sim';
import {
  FILLED_ACK,
  FILLED_OPTIONS,
  FILLED_SEQ,
  FILLED_WIN,
  type Finding,
  type Presumed,
  type Step,
} from '../../trace';
import { type Player, sentAt } from '../play/player';

/**
 * Segments that were taken to have arrived because too many worlds were open.
 *
 * Their loss makes a difference to their receiver only, as what the line writes is sent in every world; the difference
 * reaches the peer where the receiver's line leaves out a number, as that number is filled in from its state. So an
 * error at a line of any other end is one in every world, those that are no longer kept among them. An error at a line
 * of these ends is `open`, until the receiver acknowledges the segment: then every world in which it was lost is illegal,
 * or equal to this one.
 */
export function presumedToArrive(sent: Sent): Presumed {
  return { sent, ends: [sent.to] };
}

/** A world was dropped and no single fate tells it apart: what both ends do may come of that. */
export function presumedOfBoth(sent: Sent): Presumed {
  return { sent, ends: [sent.from, sent.to] };
}

/** The segments that are still presumed to have arrived after the steps of a legal line. */
export function stillPresumed(presumed: readonly Presumed[], steps: readonly Step[]): readonly Presumed[] {
  let left = presumed;
  for (const step of steps) {
    if (left.length === 0) return left;
    left = left.filter(({ sent }) => !makesUp(step, sent)).map((one) => reaching(step, one));
  }
  return left;
}

/** True if the step leaves no difference between the arrival of a segment and its loss. */
export function makesUp(step: Step, { from, to, segment }: Sent): boolean {
  if (!('sent' in step) || step.fate === 'not-sent' || step.sent.spoofed !== undefined) return false;
  const { sent: other } = step;
  if (segLen(segment) > 0) return step.kind === 'segment' && other.from === to && acknowledges(other, segEnd(segment));
  // A pure ACK makes no difference any longer once a later one from the same end has arrived.
  return step.fate === 'arrived' && other.from === from && has(segment, ACK) && acknowledges(other, segment.ack);
}

function acknowledges({ segment }: Sent, number: Seq): boolean {
  return has(segment, ACK) && le(number, segment.ack);
}

const NUMBERS = FILLED_SEQ | FILLED_ACK | FILLED_WIN | FILLED_OPTIONS;

function reaching(step: Step, one: Presumed): Presumed {
  if (step.kind !== 'segment' || !one.ends.includes(step.sent.from) || one.ends.includes(step.sent.to)) return one;
  return (step.filled & NUMBERS) === 0 ? one : { ...one, ends: [...one.ends, step.sent.to] };
}

/** A step whose errors may come of the loss of a presumed segment says that they can't be told. */
export function openedBy(p: Player, presumed: readonly Presumed[], step: Step): Step {
  if (!step.findings.some(isError)) return step;
  const by = step.kind === 'segment' ? presumed.find(({ ends }) => ends.includes(step.sent.from)) : presumed[0];
  return by === undefined ? step : { ...step, findings: openFindings(p, by, step.findings) };
}

/** Errors that may come of the loss of a presumed segment are open; those of the notation are errors in every world. */
export function openFindings(p: Player, { sent }: Presumed, findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding): Finding => {
    if (!isError(finding) || finding.source === undefined) return finding;
    const related = [...(finding.related ?? []), { line: sentAt(p, sent), message: 'related/fate-presumed', args: {} }];
    return { ...finding, level: 'open', because: 'fate-open', related };
  });
}

export function isError({ level }: Finding): boolean {
  return level === 'error';
}
