/** One frame of HTTP/2, as its octets say (RFC 9113 §4, §6): its parts, and the rules that it breaks by itself. */
import { toHex, u16, u32 } from '../../wire';
import { type Breach, NO_BREACHES } from '../breach';
import { nameOf } from '../http1/head';
import type { Octets } from '../octets';
import { FRAMES, type FrameName, settingName } from './names';
import { codeName } from './numbers';
import type { Frame, H2Field, Setting } from './types';

/** Octets of a frame's head (§4.1). */
export const HEAD = 9;

export const FLAG = { END_STREAM: 1, ACK: 1, END_HEADERS: 4, PADDED: 8, PRIORITY: 0x20 } as const;

type Flag = keyof typeof FLAG;

/** The flags that a type defines (§6). */
const FLAGS_OF: Readonly<Partial<Record<FrameName, readonly Flag[]>>> = {
  DATA: ['END_STREAM', 'PADDED'],
  HEADERS: ['END_STREAM', 'END_HEADERS', 'PADDED', 'PRIORITY'],
  SETTINGS: ['ACK'],
  PUSH_PROMISE: ['END_HEADERS', 'PADDED'],
  PING: ['ACK'],
  CONTINUATION: ['END_HEADERS'],
};

/** The payload's length in octets, where it is fixed (§6). */
const LENGTHS: Readonly<Partial<Record<FrameName, number>>> = { PRIORITY: 5, RST_STREAM: 4, PING: 8, WINDOW_UPDATE: 4 };

/** Frames of the connection: they have stream 0. Frames of either are WINDOW_UPDATE and those that are not known. */
const OF_CONNECTION: ReadonlySet<FrameName> = new Set(['SETTINGS', 'PING', 'GOAWAY']);
const OF_EITHER: ReadonlySet<FrameName> = new Set(['WINDOW_UPDATE', 'UNKNOWN']);

export interface FrameHead {
  readonly name: FrameName;
  readonly length: number;
  readonly type: number;
  readonly flags: number;
  readonly reserved: boolean;
  readonly stream: number;
}

/** Reads the first nine octets of a frame. */
export function headOf(bytes: Uint8Array): FrameHead {
  const type = bytes[3] ?? 0;
  const id = u32(bytes, 5);
  return {
    name: FRAMES[type] ?? 'UNKNOWN',
    length: (u16(bytes, 0) << 8) | (bytes[2] ?? 0),
    type,
    flags: bytes[4] ?? 0,
    reserved: id >= 0x8000_0000,
    stream: id % 0x8000_0000,
  };
}

export function hasFlag({ name, flags }: Pick<FrameHead, 'name' | 'flags'>, flag: Flag): boolean {
  return (flags & FLAG[flag]) !== 0 && FLAGS_OF[name]?.includes(flag) === true;
}

/** The part of a payload that is a piece of a header block, in octets from the frame's beginning. */
export interface Fragment {
  readonly from: number;
  readonly to: number;
}

export interface ReadFrame {
  readonly frame: Frame;
  readonly fragment: Fragment | undefined;
}

/** A frame without anything in it. */
export function bareFrame(head: FrameHead, from: number, octets: Octets, fields: readonly H2Field[]): Frame {
  return {
    name: head.name,
    type: head.type,
    flags: head.flags,
    stream: head.stream,
    length: head.length,
    from,
    to: from + HEAD + head.length,
    octets,
    fields,
    end: hasFlag(head, 'END_STREAM'),
    whole: hasFlag(head, 'END_HEADERS') || FLAGS_OF[head.name]?.includes('END_HEADERS') !== true,
    ack: hasFlag(head, 'ACK'),
    content: NO_CONTENT,
    priority: undefined,
    settings: NO_SETTINGS,
    code: 0,
    last: 0,
    promised: 0,
    increment: 0,
    ping: '',
    block: undefined,
    breaches: NO_BREACHES,
  };
}

const NO_CONTENT = { from: 0, to: 0 };
const NO_SETTINGS: readonly Setting[] = [];

/**
 * Reads a frame that is whole.
 *
 * @param bytes the frame with its head; of DATA whose content is not given, its first octets
 * @param most the longest payload that the receiver takes (SETTINGS_MAX_FRAME_SIZE)
 */
