/** A side behind a frame that it has said, or that has reached it (RFC 9113 §5.1, §6). */
import type { Breach } from '../breach';
import { CODES, type StreamState } from './names';
import { isOfClient, newStream, NOTHING_PASSED, settingOf, streamOf } from './end';
import { type Whose, partOf } from './judge';
import { answerTo } from './answers';
import type { BlockOf, Frame, H2End, H2Half, H2Stream, Owed, Passed, Setting, Settings } from './types';

/** Closed streams that are kept, and answers that are owed. */
const MOST_CLOSED = 1000;
const MOST_OWED = 16;

type Side = 'out' | 'in';

/** @param breaches rules that the frame breaks: of the peer's frame they leave an answer owed */
export function after(s: H2End, f: Frame, whose: Whose, breaches: readonly Breach[]): H2End {
  const side: Side = whose === 'own' ? 'out' : 'in';
  const counted = withHalf(s, side, {
    frames: s[side].frames + 1,
    open: f.whole ? undefined : (s[side].open ?? f.stream),
  });
  const next = behind(counted, f, side);
  return side === 'in' ? withOwed(next, f, breaches) : answered(next, f);
}

function withHalf(s: H2End, side: Side, more: Partial<H2Half>): H2End {
  return { ...s, [side]: { ...s[side], ...more } };
}

function otherSide(side: Side): Side {
  return side === 'out' ? 'in' : 'out';
}

function behind(s: H2End, f: Frame, side: Side): H2End {
  switch (f.name) {
    case 'PREFACE':
      return withHalf(s, side, { preface: true });
    case 'DATA':
      return behindData(s, f, side);
    case 'HEADERS':
      return behindBlock(opened(s, f.stream, side), f, side);
    case 'CONTINUATION':
      return behindBlock(s, f, side);
    case 'PUSH_PROMISE':
      return behindBlock(promised(s, f, side), f, side);
    case 'RST_STREAM':
      return reset(s, f, side);
    case 'SETTINGS':
      return f.ack ? acknowledged(s, side) : told(s, f.settings, side);
    case 'PING': {
      const from = f.ack ? otherSide(side) : side;
      const { pings } = s[from];
      const at = pings.indexOf(f.ping);
      const left = f.ack ? pings.filter((_, i) => i !== at) : [...pings.slice(-15), f.ping];
      return withHalf(s, from, { pings: left });
    }
    case 'GOAWAY':
      return withHalf(s, side, { goaway: { last: f.last, code: f.code } });
    case 'WINDOW_UPDATE':
      return widened(s, f, side);
    default:
      return s;
  }
}

/** Settings are in force for this side once it hears the peer's, and for the peer once it has acknowledged ours (§6.5.3). */
function told(s: H2End, settings: readonly Setting[], side: Side): H2End {
  const half = s[side];
  const pending = [...half.pending, settings];
  if (side === 'out') return withHalf(s, side, { told: true, pending });
  const next = withHalf(s, side, { told: true, pending, settings: merged(half.settings, settings) });
  const table = settingOf(next.in, 1) ?? 0;
  const { max } = s.out.table;
  const sizeDue = table < max ? Math.min(table, s.out.sizeDue ?? table) : s.out.sizeDue;
  return withHalf(moved(next, s, 'in'), 'out', { sizeDue });
}

function acknowledged(s: H2End, side: Side): H2End {
  const from = otherSide(side);
  const half = s[from];
  const [first = [], ...pending] = half.pending;
  // Own settings bind the peer from here on; those of the peer have bound this side since they came.
  if (from === 'in') return withHalf(s, from, { pending });
  return moved(withHalf(s, from, { pending, settings: merged(half.settings, first) }), s, 'out');
}

function merged(before: Settings, settings: readonly Setting[]): Settings {
  const all: Record<number, number> = { ...before };
  for (const { id, value } of settings) all[id] = value;
  return all;
}

/** A change of INITIAL_WINDOW_SIZE moves the windows of all streams that it gave (§6.9.2). */
function moved(s: H2End, before: H2End, teller: Side): H2End {
  const change = (settingOf(s[teller], 4) ?? 0) - (settingOf(before[teller], 4) ?? 0);
  if (change === 0) return s;
  const streams = new Map<number, H2Stream>();
  for (const [id, stream] of s.streams)
    streams.set(
      id,
      teller === 'in' ? { ...stream, send: stream.send + change } : { ...stream, receive: stream.receive + change },
    );
  return { ...s, streams };
}

/** A stream that HEADERS speak of is there from now on, unless it is closed. */
function opened(s: H2End, id: number, side: Side): H2End {
  if (id === 0 || streamOf(s, id) !== undefined) return s;
  const half = s[side];
  const isOpener = isOfClient(id) === (s.role === 'client') ? side === 'out' : side === 'in';
  if (!isOpener && !s.partial) return s;
  if (isOpener && id <= half.last && !s.partial) return s;
  const next = isOpener ? withHalf(s, side, { last: Math.max(half.last, id) }) : s;
  return withStream(next, newStream(next, id, 'open'));
}

function promised(s: H2End, f: Frame, side: Side): H2End {
  const id = f.promised;
  if (id === 0 || streamOf(s, id) !== undefined) return s;
  const next = withHalf(s, side, { last: Math.max(s[side].last, id) });
  return withStream(next, newStream(next, id, side === 'out' ? 'reserved-local' : 'reserved-remote'));
}

/** Puts a stream in its place: among the closed ones, if it is closed. */
function withStream(s: H2End, stream: H2Stream): H2End {
  const streams = new Map(s.streams);
  if (stream.state !== 'closed') {
    streams.set(stream.id, stream);
    return { ...s, streams };
  }
  if (!streams.delete(stream.id)) return s;
  const closed = s.closed.push(stream);
  return { ...s, streams, closed: closed.drop(closed.size > MOST_CLOSED ? 1 : 0) };
}

