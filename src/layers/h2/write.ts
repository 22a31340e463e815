/** Wishes as frames (RFC 9113 §4, §6, §8): what a wish leaves out is what its sender would say. */
import { fromHex, joined } from '../../wire';
import type { Body, Wish } from '../http1/write';
import { octetsOf } from '../octets';
import { PREFACE } from './begin';
import { FRAME_SIZE, settingOf } from './end';
import { FLAG, HEAD } from './frame';
import { encodeBlock } from './hpack';
import { FRAMES, type FrameName } from './names';
import { isUnanswered, nextStream } from './next';
import { codeNumber, settingNumber } from './numbers';
import type { H2End, H2Wish, Table } from './types';

type Pair = { readonly name: string; readonly value: string };

/** Something in a wish that can't be written. */
export interface FrameProblem {
  readonly name: string;
  readonly value: string;
  readonly problem: 'unknown-key' | 'bad-value';
}

export interface H2Written {
  readonly octets: Uint8Array;
  /** Fields that were filled in; `stream` for the number of the stream. */
  readonly filled: readonly Pair[];
  readonly problems: readonly FrameProblem[];
}

/** Knowledge of a writer beside its own state. */
export interface Speaking {
  /** The host name of the server, for `:authority`. */
  readonly domain: string;
  /** TLS is below: `:scheme` is https. */
  readonly sealed: boolean;
}

/** Octets of a wished body at most. */
const MOST_BODY = 4 * 1024 * 1024;

/** Keys of a frame's wish that are no header fields. */
const KEYS: ReadonlySet<string> = new Set([
  'PAD',
  'FLAGS',
  'WEIGHT',
  'DEPENDS',
  'INCREMENT',
  'LAST',
  'PROMISES',
  'DATA',
  'INDEX',
  'TABLE',
]);

/** A frame in the making. */
class Draft {
  readonly filled: Pair[] = [];
  readonly problems: FrameProblem[] = [];
  private readonly keys = new Map<string, string>();
  readonly fields: Pair[] = [];

  constructor(readonly wish: H2Wish) {
    for (const field of wish.fields ?? []) {
      if (KEYS.has(field.name)) this.keys.set(field.name, field.value);
      else this.fields.push(field);
    }
  }

  fill(name: string, value: string | number): void {
    this.filled.push({ name, value: String(value) });
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }

  number(key: string, otherwise: number, most = 0xffff_ffff): number {
    const text = this.keys.get(key);
    if (text === undefined) return otherwise;
    const n = /^(?:0x[\da-f]+|\d+)$/i.test(text) ? Number(text) : NaN;
    if (n <= most) return n;
    this.bad(key, text);
    return otherwise;
  }

  text(key: string): string | undefined {
    return this.keys.get(key);
  }

  bad(name: string, value: string): void {
    this.problems.push({ name, value, problem: 'bad-value' });
  }
}