export function readFrame(head: FrameHead, bytes: Uint8Array, from: number, octets: Octets, most: number): ReadFrame {
  const fields = headFields(head);
  const breaches: Breach[] = [];
  const frame = bareFrame(head, from, octets, fields);
  const end = HEAD + head.length;
  atHead(head, most, breaches);
  const done = (more: Partial<Frame>, fragment?: Fragment): ReadFrame => ({
    frame: { ...frame, ...more, breaches: breaches.length === 0 ? NO_BREACHES : breaches },
    fragment,
  });
  const field = (name: string, at: number, size: number, value: string): void => {
    fields.push({ name, from: at, to: at + size, value });
  };
  switch (head.name) {
    case 'DATA': {
      const content = unpadded(head, bytes, HEAD, end, fields, breaches, 'data');
      return done({ content });
    }
    case 'HEADERS':
    case 'PUSH_PROMISE': {
      const read = head.name === 'HEADERS' ? headersIn : promiseIn;
      const { more, fragment } = read(head, bytes, end, fields, breaches);
      return done(more, fragment);
    }
    case 'CONTINUATION':
      if (head.length > 0) field('field-block-fragment', HEAD, head.length, '');
      return done({}, { from: HEAD, to: end });
    case 'PRIORITY':
      return done({ priority: head.length === 5 ? priorityAt(bytes, HEAD, fields) : undefined });
    case 'RST_STREAM': {
      const code = u32(bytes, HEAD);
      if (head.length >= 4) field('error-code', HEAD, 4, codeName(code));
      return done({ code: head.length >= 4 ? code : 0 });
    }
    case 'SETTINGS':
      return done({ settings: settingsIn(head, bytes, fields, breaches) });
    case 'PING': {
      const ping = toHex(bytes.subarray(HEAD, end));
      field('opaque-data', HEAD, head.length, ping);
      return done({ ping });
    }
    case 'GOAWAY': {
      if (head.length < 8) {
        breaches.push(frameSize(head, 'frame-size/short', 8));
        return done({});
      }
      const [last, code] = [u32(bytes, HEAD) % 0x8000_0000, u32(bytes, HEAD + 4)];
      field('last-stream-id', HEAD, 4, String(last));
      field('error-code', HEAD + 4, 4, codeName(code));
      if (head.length > 8) field('additional-debug-data', HEAD + 8, head.length - 8, '');
      return done({ last, code });
    }
    case 'WINDOW_UPDATE': {
      if (head.length < 4) return done({});
      const increment = u32(bytes, HEAD) % 0x8000_0000;
      field('window-size-increment', HEAD, 4, String(increment));
      const at = { from: HEAD, to: HEAD + 4 };
      if (increment === 0)
        breaches.push({
          rule: 'h2/window-zero',
          ...(head.stream === 0 ? {} : { says: 'window-zero/stream' }),
          args: { stream: head.stream },
          at,
        });
      return done({ increment });
    }
    default:
      if (head.length > 0) field('payload', HEAD, head.length, '');
      return done({});
  }
}

interface Begun {
  readonly more: Partial<Frame>;
  readonly fragment: Fragment;
}

function headersIn(head: FrameHead, bytes: Uint8Array, end: number, fields: H2Field[], breaches: Breach[]): Begun {
  const inside = unpadded(head, bytes, HEAD, end, fields, breaches, undefined);
  let { from: at } = inside;
  let priority: Frame['priority'];
  if (hasFlag(head, 'PRIORITY')) {
    if (inside.to - at < 5) breaches.push(frameSize(head, 'frame-size/short', 5));
    else priority = priorityAt(bytes, at, fields);
    at = Math.min(at + 5, inside.to);
  }
  return { more: { priority }, fragment: fragmentAt(at, inside.to, fields) };
}

function promiseIn(head: FrameHead, bytes: Uint8Array, end: number, fields: H2Field[], breaches: Breach[]): Begun {
  const inside = unpadded(head, bytes, HEAD, end, fields, breaches, undefined);
  const at = inside.from;
  if (inside.to - at < 4) {
    breaches.push(frameSize(head, 'frame-size/short', 4));
    return { more: {}, fragment: { from: inside.to, to: inside.to } };
  }
  const promised = u32(bytes, at) % 0x8000_0000;
  fields.push({ name: 'promised-stream-id', from: at, to: at + 4, value: String(promised) });
  return { more: { promised }, fragment: fragmentAt(at + 4, inside.to, fields) };
}

function fragmentAt(from: number, to: number, fields: H2Field[]): Fragment {
  if (to > from) fields.push({ name: 'field-block-fragment', from, to, value: '' });
  return { from, to };
}

function headFields({ length, type, name, flags, stream, reserved }: FrameHead): H2Field[] {
  const names = (FLAGS_OF[name] ?? []).filter((flag) => (flags & FLAG[flag]) !== 0);
  return [
    { name: 'length', from: 0, to: 3, value: String(length) },
    { name: 'type', from: 3, to: 4, value: name === 'UNKNOWN' ? `0x${type.toString(16)}` : name },
    { name: 'flags', from: 4, to: 5, value: names.length > 0 ? names.join(', ') : `0x${flags.toString(16)}` },
    { name: 'stream-identifier', from: 5, to: HEAD, value: `${stream}${reserved ? ' (R)' : ''}` },
  ];
}

function frameSize({ name, length }: FrameHead, says: string, needs: number): Breach {
  const args = { frame: name, length, needs };
  return { rule: 'h2/frame-size', ...(says === '' ? {} : { says }), args, at: { from: 0, to: 3 } };
}

