/** May a side say this frame now? RFC 9113, by what the side that judges knows of the connection. */
import type { Breach } from '../breach';
import { judgeFields, type PartOf } from './content';
import { HEAD } from './frame';
import { MOST_WINDOW, concurrent, isOfClient, settingOf, stateOfStream, streamOf } from './end';
import { H2_RULES } from './rules';
import type { BlockOf, Frame, H2End, H2Half, H2Stream, Passed } from './types';

export type Whose = 'own' | 'peer';

/** A frame in the eyes of a side. */
interface View {
  readonly s: H2End;
  readonly f: Frame;
  readonly whose: Whose;
  /** The direction of the frame, and the other one. */
  readonly by: H2Half;
  readonly to: H2Half;
  readonly isClient: boolean;
}

const ID = { from: 5, to: HEAD };

/** Rules that a frame breaks: those of its octets, and those of its place on the connection. */
export function judge(s: H2End, f: Frame, whose: Whose): readonly Breach[] {
  const [by, to] = whose === 'own' ? [s.out, s.in] : [s.in, s.out];
  const v: View = { s, f, whose, by, to, isClient: (s.role === 'client') === (whose === 'own') };
  const breaches = [...f.breaches];
  const isBroken = breaches.some((b) => H2_RULES[b.rule as keyof typeof H2_RULES].level === 'error');
  const more = isBroken ? undefined : (prefaceOf(v) ?? placeOf(v));
  if (more !== undefined) breaches.push(more);
  if (f.priority !== undefined && breaches.length === 0)
    breaches.push({ rule: 'h2/priority-used', args: { frame: f.name, stream: f.stream } });
  return breaches.length === 0 ? f.breaches : breaches;
}

function breach(rule: string, args: NonNullable<Breach['args']>, says?: string, at?: Breach['at']): Breach {
  return { rule: `h2/${rule}`, ...(says === undefined ? {} : { says: `${rule}/${says}` }), args, ...(at && { at }) };
}

/** §3.4: a client begins with 24 octets and SETTINGS, a server with SETTINGS. */
function prefaceOf({ s, f, by, isClient }: View): Breach | undefined {
  if (s.partial) return undefined;
  if (f.name === 'PREFACE') {
    const { sealed } = s;
    if (sealed !== undefined && sealed.alpn !== 'h2') return breach('alpn', { alpn: sealed.alpn ?? '—' });
    return sealed?.weak === undefined ? undefined : breach('weak-suite', { suite: sealed.weak });
  }
  if (isClient && !by.preface) return by.frames === 0 ? breach('preface', { frame: f.name }) : undefined;
  if (by.told || by.frames > (isClient ? 1 : 0)) return undefined;
  return f.name === 'SETTINGS' && !f.ack ? undefined : breach('preface', { frame: f.name }, 'settings');
}

function placeOf(v: View): Breach | undefined {
  switch (v.f.name) {
    case 'DATA':
      return onStream(v) ?? dataOf(v);
    case 'HEADERS':
      return opening(v) ?? onStream(v) ?? blockOf(v);
    case 'CONTINUATION':
      return blockOf(v);
    case 'PUSH_PROMISE':
      return promiseOf(v) ?? onStream(v) ?? blockOf(v);
    case 'RST_STREAM':
    case 'WINDOW_UPDATE':
      return (v.f.stream === 0 ? undefined : idle(v)) ?? updateOf(v);
    case 'SETTINGS':
      return settingsOf(v);
    case 'GOAWAY':
      return goawayOf(v);
    default:
      return undefined;
  }
}

/** The part of a stream that the frame's sender has sent before. */
function passed({ whose }: View, stream: H2Stream | undefined): Passed | undefined {
  return whose === 'own' ? stream?.out : stream?.in;
}

function idle({ s, f }: View, says?: string): Breach | undefined {
  if (s.partial || stateOfStream(s, f.stream) !== 'idle') return undefined;
  return breach('frame-on-idle', { frame: f.name, stream: f.stream }, says, ID);
}