function uint(size: number, n: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = size - 1, rest = n; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

/** A frame of these parts. */
export function frameOctets(type: number, flags: number, stream: number, payload: Uint8Array): Uint8Array {
  const octets = new Uint8Array(HEAD + payload.length);
  octets.set(uint(3, payload.length % 0x100_0000));
  octets[3] = type;
  octets[4] = flags;
  octets.set(uint(4, stream), 5);
  octets.set(payload, HEAD);
  return octets;
}

/** A frame as the side would write it now. */
export function writeFrame(s: H2End, wish: H2Wish, how: Speaking): H2Written {
  const d = new Draft(wish);
  const octets = wish.frame === 'PREFACE' ? octetsOf(PREFACE) : frameFor(s, d, how);
  return { octets, filled: d.filled, problems: d.problems };
}

const TYPE = Object.fromEntries(FRAMES.map((name, i) => [name, i])) as Readonly<Record<FrameName, number>>;

function frameFor(s: H2End, d: Draft, how: Speaking): Uint8Array {
  const { wish } = d;
  const name = wish.frame;
  const stream = streamFor(s, d);
  let flags = (wish.end === true ? FLAG.END_STREAM : 0) | (wish.ack === true ? FLAG.ACK : 0);
  let payload = payloadFor(s, d, how, stream);
  if (name === 'HEADERS' || name === 'PUSH_PROMISE' || name === 'CONTINUATION') flags |= FLAG.END_HEADERS;
  if (name === 'HEADERS' && (d.has('WEIGHT') || d.has('DEPENDS'))) {
    flags |= FLAG.PRIORITY;
    payload = joined(priority(d), payload);
  }
  if (d.has('PAD')) {
    const pad = d.number('PAD', 0, 255);
    flags |= FLAG.PADDED;
    payload = joined(Uint8Array.of(pad), payload, new Uint8Array(pad));
  }
  return frameOctets(TYPE[name], d.number('FLAGS', flags, 255), stream, payload);
}

function priority(d: Draft): Uint8Array {
  return joined(uint(4, d.number('DEPENDS', 0)), uint(1, d.number('WEIGHT', 16, 256) - 1));
}

/** The stream of a frame that names none: the next one, the one that is answered, or the one that goes on. */
function streamFor(s: H2End, { wish, filled }: Draft): number {
  if (wish.stream !== undefined) return wish.stream;
  const { frame } = wish;
  if (frame === 'SETTINGS' || frame === 'PING' || frame === 'GOAWAY' || frame === 'WINDOW_UPDATE') return 0;
  const id = streamMeant(s, wish);
  filled.push({ name: 'stream', value: String(id) });
  return id;
}

function streamMeant(s: H2End, wish: H2Wish): number {
  const streams = [...s.streams.values()];
  if (wish.frame === 'CONTINUATION') return s.out.open ?? s.out.last;
  if (wish.method !== undefined && wish.frame === 'HEADERS') return nextStream(s);
  if (wish.status !== undefined) return streams.find(isUnanswered)?.id ?? 1;
  if (wish.frame === 'PUSH_PROMISE') return streams.find((x) => !x.out.ended)?.id ?? 1;
  const going = streams.find((x) => !x.out.ended && x.out.part !== 'nothing') ?? streams[0];
  return going?.id ?? 1;
}

function payloadFor(s: H2End, d: Draft, how: Speaking, stream: number): Uint8Array {
  const { wish } = d;
  switch (wish.frame) {
    case 'DATA':
      return wish.body ?? new Uint8Array();
    case 'HEADERS':
    case 'CONTINUATION':
      return wish.body ?? blockFor(s, d, how, wish.frame === 'HEADERS');
    case 'PUSH_PROMISE': {
      const next = s.out.last % 2 === 1 || s.out.last === 0 ? 2 : s.out.last + 2;
      if (!d.has('PROMISES')) d.fill('PROMISES', next);
      return joined(uint(4, d.number('PROMISES', next)), blockFor(s, d, how, true));
    }
    case 'PRIORITY':
      return priority(d);
    case 'RST_STREAM':
      return uint(4, codeFor(d, 'CANCEL'));
    case 'SETTINGS':
      return wish.ack === true ? (wish.body ?? new Uint8Array()) : settingsFor(d);
    case 'PING':
      return pingFor(s, d);
    case 'GOAWAY': {
      const last = s.in.last;
      if (!d.has('LAST')) d.fill('LAST', last);
      return joined(uint(4, d.number('LAST', last)), uint(4, codeFor(d, 'NO_ERROR')), wish.body ?? new Uint8Array());
    }
    case 'WINDOW_UPDATE':
      return uint(4, incrementFor(s, d, stream));
    default:
      return wish.body ?? new Uint8Array();
  }
}

function incrementFor(s: H2End, d: Draft, stream: number): number {
  const taken = stream === 0 ? s.in.taken : (s.streams.get(stream)?.taken ?? 0);
  const otherwise = taken > 0 ? taken : 65_535;
  if (!d.has('INCREMENT')) d.fill('INCREMENT', otherwise);
  return d.number('INCREMENT', otherwise);
}

function codeFor(d: Draft, otherwise: string): number {
  const word = d.wish.code ?? otherwise;
  if (d.wish.code === undefined) d.fill('code', otherwise);
  const code = codeNumber(word);
  if (code === undefined) d.bad('code', word);
  return code ?? 0;
}

function settingsFor(d: Draft): Uint8Array {
  const all = d.fields.flatMap(({ name, value }) => {
    const id = settingNumber(name);
    const n = /^\d+$/.test(value) ? Number(value) : NaN;
    if (id === undefined) d.problems.push({ name, value, problem: 'unknown-key' });
    else if (!(n <= 0xffff_ffff)) d.bad(name, value);
    else return [uint(2, id), uint(4, n)];
    return [];
  });
  return joined(...all, d.wish.body ?? new Uint8Array());
}

function pingFor(s: H2End, d: Draft): Uint8Array {
  const word = d.text('DATA');
  if (word !== undefined) {
    const octets = /^0x((?:[\da-f]{2})+)$/i.exec(word)?.[1];
    return octets === undefined ? uint(8, d.number('DATA', 0)) : fromHex(octets);
  }
  // An acknowledgment has the octets of its PING (§6.7); PINGs are numbered.
  const asked = d.wish.ack === true ? s.in.pings[0] : undefined;
  return asked === undefined ? uint(8, s.out.frames) : fromHex(asked);
}

/** The header block of a frame. */
function blockFor(s: H2End, d: Draft, how: Speaking, begins: boolean): Uint8Array {
  const { wish } = d;
  const list: Pair[] = [];
  if (begins && wish.method !== undefined) list.push(...requestFields(d, wish.method, wish.target ?? '/', how));
  else if (begins && wish.status !== undefined) list.push({ name: ':status', value: String(wish.status) });
  const written = new Set(d.fields.map((f) => f.name));
  const all = [...list.filter((f) => !written.has(f.name)), ...d.fields];
  const extra = [
    ...(d.has('TABLE') ? [integer(0x20, 5, d.number('TABLE', 0))] : []),
    ...(d.has('INDEX') ? [integer(0x80, 7, d.number('INDEX', 0))] : []),
  ];
  return joined(encoded(s, all), ...extra);
}

function encoded(s: H2End, list: readonly Pair[], table: Table = s.out.table): Uint8Array {
  return encodeBlock(table, list, s.out.sizeDue === undefined ? [] : [s.out.sizeDue]).octets;
}

/** An integer of HPACK (RFC 7541 §5.1). */
function integer(first: number, bits: number, n: number): Uint8Array {
  const most = (1 << bits) - 1;
  if (n < most) return Uint8Array.of(first | n);
  const octets = [first | most];
  let rest = n - most;
  for (; rest >= 128; rest = Math.floor(rest / 128)) octets.push((rest % 128) | 0x80);
  return Uint8Array.from([...octets, rest]);
}

function requestFields(d: Draft, method: string, target: string, how: Speaking): Pair[] {
  const without = d.wish.without ?? [];
  const isTunnel = method === 'CONNECT';
  const list: Pair[] = [{ name: ':method', value: method }];
  const fill = (name: string, value: string): void => {
    if (without.includes(name) || d.fields.some((f) => f.name === name)) return;
    list.push({ name, value });
    d.fill(name, value);
  };
  if (!isTunnel) fill(':scheme', how.sealed ? 'https' : 'http');
  fill(':authority', isTunnel ? target : how.domain);
  if (!isTunnel && !without.includes(':path')) list.push({ name: ':path', value: target });
  return list;
}

/** Fields of HTTP/1 that HTTP/2 has no place for (RFC 9113 §8.2.2): who translates leaves them out. */
const DROPPED: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'proxy-connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/** Methods whose request says that it has no content, where it has none (RFC 9110 §8.6). */
const ENCLOSING: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** A message of HTTP, behind what its sender has to say before the first one: the preface, and its settings (§3.4). */
export function writeMessage(s: H2End, wish: Wish, how: Speaking): H2Written {
  if (s.out.told || s.partial) return messageFor(s, wish, how);
  const preface = s.role === 'client' && !s.out.preface ? octetsOf(PREFACE) : new Uint8Array();
  const written = messageFor(s, wish, how);
  return { ...written, octets: joined(preface, frameOctets(TYPE.SETTINGS, 0, 0, new Uint8Array()), written.octets) };
}

/** A message of HTTP as HEADERS and DATA, on the next stream or on that of the oldest request. */
function messageFor(s: H2End, wish: Wish, how: Speaking): H2Written {
  const filled: Pair[] = [];
  const named = wish.fields.map(({ name, value }) => ({ name: name.toLowerCase(), value }));
  const host = named.find((f) => f.name === 'host')?.value;
  const fields = named.filter((f) => !DROPPED.has(f.name));
  const isRequest = wish.kind === 'request';
  const frame: H2Wish = isRequest
    ? { frame: 'HEADERS', method: wish.method, target: wish.target }
    : { frame: 'HEADERS', status: wish.status };
  const d = new Draft(frame);
  const answered = isRequest ? undefined : [...s.streams.values()].find(isUnanswered);
  const stream = wish.stream ?? (isRequest ? nextStream(s) : (answered?.id ?? 1));
  if (wish.stream === undefined) filled.push({ name: 'stream', value: String(stream) });
  const { domain } = how;
  const list: Pair[] = isRequest
    ? requestFields(d, wish.method, wish.target, { ...how, domain: host ?? domain })
    : [{ name: ':status', value: String(wish.status) }];
  filled.push(...d.filled);
  const asked = s.streams.get(stream)?.request ?? '';
  const isHead = !isRequest && asked.startsWith('HEAD ');
  const content = contentOf(wish.body, wish.most ?? MOST_BODY);
  const mayHave = isRequest || !(wish.status < 200 || wish.status === 204 || wish.status === 304);
  const isTold = fields.some((f) => f.name === 'content-length') || wish.without.includes('content-length');
  const says = content.length > 0 || (isRequest ? ENCLOSING.has(wish.method) : mayHave && !isHead);
  const isChunked = wish.body?.kind === 'chunks';
  const length = { name: 'content-length', value: String(content.length) };
  if (says && !isTold && !isChunked) filled.push(length);
  const all = [...list, ...fields, ...(says && !isTold && !isChunked ? [length] : [])];
  const sent = isHead ? new Uint8Array() : content;
  const isInterim = !isRequest && wish.status < 200;
  const isTunnel = isRequest && wish.method === 'CONNECT';
  const most = settingOf(s.in, 5) ?? FRAME_SIZE;
  const ends = sent.length === 0 && !isInterim && !isTunnel ? FLAG.END_STREAM : 0;
  const parts = blockFrames(encoded(s, all), ends, stream, most);
  for (let at = 0; at < sent.length; at += most) {
    const end = at + most >= sent.length ? FLAG.END_STREAM : 0;
    parts.push(frameOctets(TYPE.DATA, end, stream, sent.subarray(at, at + most)));
  }
  return { octets: joined(...parts), filled, problems: d.problems };
}

/** A block that does not fit into a frame goes on in CONTINUATION (§4.3). */
function blockFrames(block: Uint8Array, flags: number, stream: number, most: number): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let at = 0;
  do {
    const piece = block.subarray(at, at + most);
    const isLast = at + most >= block.length;
    const type = at === 0 ? TYPE.HEADERS : TYPE.CONTINUATION;
    frames.push(frameOctets(type, (at === 0 ? flags : 0) | (isLast ? FLAG.END_HEADERS : 0), stream, piece));
    at += most;
  } while (at < block.length);
  return frames;
}

/** The octets of a body; HTTP/2 frames it itself, so that chunks are just their content. */
function contentOf(body: Body | undefined, most: number): Uint8Array {
  if (body === undefined) return new Uint8Array();
  if (body.kind === 'octets') return body.octets;
  const length = body.kind === 'length' ? body.length : body.sizes.reduce((sum, n) => sum + n, 0);
  const octets = new Uint8Array(Math.min(length, most));
  for (let i = 0; i < octets.length; i++) octets[i] = 0x61 + (i % 26);
  return octets;
}