/** Rules on the head of a frame alone. */
function atHead(head: FrameHead, most: number, breaches: Breach[]): void {
  const { name, length, stream, flags, reserved } = head;
  const fixed = LENGTHS[name];
  if (length > most) breaches.push(frameSize(head, '', most));
  else if (fixed !== undefined && length !== fixed) breaches.push(frameSize(head, 'frame-size/fixed', fixed));
  const isRight = OF_EITHER.has(name) || OF_CONNECTION.has(name) === (stream === 0);
  if (!isRight) {
    const says = stream === 0 ? {} : { says: 'stream-zero/connection' };
    breaches.push({ rule: 'h2/stream-zero', ...says, args: { frame: name, stream }, at: { from: 5, to: HEAD } });
  }
  if (name === 'UNKNOWN') return;
  const defined = (FLAGS_OF[name] ?? []).reduce((sum, flag) => sum | FLAG[flag], 0);
  if (reserved) breaches.push({ rule: 'h2/reserved', args: { frame: name }, at: { from: 5, to: HEAD } });
  else if ((flags & ~defined) !== 0)
    breaches.push({
      rule: 'h2/reserved',
      says: 'reserved/flags',
      args: { frame: name, flags: `0x${(flags & ~defined).toString(16)}` },
      at: { from: 4, to: 5 },
    });
}

/** The payload without its padding (§6.1), which is put among the fields. */
function unpadded(
  head: FrameHead,
  bytes: Uint8Array,
  start: number,
  end: number,
  fields: H2Field[],
  breaches: Breach[],
  name: 'data' | undefined,
): Fragment {
  let [from, to] = [start, end];
  if (hasFlag(head, 'PADDED')) {
    const padding = bytes[start] ?? 0;
    fields.push({ name: 'pad-length', from: start, to: Math.min(start + 1, end), value: String(padding) });
    if (head.length === 0 || padding >= head.length) {
      const args = { frame: head.name, padding, length: head.length };
      breaches.push({ rule: 'h2/padding', args, at: { from: start, to: Math.min(start + 1, end) } });
      from = Math.min(start + 1, end);
    } else [from, to] = [start + 1, end - padding];
  }
  if (name !== undefined && to > from) fields.push({ name, from, to, value: '' });
  if (to < end) fields.push({ name: 'padding', from: to, to: end, value: '' });
  return { from, to };
}

function priorityAt(bytes: Uint8Array, at: number, fields: H2Field[]): NonNullable<Frame['priority']> {
  const word = u32(bytes, at);
  const exclusive = word >= 0x8000_0000;
  const stream = word % 0x8000_0000;
  const weight = (bytes[at + 4] ?? 0) + 1;
  fields.push({ name: 'exclusive', from: at, to: at + 1, value: exclusive ? '1' : '0' });
  fields.push({ name: 'stream-dependency', from: at, to: at + 4, value: String(stream) });
  fields.push({ name: 'weight', from: at + 4, to: at + 5, value: String(weight) });
  return { exclusive, stream, weight };
}

const MOST_WINDOW = 0x7fff_ffff;

function settingsIn(head: FrameHead, bytes: Uint8Array, fields: H2Field[], breaches: Breach[]): readonly Setting[] {
  const { length } = head;
  if (hasFlag(head, 'ACK') && length > 0) {
    breaches.push(frameSize(head, 'frame-size/ack', 0));
    return NO_SETTINGS;
  }
  if (length % 6 !== 0) breaches.push(frameSize(head, 'frame-size/settings', 6));
  const settings: Setting[] = [];
  for (let at = HEAD; at + 6 <= HEAD + length; at += 6) {
    const [id, value] = [u16(bytes, at), u32(bytes, at + 2)];
    settings.push({ id, value });
    const shown = settingName(id);
    fields.push({
      name: shown,
      from: at,
      to: at + 6,
      value: String(value),
      valueFrom: at + 2,
      valueTo: at + 6,
    });
    const says = wrongValue(id, value);
    if (says !== undefined)
      breaches.push({
        rule: 'h2/settings-value',
        says,
        args: { setting: shown, value },
        at: { from: at, to: at + 6 },
      });
  }
  return settings.length === 0 ? NO_SETTINGS : settings;
}

/** RFC 9113 §6.5.2: values that a setting can't have. */
function wrongValue(id: number, value: number): string | undefined {
  if ((id === 2 || id === 8 || id === 9) && value > 1) return 'settings-value/flag';
  if (id === 4 && value > MOST_WINDOW) return 'settings-value/window';
  return id === 5 && (value < 0x4000 || value > 0xff_ffff) ? 'settings-value/frame' : undefined;
}

/** `SETTINGS ACK`, `HEADERS 1`: a frame of which the head alone has come. */
export function nameOfHead(head: FrameHead): string {
  const { name, type, stream } = head;
  const words = [name === 'UNKNOWN' ? `FRAME 0x${type.toString(16)}` : name];
  if (stream !== 0) words.push(String(stream));
  if (hasFlag(head, 'ACK')) words.push('ACK');
  return words.join(' ');
}

/** `HEADERS 1 GET /`, `RST_STREAM 5 CANCEL`: the frame as labels name it. */
export function nameOfFrame(frame: Frame): string {
  const { name, code, block, length } = frame;
  const words = [nameOfHead({ ...frame, reserved: false })];
  if (name === 'RST_STREAM' || (name === 'GOAWAY' && length >= 8)) words.push(codeName(code));
  if (block?.head !== undefined) words.push(nameOf(block.head));
  return words.join(' ');
}