function reset(s: H2End, f: Frame, side: Side): H2End {
  const stream = s.streams.get(f.stream);
  if (stream === undefined) return s;
  const closed = side === 'out' ? 'reset-sent' : 'reset-received';
  return withStream(s, { ...stream, state: 'closed', closed, code: f.code });
}

/** The state of a stream by what both sides have ended (§5.1). */
function stateBy(stream: H2Stream): StreamState {
  const [own, peer] = [stream.out.ended, stream.in.ended];
  if (own && peer) return 'closed';
  if (own) return 'half-closed-local';
  if (peer) return 'half-closed-remote';
  return stream.state;
}

function behindData(s: H2End, f: Frame, side: Side): H2End {
  const half = s[side];
  const grown = withHalf(s, side, {
    window: half.window - f.length,
    taken: side === 'in' ? half.taken + f.length : half.taken,
  });
  const stream = grown.streams.get(f.stream);
  if (stream === undefined) return grown;
  const said = stream[side];
  const data = said.data + f.content.to - f.content.from;
  const passed: Passed = { ...said, part: 'data', data, ended: said.ended || f.end };
  const next: H2Stream =
    side === 'out'
      ? { ...stream, out: passed, send: stream.send - f.length }
      : { ...stream, in: passed, receive: stream.receive - f.length, taken: stream.taken + f.length };
  return ended(grown, next);
}

function ended(s: H2End, stream: H2Stream): H2End {
  const state = stateBy(stream);
  return withStream(s, { ...stream, state, ...(state === 'closed' && { closed: 'ended' as const }) });
}

/** A block that is whole: the message that it begins or ends on its stream. */
function behindBlock(s: H2End, f: Frame, side: Side): H2End {
  const { block } = f;
  if (block === undefined) return s;
  const next = withHalf(s, side, { table: block.table, sizeDue: undefined });
  if (block.of === 'PUSH_PROMISE') return requested(next, block, block.promised);
  const stream = next.streams.get(f.stream);
  if (stream === undefined) return next;
  const said = stream[side];
  const isClient = (s.role === 'client') === (side === 'out');
  const part = partOf(block, said, isClient);
  const passed: Passed =
    part === 'trailers'
      ? { ...said, part: 'trailers', ended: said.ended || block.end }
      : { ...said, ...begun(block), ended: said.ended || block.end };
  const { head } = block;
  const request = part === 'request' && head !== undefined ? `${head.method} ${head.target}` : stream.request;
  const status = part === 'response' && head !== undefined && head.status >= 200 ? head.status : stream.status;
  const isPushed = stream.state === 'reserved-local' || stream.state === 'reserved-remote';
  // The response to a promise leaves the client nothing to say (§5.1).
  const other = side === 'out' ? { in: ENDED } : { out: ENDED };
  return ended(next, { ...stream, request, status, [side]: passed, ...(isPushed && other) });
}

const ENDED: Passed = { ...NOTHING_PASSED, ended: true };

function requested(s: H2End, { head }: BlockOf, id: number): H2End {
  const stream = s.streams.get(id);
  if (stream === undefined || head === undefined) return s;
  return withStream(s, { ...stream, request: `${head.method} ${head.target}` });
}

function begun({ head }: BlockOf): Pick<Passed, 'part' | 'length'> {
  const isInterim = head !== undefined && head.status >= 100 && head.status < 200;
  const value = head?.fields.find((x) => x.key === 'content-length')?.value;
  const length = value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
  return { part: isInterim ? 'interim' : 'head', length };
}

/** A side lets its peer send more. */
function widened(s: H2End, f: Frame, side: Side): H2End {
  const { increment } = f;
  const direction = otherSide(side);
  const given = (taken: number): number => (direction === 'in' ? Math.max(0, taken - increment) : taken);
  if (f.stream === 0) {
    const half = s[direction];
    return withHalf(s, direction, { window: half.window + increment, taken: given(half.taken) });
  }
  const stream = s.streams.get(f.stream);
  if (stream === undefined) return s;
  return withStream(
    s,
    direction === 'in'
      ? { ...stream, receive: stream.receive + increment, taken: given(stream.taken) }
      : { ...stream, send: stream.send + increment },
  );
}

/** RFC 9113 §5.4: an answer for what the peer has said wrong. */
function withOwed(s: H2End, f: Frame, breaches: readonly Breach[]): H2End {
  const found = breaches.map((b) => answerTo(b)).find((a) => a.answer !== undefined);
  if (found?.answer === undefined || s.owed.length >= MOST_OWED) return s;
  const kind = f.stream === 0 ? 'GOAWAY' : found.answer;
  const code = CODES.indexOf(found.code ?? 'PROTOCOL_ERROR');
  // A promised request that is malformed is the promised stream's error (§8.4.1).
  const stream = f.name === 'PUSH_PROMISE' ? f.promised : f.stream;
  const owed: Owed = { kind, code, stream: kind === 'GOAWAY' ? 0 : stream };
  return { ...s, owed: [...s.owed, owed] };
}

/** An answer that was owed is given. */
function answered(s: H2End, f: Frame): H2End {
  if (s.owed.length === 0 || (f.name !== 'GOAWAY' && f.name !== 'RST_STREAM')) return s;
  const owed = f.name === 'GOAWAY' ? [] : s.owed.filter((o) => o.kind === 'GOAWAY' || o.stream !== f.stream);
  return { ...s, owed };
}