/** §5.1: frames of messages belong on a stream that their sender has not ended. */
function onStream(v: View): Breach | undefined {
  const { s, f, whose } = v;
  const args = { frame: f.name, stream: f.stream };
  const stream = streamOf(s, f.stream);
  const state = stateOfStream(s, f.stream);
  const opens = f.name === 'HEADERS' && v.isClient && isOfClient(f.stream);
  if (state === 'idle') return opens ? undefined : idle(v);
  if (state === 'closed') {
    // A frame that crosses the peer's RST_STREAM on its way is no mistake.
    if (stream?.closed === (whose === 'own' ? 'reset-received' : 'reset-sent'))
      return whose === 'own' ? { ...breach('frame-on-closed', args, 'reset', ID), level: 'hint' } : undefined;
    if (stream === undefined && s.partial) return undefined;
    return breach('frame-on-closed', args, undefined, ID);
  }
  const said = passed(v, stream);
  if (said?.ended === true) return breach('headers-after-end', args, undefined, ID);
  const isReserved = state === (whose === 'own' ? 'reserved-local' : 'reserved-remote');
  const isWrong = isReserved ? f.name !== 'HEADERS' : state === 'reserved-remote' || state === 'reserved-local';
  if (isWrong) return breach('frame-on-idle', args, 'reserved', ID);
  const isEarly = f.name === 'DATA' && (said?.part === 'nothing' || said?.part === 'interim');
  return isEarly && !s.partial ? breach('frame-on-idle', args, 'data', ID) : undefined;
}

/** §5.1.1, §5.1.2, §6.8: HEADERS on a stream that is not there yet opens it. */
function opening(v: View): Breach | undefined {
  const { s, f, by, to, isClient } = v;
  const stream = streamOf(s, f.stream);
  if (!isClient || stream !== undefined) return undefined;
  const args = { stream: f.stream, last: by.last };
  if (!isOfClient(f.stream)) {
    // An even number is one of the server's: its promise comes first.
    return breach('stream-id-parity', args, undefined, ID);
  }
  if (f.stream <= by.last) return s.partial ? undefined : breach('stream-id-order', args, undefined, ID);
  if (to.goaway !== undefined) return breach('after-goaway', { ...args, most: to.goaway.last }, undefined, ID);
  const most = settingOf(to, 3);
  const count = concurrent(s, true);
  return most !== undefined && count >= most ? breach('max-concurrent', { ...args, most, count }) : undefined;
}

/** §6.9.1: windows of the stream and of the connection; §8.1.1: the length that Content-Length says. */
function dataOf(v: View): Breach | undefined {
  const { s, f, whose, by } = v;
  const stream = streamOf(s, f.stream);
  const args = { stream: f.stream, count: f.length };
  const left = whose === 'own' ? stream?.send : stream?.receive;
  if (!s.partial && left !== undefined && f.length > 0) {
    if (f.length > left) return breach('flow-window', { ...args, left: Math.max(0, left) }, 'stream');
    if (f.length > by.window) return breach('flow-window', { ...args, left: Math.max(0, by.window) });
  }
  const said = passed(v, stream);
  if (said === undefined) return undefined;
  const data = said.data + f.content.to - f.content.from;
  if (hasNone(stream, v.isClient) && data > 0) return breach('length-differs', { ...args, data }, 'none', f.content);
  const { length } = said;
  if (length === undefined || (data <= length && !(f.end && data < length))) return undefined;
  return hasNone(stream, v.isClient) ? undefined : breach('length-differs', { ...args, data, length });
}

/** True for a response that has no content, even with a Content-Length (RFC 9110 §6.4.1). */
function hasNone(stream: H2Stream | undefined, isClient: boolean): boolean {
  if (stream === undefined || isClient) return false;
  return stream.request.startsWith('HEAD ') || stream.status === 204 || stream.status === 304;
}

/** The part that a block has in its stream, by what its sender has said there before. */
export function partOf(block: BlockOf, said: Passed | undefined, isClient: boolean): PartOf {
  if (block.of === 'PUSH_PROMISE') return 'request';
  if (said?.part === 'head' || said?.part === 'data') return 'trailers';
  return isClient ? 'request' : 'response';
}

/** §8: the message in a block that is whole. */
function blockOf(v: View): Breach | undefined {
  const { s, f, by } = v;
  const { block } = f;
  if (block === undefined) return undefined;
  const [first] = block.fields;
  const { sizeDue } = by;
  if (sizeDue !== undefined && !(first?.form === 'size' && first.index <= sizeDue))
    return breach('compression', { most: sizeDue }, 'size-due');
  const at = block.frames > 1 ? 0 : (f.fields.find((x) => x.name === 'field-block-fragment')?.from ?? HEAD);
  const said = passed(v, streamOf(s, f.stream));
  const part = partOf(block, said, v.isClient);
  const found = judgeFields(block.fields, part, at);
  // Behind a connection that began before, a response may be trailers, and names may be unknown.
  if (found !== undefined) {
    if (s.partial) return undefined;
    if (block.frames === 1) return found;
    const { at: _, mend: __, ...placeless } = found;
    return placeless;
  }
  const args = { stream: f.stream };
  const { head } = block;
  if (block.of === 'PUSH_PROMISE' && head !== undefined && head.method !== 'GET' && head.method !== 'HEAD')
    return breach('pseudo-field', { method: head.method }, 'promise');
  const lengths = new Set(head?.fields.filter((x) => x.key === 'content-length').map((x) => x.value));
  // RFC 9110 §8.6: one number, which may be said again.
  if (lengths.size > 1 || [...lengths].some((value) => !/^\d+$/.test(value)))
    return breach('length-differs', { ...args, length: [...lengths].join(', ') }, 'value');
  if (part === 'trailers') return block.end ? lengthAtEnd(v, said) : breach('trailer', args);
  const status = head?.status ?? 0;
  if (status >= 100 && status < 200) return block.end ? breach('trailer', { ...args, status }, 'interim') : undefined;
  return block.end && block.of === 'HEADERS' ? lengthOfNone(v, block) : undefined;
}

