/** The streams of HTTP/2 through a flow: when each begins and ends, its DATA, and where TCP waits for a lost segment. */
import type { Message } from '../layers';
import type { EndId, Sent } from '../sim';
import type { Step, Trace } from '../trace';
import { add, dataStart, difference } from '../wire';

/** DATA that has reached its receiver. */
export interface StreamData {
  readonly step: number;
  readonly from: EndId;
  readonly octets: number;
}

/** A stream, from the departure of its first frame to the arrival of the last. Steps are counted from 0. */
export interface StreamCourse {
  readonly stream: number;
  /** `GET /a`; empty where its request can't be read. */
  readonly name: string;
  readonly client: EndId;
  readonly server: EndId;
  readonly first: number;
  /** The step by which both sides have ended it, or one has reset it; the last of the flow while it is open. */
  readonly last: number;
  readonly how: 'ended' | 'reset' | 'open';
  /** It passes inside TLS. */
  readonly sealed: boolean;
  readonly data: readonly StreamData[];
}

/** From the loss of a segment to the step by which its octets have come in order: what came behind it waits. */
export interface Stall {
  readonly first: number;
  /** The last step of the flow where they never come. */
  readonly last: number;
  readonly client: EndId;
  readonly server: EndId;
}

export interface StreamCourses {
  /** In the order in which they begin. */
  readonly all: readonly StreamCourse[];
  /** Of connections of HTTP/2. */
  readonly stalls: readonly Stall[];
}

const NONE: StreamCourses = { all: [], stalls: [] };

type Open = { -readonly [K in keyof StreamCourse]: StreamCourse[K] } & { readonly data: StreamData[]; ends: EndId[] };

/** The frames of messages, those that records of TLS carry too. */
function framesOf(
  messages: readonly (Message | undefined)[],
  sealed = false,
): readonly (readonly [Message, boolean])[] {
  return messages.flatMap((message) => {
    if (message === undefined) return [];
    if (message.frame !== undefined) return [[message, sealed] as const];
    return message.inside === undefined ? [] : framesOf(message.inside, true);
  });
}

/** True if a message is a frame, or if records have some inside. */
function hasFrames(message: Message | undefined): boolean {
  return message?.frame !== undefined || (message?.inside?.some(hasFrames) ?? false);
}

const keyOf = (a: EndId, b: EndId): string => `${Math.min(a, b)} ${Math.max(a, b)}`;

export function streamsOf({ steps }: Pick<Trace, 'steps'>): StreamCourses {
  // Most flows have none, and are looked through at each change.
  if (!steps.some(({ says }) => says?.some(({ message }) => hasFrames(message)) ?? false)) return NONE;
  const all: Open[] = [];
  /** By connection: its streams by number. */
  const connections = new Map<string, Map<number, Open>>();
  /** By sender and beginning of a message: the step in which its first octet left. */
  const begun = new Map<string, number>();
  const seen = new Set<Message>();
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at] as Step;
    if (!('sent' in step)) continue;
    const { from, to } = step.sent;
    const key = keyOf(from, to);
    for (const said of step.kind === 'segment' ? (step.says ?? []) : []) {
      const place = `${from} ${step.after.ends.get(from)?.app?.start ?? ''} ${said.begin}`;
      if (!begun.has(place)) begun.set(place, at);
      for (const [message, sealed] of framesOf([said.message])) {
        if (seen.has(message)) continue;
        seen.add(message);
        const streams = connections.get(key) ?? new Map<number, Open>();
        connections.set(key, streams);
        sent(all, streams, message, { step: begun.get(place) ?? at, from, to, sealed });
      }
    }
    const streams = connections.get(key);
    if (streams !== undefined) for (const [message] of framesOf(step.hears ?? [])) heard(streams, message, at, from);
  }
  const last = steps.length - 1;
  for (const one of all) if (one.how === 'open') one.last = last;
  return { all, stalls: stallsOf(steps, connections) };
}

interface Sending {
  readonly step: number;
  readonly from: EndId;
  readonly to: EndId;
  readonly sealed: boolean;
}

function sent(all: Open[], streams: Map<number, Open>, message: Message, { step, from, to, sealed }: Sending): void {
  const { frame, kind, head } = message;
  if (frame === undefined) return;
  const { name } = frame;
  const stream = name === 'PUSH_PROMISE' ? frame.promised : frame.stream;
  const [client, server] = kind === 'request' ? [from, to] : [to, from];
  const before = streams.get(stream);
  const request = head?.kind === 'request' ? `${head.method} ${head.target}` : '';
  if ((name === 'HEADERS' || name === 'PUSH_PROMISE') && stream !== 0 && before === undefined) {
    const made: Open = {
      stream,
      name: request,
      client,
      server,
      first: step,
      last: step,
      how: 'open',
      sealed,
      data: [],
      ends: [],
    };
    streams.set(stream, made);
    all.push(made);
  } else if (before?.name === '' && request !== '') before.name = request;
}

function heard(streams: Map<number, Open>, { frame }: Message, step: number, from: EndId): void {
  const stream = frame === undefined ? undefined : streams.get(frame.stream);
  if (frame === undefined || stream === undefined || stream.how !== 'open') return;
  const { from: begin, to } = frame.content;
  if (frame.name === 'DATA') stream.data.push({ step, from, octets: to - begin });
  if (frame.name === 'RST_STREAM') Object.assign(stream, { how: 'reset', last: step });
  else if (frame.end && !stream.ends.includes(from)) {
    stream.ends.push(from);
    // A promised stream is half-closed from its beginning (RFC 9113 §8.4).
    if (stream.ends.length === 2 || stream.stream % 2 === 0) Object.assign(stream, { how: 'ended', last: step });
  }
}

/** The end of a segment's data comes in order by a step: it is below RCV.NXT there. */
function hasCome(step: Step, { to, segment }: Sent): boolean {
  const tcb = step.after.ends.get(to)?.tcb;
  return tcb === undefined || difference(add(dataStart(segment), segment.len), tcb.rcvNxt) >= 0;
}

function stallsOf(steps: readonly Step[], connections: ReadonlyMap<string, unknown>): readonly Stall[] {
  const stalls: Stall[] = [];
  /** By sender: the lost segment that is waited for. */
  const waiting = new Map<EndId, { readonly sent: Sent; readonly first: number }>();
  const end = (from: EndId, last: number): void => {
    const found = waiting.get(from);
    if (found === undefined) return;
    waiting.delete(from);
    const { from: a, to: b } = found.sent;
    stalls.push({ first: found.first, last, client: Math.min(a, b), server: Math.max(a, b) });
  };
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at] as Step;
    if (!('sent' in step)) continue;
    const { sent: one } = step;
    const found = waiting.get(one.from);
    if (found !== undefined && hasCome(step, found.sent)) end(one.from, at);
    const isLost = step.kind === 'drop' || (step.kind === 'segment' && step.fate === 'lost');
    if (!isLost || one.segment.len === 0 || waiting.has(one.from) || hasCome(step, one)) continue;
    if (connections.has(keyOf(one.from, one.to))) waiting.set(one.from, { sent: one, first: at });
  }
  for (const from of [...waiting.keys()]) end(from, steps.length - 1);
  return stalls.sort((a, b) => a.first - b.first);
}
