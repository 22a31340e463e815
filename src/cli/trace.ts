/** `tcp-flow trace`: every step as a line of JSON. Keys are documented in media/docs/cli.md and must not change. */
import type { Cast, EndId, Sent } from '../sim';
import { FILLED_ACK, FILLED_SEQ, type FlightStep, type SegmentStep, type Step, type Trace } from '../trace';
import { isKnown } from '../diagram';
import { visibleJson } from '../script';
import { IMAGES, plainOf, storyOf } from '../tell';
import type { Say } from '../words/say';
import { ACK, formatFlags, has } from '../wire';
import type { TraceRequest } from './requests';
import { CANNOT_RUN, CLEAN } from './exit';
import { traceOf } from './flow';
import type { Session } from './session';

export async function runTrace({ file }: TraceRequest, session: Session): Promise<number> {
  const trace = await traceOf(file, session);
  if (trace === undefined) return CANNOT_RUN;
  await session.out.writeAll(traceLines(trace, session.tell.say));
  return CLEAN;
}

function* traceLines(trace: Trace, say: Say): Iterable<string> {
  for (let at = 0; at < trace.steps.length; at++) yield `${visibleJson(stepObject(trace, at, say))}\n`;
}

function stepObject(trace: Trace, at: number, say: Say): unknown {
  const { cast } = trace;
  const step = trace.steps[at] as Step;
  const states: Record<string, string> = {};
  for (const { id, name } of cast.ends) states[name] = step.after.ends.get(id)?.tcb.state ?? 'CLOSED';
  return {
    step: at + 1,
    line: step.line + 1,
    time: step.time / 1_000_000,
    kind: step.kind,
    ...(step.generated === true ? { generated: true } : {}),
    ...own(cast, step),
    states,
    findings: step.findings.map((f) => f.rule),
    says: storyOf(trace, at, say).text[0],
    ...plainWords(trace, at, say),
  };
}

/** The step in plain words, by image, where it is told in them. */
function plainWords(trace: Trace, at: number, say: Say): { readonly plain?: Readonly<Record<string, string>> } {
  const told = IMAGES.map((image) => [image, plainOf(trace, at, say, image)] as const).filter(
    ([, text]) => text !== '',
  );
  return told.length === 0 ? {} : { plain: Object.fromEntries(told) };
}

/** The properties that only this kind of step has. */
function own(cast: Cast, step: Step): Record<string, unknown> {
  switch (step.kind) {
    case 'segment':
      return {
        ...segmentFields(cast, step.sent),
        ...(isKnown(step, FILLED_SEQ) ? {} : { seq: null }),
        ...(isKnown(step, FILLED_ACK) ? {} : { ack: null }),
        fate: step.fate,
        ...extras(cast, step),
      };
    case 'deliver':
    case 'drop':
    case 'duplicate':
      return { ...segmentFields(cast, step.sent), fate: step.fate, ...extras(cast, step) };
    case 'call':
      return {
        end: nameOf(cast, step.end),
        call: step.call,
        ...(step.count === undefined ? {} : { count: step.count }),
      };
    case 'icmp':
      return { end: nameOf(cast, step.end), error: step.error, ...(step.mtu === undefined ? {} : { mtu: step.mtu }) };
    case 'given':
      return { end: nameOf(cast, step.end), state: step.state };
    case 'forget':
    case 'leak':
      return { end: nameOf(cast, step.end) };
    case 'timer':
      return { end: nameOf(cast, step.end), timer: step.timer };
    case 'note':
      return { over: step.over.map((host) => cast.hosts[host]?.name ?? ''), text: step.text };
    case 'wait':
    case 'expect':
      return {};
  }
}

function nameOf(cast: Cast, end: EndId): string {
  return cast.ends[end]?.name ?? '';
}

function segmentFields(cast: Cast, { from, to, segment }: Sent): Record<string, unknown> {
  return {
    from: nameOf(cast, from),
    to: nameOf(cast, to),
    flags: formatFlags(segment.flags),
    seq: segment.seq,
    ack: has(segment, ACK) ? segment.ack : null,
    len: segment.len,
    win: segment.win,
  };
}

/**
 * Optional properties of a segment: the name after `as`, the id and scheduled arrival of a generated segment, the
 * forged address.
 */
function extras(cast: Cast, { label, sent }: SegmentStep | FlightStep): Record<string, unknown> {
  const { id, spoofed, copyOf, arrives, supposed } = sent;
  return {
    ...(label === undefined ? {} : { name: label }),
    ...(arrives === undefined ? {} : { number: copyOf?.id ?? id, arrives: arrives / 1_000_000 }),
    ...(spoofed === undefined ? {} : { spoofing: nameOf(cast, spoofed) }),
    ...(supposed === undefined ? {} : { supposed }),
  };
}
