/** Frames that a side of HTTP/2 has to say next, and those that it may. */
import { WINDOW, settingOf } from './end';
import { codeName } from './numbers';
import type { H2End, H2Stream, H2Wish } from './types';

export interface NextH2 {
  /** In this order. */
  readonly must: readonly H2Wish[];
  readonly may: readonly H2Wish[];
}

/** Frames that are due: the preface, acknowledgments, answers to mistakes, windows that are half used. */
export function nextH2(s: H2End): NextH2 {
  if (s.ended) return { must: [], may: [] };
  const must: H2Wish[] = [];
  const isClient = s.role === 'client';
  if (isClient && !s.out.preface && !s.partial) must.push({ frame: 'PREFACE' });
  if (!s.out.told && !s.partial && (isClient || s.in.preface)) must.push({ frame: 'SETTINGS' });
  for (const _ of s.in.pending) must.push({ frame: 'SETTINGS', ack: true });
  for (const ping of s.in.pings)
    must.push({ frame: 'PING', ack: true, fields: [{ name: 'DATA', value: `0x${ping}` }] });
  for (const { kind, code, stream } of s.owed)
    must.push({ frame: kind, code: codeName(code), ...(kind === 'RST_STREAM' && { stream }) });
  const isOver = s.out.goaway !== undefined && s.out.goaway.code !== 0;
  if (!isOver) must.push(...updates(s));
  return { must, may: isOver ? [] : offers(s) };
}

/** A window of which half is used is opened again (§6.9.1 leaves it to the receiver when). */
function updates(s: H2End): H2Wish[] {
  const all: H2Wish[] = [];
  const update = (stream: number, taken: number): H2Wish => ({
    frame: 'WINDOW_UPDATE',
    stream,
    fields: [{ name: 'INCREMENT', value: String(taken) }],
  });
  if (s.in.taken * 2 >= WINDOW) all.push(update(0, s.in.taken));
  const most = settingOf(s.out, 4) ?? WINDOW;
  for (const { id, taken, in: heard } of s.streams.values())
    if (!heard.ended && taken > 0 && taken * 2 >= most) all.push(update(id, taken));
  return all;
}

/** So many streams are offered at once. */
const MOST_OFFERED = 8;

function offers(s: H2End): H2Wish[] {
  const all: H2Wish[] = [];
  const streams = [...s.streams.values()];
  const isGoing = s.in.goaway !== undefined || s.out.goaway !== undefined;
  if (s.role === 'client') {
    if (!isGoing) all.push({ frame: 'HEADERS', stream: nextStream(s), method: 'GET', target: '/' });
  } else
    for (const stream of streams.filter(isUnanswered).slice(0, MOST_OFFERED))
      all.push({ frame: 'HEADERS', stream: stream.id, status: 200 });
  for (const { id } of streams.filter(isSaying).slice(0, MOST_OFFERED))
    all.push({ frame: 'DATA', stream: id, end: true });
  for (const { id } of streams.slice(0, MOST_OFFERED)) all.push({ frame: 'RST_STREAM', stream: id, code: 'CANCEL' });
  all.push({ frame: 'PING' });
  if (s.out.goaway === undefined) all.push({ frame: 'GOAWAY', code: 'NO_ERROR' });
  return all;
}

/** The number of the next stream that a client opens (§5.1.1). */
export function nextStream(s: H2End): number {
  return s.out.last === 0 ? 1 : s.out.last + 2 - (s.out.last % 2 === 0 ? 1 : 0);
}

/** A request waits for its response. */
export function isUnanswered({ out, in: heard, state, request }: H2Stream): boolean {
  const isOpen = out.part === 'nothing' || out.part === 'interim';
  return isOpen && !out.ended && (heard.part !== 'nothing' || (state === 'reserved-local' && request !== ''));
}

/** Its message has begun, and not ended. */
function isSaying({ out }: H2Stream): boolean {
  return !out.ended && (out.part === 'head' || out.part === 'data');
}

/** A frame as flows write it behind `h2`. */
export function frameText({ frame, stream, ack, method, target, status, code, fields = [], end }: H2Wish): string {
  const words = [
    frame,
    ...(stream === undefined || stream === 0 ? [] : [String(stream)]),
    ...(ack === true ? ['ack'] : []),
    ...(method === undefined ? [] : [method, target ?? '/']),
    ...(status === undefined ? [] : [String(status)]),
    ...(code === undefined ? [] : [code]),
    ...(fields.length === 0 ? [] : [`{${fields.map(({ name, value }) => `${name}: ${value}`).join(', ')}}`]),
    ...(frame === 'DATA' ? ['len=100'] : []),
    ...(end === true ? ['end'] : []),
  ];
  return words.join(' ');
}