function lengthAtEnd({ f }: View, said: Passed | undefined): Breach | undefined {
  if (said?.length === undefined || said.data === said.length) return undefined;
  return breach('length-differs', { stream: f.stream, data: said.data, length: said.length });
}

/** A message that ends with its head has no content. */
function lengthOfNone({ s, f, isClient }: View, { head }: BlockOf): Breach | undefined {
  const field = head?.fields.find((x) => x.key === 'content-length');
  const length = Number(field?.value ?? 0);
  if (field === undefined || length === 0) return undefined;
  const stream = streamOf(s, f.stream);
  if (!isClient && (head?.status === 304 || stream?.request.startsWith('HEAD ') === true)) return undefined;
  const mend = { kind: 'set', name: field.name, value: '0' } as const;
  return { ...breach('length-differs', { stream: f.stream, data: 0, length: field.value }, undefined, field), mend };
}

/** §8.4, §6.6: a promise. */
function promiseOf({ s, f, to, by, isClient }: View): Breach | undefined {
  const args = { stream: f.stream, promised: f.promised, last: by.last };
  if (isClient) return breach('push-from-client', args);
  if (settingOf(to, 2) === 0) return breach('push-disabled', args);
  if (isOfClient(f.promised) || f.promised === 0) return breach('stream-id-parity', args, 'promise');
  if (f.promised <= by.last && !s.partial) return breach('stream-id-order', args, 'promise');
  return to.goaway === undefined ? undefined : breach('after-goaway', { ...args, most: to.goaway.last }, 'promise');
}

/** §6.9.1: no window is larger than 2^31-1. */
function updateOf({ s, f, whose, to }: View): Breach | undefined {
  if (f.name !== 'WINDOW_UPDATE') return undefined;
  const stream = s.streams.get(f.stream);
  const before = f.stream === 0 ? to.window : whose === 'own' ? stream?.receive : stream?.send;
  if (before === undefined || before + f.increment <= MOST_WINDOW) return undefined;
  const args = { stream: f.stream, window: before, increment: f.increment };
  return breach('window-overflow', args, f.stream === 0 ? undefined : 'stream', { from: HEAD, to: HEAD + 4 });
}

/** §6.5.3: values count in the order in which they stand. */
function settingsOf({ s, f, whose, to, isClient }: View): Breach | undefined {
  if (f.ack) return to.pending.length === 0 && !s.partial ? breach('settings-ack', {}) : undefined;
  for (const [i, { id, value }] of f.settings.entries()) {
    const at = { from: HEAD + 6 * i, to: HEAD + 6 * i + 6 };
    if (id === 2 && value === 1 && !isClient) return breach('settings-value', {}, 'push', at);
    if (id !== 4) continue;
    const increment = value - (settingOf(whose === 'own' ? s.out : s.in, 4) ?? 0);
    for (const stream of s.streams.values()) {
      const window = whose === 'own' ? stream.receive : stream.send;
      if (window + increment > MOST_WINDOW)
        return breach('window-overflow', { stream: stream.id, window, increment }, 'settings', at);
    }
  }
  return undefined;
}

/** §6.8: the last stream of a further GOAWAY is not larger. */
function goawayOf({ f, by }: View): Breach | undefined {
  if (by.goaway === undefined || f.last <= by.goaway.last) return undefined;
  return breach('goaway-up', { last: f.last, before: by.goaway.last }, undefined, { from: HEAD, to: HEAD + 4 });
}

/** A side ends its direction (§6.5.3, §6.8). */
export function atEndH2(s: H2End, isLast: boolean): Breach | undefined {
  if (s.partial || s.ended) return undefined;
  if (s.in.pending.length > 0 && !isLast) return breach('settings-ack', {}, 'missing');
  const isAnnounced = s.out.goaway !== undefined || s.in.goaway !== undefined;
  return isLast || isAnnounced || !s.out.told ? undefined : breach('no-goaway', {});
}
