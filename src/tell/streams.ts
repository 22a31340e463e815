/**
 * The HTTP/2 streams of a flow: the steps in which each begins and ends, its DATA, and the steps in which TCP waits for
 * a lost segment.
 */
import type { Message } from '../layers';
import type { EndId, Sent } from '../sim';
import type { Step, Trace } from '../trace';
import { add, dataStart, difference } from '../wire';

/** A DATA frame that has reached its receiver. */
export interface StreamData {
  readonly step: number;
  readonly from: EndId;
  readonly octets: number;
}

/** A stream, from the departure of its first frame to the arrival of the last. Steps are counted from 0. */
export interface StreamCourse {
  readonly stream: number;
  /** The request, such as `GET /a`; empty if the request can't be read. */
  readonly name: string;
  readonly client: EndId;
  readonly server: EndId;
  readonly first: number;
  /**
   * The step after which both sides have ended the stream, or one has reset it; the flow's last step for an open
   * stream.
   */
  readonly last: number;
  readonly how: 'ended' | 'reset' | 'open';
  /** True if the stream is inside TLS. */
  readonly sealed: boolean;
  readonly data: readonly StreamData[];
}

/**
 * The steps from the loss of a segment to the arrival of its octets in order. Until then octets that arrive after the
 * gap wait (head-of-line blocking).
 */
export interface Stall {
  readonly first: number;
  /** The step in which the octets arrive; the flow's last step if they never do. */
  readonly last: number;
  readonly client: EndId;
  readonly server: EndId;
}

export interface StreamCourses {
  /** All streams, in the order of their first frames. */
  readonly all: readonly StreamCourse[];
  /** The stalls of connections that use HTTP/2. */
  readonly stalls: readonly Stall[];
}

const NONE: StreamCourses = { all: [], stalls: [] };

type Open = { -readonly [K in keyof StreamCourse]: StreamCourse[K] } & { readonly data: StreamData[]; ends: EndId[] };

/** The HTTP/2 frames among messages, including frames inside TLS records. */
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

/** True if a message is an HTTP/2 frame or a TLS record with frames inside. */
function hasFrames(message: Message | undefined): boolean {
  return message?.frame !== undefined || (message?.inside?.some(hasFrames) ?? false);
}

const keyOf = (a: EndId, b: EndId): string => `${Math.min(a, b)} ${Math.max(a, b)}`;

export function streamsOf({ steps }: Pick<Trace, 'steps'>): StreamCourses {
  // Most flows have no frames, and this function runs at each edit: a quick test first.
  if (!steps.some(({ says }) => says?.some(({ message }) => hasFrames(message)) ?? false)) return NONE;
  const all: Open[] = [];
  /** By connection: the HTTP/2 streams, by their number. */
  const connections = new Map<string, Map<number, Open>>();
  /** By sender and beginning of a message: the step in which the message's first octet was sent. */
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

/** True if the receiver has all data of a segment in order after a step: RCV.NXT is at or after the data's end. */
function hasCome(step: Step, { to, segment }: Sent): boolean {
  const tcb = step.after.ends.get(to)?.tcb;
  return tcb === undefined || difference(add(dataStart(segment), segment.len), tcb.rcvNxt) >= 0;
}

function stallsOf(steps: readonly Step[], connections: ReadonlyMap<string, unknown>): readonly Stall[] {
  const stalls: Stall[] = [];
  /** By sender: the lost segment that the receiver waits for. */
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
