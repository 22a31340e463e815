/** Octets of one direction into messages of TLS (RFC 8446 §5, RFC 5246 §6), however they are cut. */
import type { Recall } from '../crypto';
import type { Breach } from '../breach';
import { type Octets, appended, known, sizeOf, sliced } from '../octets';
import type { TlsField } from './cursor';
import type { Protection } from './end';
import { type Content, type Form, decode } from './handshake';
import type { Part, TlsMessage } from './message';
import { CONTENT, type MessageName, TLS13, alertText, contentName } from './names';
import { HEAD, MOST_CLEAR, MOST_SEALED, headOf, looksLikeRecord } from './record';
import { type Keys, open } from './seal';
import { NO_OCTETS } from '../no-octets';

/** A record that is opened, and how much of its content messages have taken. */
interface Opened {
  readonly part: Part;
  readonly keys: Keys | undefined;
  readonly epoch: number;
  readonly content: Uint8Array;
  readonly taken: number;
  /** The beginning of the content in the record, as far as that can be told of a sealed one. */
  readonly start: number;
}

/** The handshake message that is not whole. */
interface Begun {
  readonly octets: Octets;
  readonly size: number;
  readonly parts: readonly Part[];
  readonly from: number;
  readonly epoch: number;
}

/** The reading of a direction, between two pieces of it. */
export interface TlsReading {
  /** The direction has shown that it speaks TLS. */
  readonly decided: boolean;
  /** The record that is not whole: octets so far, and where it begins in the direction. */
  readonly waiting: Octets;
  readonly size: number;
  readonly from: number;
  /** Of the keys, and of the next record under them. */
  readonly epoch: number;
  readonly seq: number;
  /** Octets of the next record's content that are taken already. */
  readonly skip: number;
  /** A message of the handshake is too long: nothing is read behind it. */
  readonly lost: boolean;
  /** A handshake record of which messages are still to be taken. */
  readonly opened: Opened | undefined;
  readonly begun: Begun | undefined;
}

export const NO_TLS: TlsReading = {
  decided: false,
  waiting: NO_OCTETS,
  size: 0,
  from: 0,
  epoch: 0,
  seq: 0,
  skip: 0,
  lost: false,
  opened: undefined,
  begun: undefined,
};

/** Keys and form by which records are read. */
export interface Opening {
  readonly protection: Protection;
  readonly form: Form;
  readonly recall: Recall | undefined;
  /** A capture tells of it: octets that it does not give may be anything. */
  readonly captured: boolean;
}

export interface TlsRead {
  readonly reading: TlsReading;
  /** Octets that were taken. */
  readonly taken: number;
  readonly found: TlsMessage | undefined;
  /** The direction can't be read on: it speaks something else, or its octets are not given. */
  readonly opaque: boolean;
}

const NOTHING = new Uint8Array();
const OTHER: Content = { kind: 'other' };
/** A message of the handshake is read up to so many octets; OpenSSL's bounds are alike. */
const MOST_HANDSHAKE = 2 ** 17;
const MOST_PARTS = 64;

/**
 * Reads on, up to the end of one message; with no octets, the next one in a record that is read already.
 *
 * @param part octets behind those that were read
 */
export function readTls(reading: TlsReading, part: Uint8Array | number, how: Opening): TlsRead {
  let r = reading;
  let taken = 0;
  if (r.epoch !== how.protection.epoch) r = { ...r, epoch: how.protection.epoch, seq: 0 };
  for (;;) {
    if (r.opened !== undefined) {
      const [next, found] = nextMessage(r, r.opened, how);
      r = next;
      if (found !== undefined) return { reading: r, taken, found, opaque: r.lost };
      continue;
    }
    const missing = missingIn(r);
    if (missing !== undefined && r.size >= HEAD && !r.decided) r = { ...r, decided: true };
    if (missing === undefined) {
      const isUnknown = how.captured && known(r.waiting) === undefined;
      return { reading: r, taken, found: isUnknown ? undefined : notTls(r), opaque: true };
    }
    const rest = sizeOf(part) - taken;
    if (missing > 0 && rest === 0) return { reading: r, taken, found: undefined, opaque: false };
    const n = Math.min(missing, rest);
    if (n > 0) {
      const piece = typeof part === 'number' ? n : part.subarray(taken, taken + n);
      r = { ...r, waiting: appended(r.waiting, piece), size: r.size + n };
      taken += n;
    }
    if (r.size >= HEAD && missingIn(r) === 0) {
      const [next, found] = wholeRecord(r, how);
      r = next;
      if (found !== undefined) return { reading: r, taken, found, opaque: false };
    }
  }
}

/** Octets that are missing in the head, or behind it in the record; undefined where there is no record. */
function missingIn(r: TlsReading): number | undefined {
  const first = known(sliced(r.waiting, 0, HEAD));
  if (first === undefined || looksLikeRecord(first) === false) return undefined;
  const head = headOf(first);
  return head === undefined ? HEAD - r.size : Math.max(0, HEAD + head.length - r.size);
}

/** Octets outside records, in a direction that has spoken TLS. */
function notTls(r: TlsReading): TlsMessage | undefined {
  if (!r.decided || r.size === 0) return undefined;
  const octets = known(r.waiting) ?? NOTHING;
  const first = headOf(octets);
  const breach: Breach =
    first !== undefined && looksLikeRecord(octets.subarray(0, 3)) === true
      ? { rule: 'tls/record-length', args: { length: first.length } }
      : { rule: 'tls/not-tls' };
  return { ...unread(r.from, r.from + r.size), breaches: [tooLong(octets) ?? breach] };
}

function tooLong(octets: Uint8Array): Breach | undefined {
  const head = headOf(octets);
  const isHead = looksLikeRecord(octets.subarray(0, 3)) !== false;
  return head === undefined || !isHead ? undefined : { rule: 'tls/record-length', args: { length: head.length } };
}

function unread(from: number, to: number): TlsMessage {
  return {
    layer: 'tls',
    name: 'Unread',
    from,
    to,
    octets: NOTHING,
    content: OTHER,
    fields: [],
    parts: [],
    sealed: false,
    keys: undefined,
    alert: undefined,
    inside: undefined,
    size: 0,
    closed: undefined,
    breaches: [],
  };
}

/** A record is whole: its message, where that is no part of the handshake. */
function wholeRecord(r: TlsReading, how: Opening): [TlsReading, TlsMessage | undefined] {
  const { protection } = how;
  const head = headOf(known(sliced(r.waiting, 0, HEAD)) ?? NOTHING) ?? { type: 0, version: 0, length: 0 };
  const { type, version } = head;
  const fragment = known(sliced(r.waiting, HEAD, r.size));
  const [from, to] = [r.from, r.from + r.size];
  const is13 = how.form.version === TLS13;
  // In TLS 1.3 what is sealed looks like application data; the rest is in clear (RFC 8446 §5, §D.4).
  const sealed = protection.sealed && !(is13 && type !== CONTENT.application_data);
  const next: TlsReading = {
    ...r,
    waiting: NO_OCTETS,
    size: 0,
    from: to,
    seq: sealed ? r.seq + 1 : r.seq,
  };
  const base: TlsMessage = {
    ...unread(from, to),
    sealed,
    keys: sealed ? protection.keys : undefined,
    parts: [{ from, to, at: 0, length: 0, type, version, sealed, octets: r.waiting, seq: r.seq, skip: 0 }],
  };
  const most = sealed ? (is13 ? MOST_SEALED.tls13 : MOST_SEALED.tls12) : MOST_CLEAR;
  if (head.length > most)
    return [next, { ...base, breaches: [{ rule: 'tls/record-length', args: { length: head.length, most } }] }];
  const isTyped = sealed && !(is13 && protection.keys === undefined);
  if (fragment === undefined || (sealed && protection.keys === undefined))
    return [next, { ...base, ...closedMessage(type, isTyped, head.length), closed: 'no-keys' }];
  const record = { type, version, fragment };
  const { keys } = protection;
  if (!sealed || keys === undefined) return contentOf(next, base, { type, content: fragment }, HEAD, is13);
  if (!is13 && type === CONTENT.application_data) return [next, laterOpened(base, keys, r.seq, record, how.recall)];
  const inner = open(keys, r.seq, record, how.recall);
  if (inner === undefined)
    return [next, { ...base, closed: 'bad-mac', breaches: [{ rule: 'tls/bad-mac' }], size: head.length }];
  return contentOf(next, base, inner, HEAD + explicitIn(keys), is13);
}

/** Octets of a record before its sealed content. */
function explicitIn({ suite }: Keys): number {
  if (suite.version === TLS13) return 0;
  return suite.cipher === 'AES-CBC' ? 16 : suite.cipher === 'AES-GCM' ? 8 : 0;
}

/** A record of which the octets are not given, or the keys: it shows its type before TLS 1.3, and nothing more. */
function closedMessage(type: number, isTyped: boolean, length: number): Pick<TlsMessage, 'name' | 'size'> {
  const name: MessageName =
    type === CONTENT.application_data ? 'ApplicationData' : type === CONTENT.alert ? 'Alert' : 'Unread';
  return { name: isTyped ? name : 'Unread', size: length };
}

/** Application data of TLS 1.2 is opened when it is asked for. */
function laterOpened(
  base: TlsMessage,
  keys: Keys,
  seq: number,
  record: { type: number; version: number; fragment: Uint8Array },
  recall: Recall | undefined,
): TlsMessage {
  const inside = { record: { keys, seq, recall, ...record } };
  const overhead = explicitIn(keys) + (keys.suite.cipher === 'AES-CBC' ? 0 : 16);
  return { ...base, name: 'ApplicationData', inside, size: Math.max(0, record.fragment.length - overhead) };
}

/** The message, or the messages of the handshake, in a record's content. */
function contentOf(
  r: TlsReading,
  base: TlsMessage,
  { type, content }: { readonly type: number; readonly content: Uint8Array },
  start: number,
  is13: boolean,
): [TlsReading, TlsMessage | undefined] {
  const breaches: Breach[] = [];
  const parts: Part[] = base.parts.map((p) => ({ ...p, length: content.length }));
  const message = { ...base, parts, octets: content, breaches };
  if (content.length > MOST_CLEAR) {
    breaches.push({ rule: 'tls/record-length', args: { length: content.length, most: MOST_CLEAR } });
    return [r, message];
  }
  if (content.length === 0 && type !== CONTENT.application_data) {
    breaches.push({ rule: 'tls/record-empty', args: { type: contentName(type) } });
    return [r, message];
  }
  // A message of the handshake goes on in the next record (RFC 8446 §5.1).
  if (r.begun !== undefined && type !== CONTENT.handshake && !(type === CONTENT.alert && !is13))
    breaches.push({ rule: 'tls/record-type', says: 'record-type/interleaved', args: { type: contentName(type) } });
  if (type === CONTENT.handshake) {
    const [part] = parts;
    if (part === undefined) return [r, message];
    const taken = Math.min(r.skip, content.length);
    const opened: Opened = { part, keys: base.keys, epoch: r.epoch, content, taken, start };
    if (taken === content.length) return [{ ...r, skip: 0 }, undefined];
    return [{ ...r, skip: 0, opened }, undefined];
  }
  if (type === CONTENT.application_data)
    return [r, { ...message, name: 'ApplicationData', octets: NOTHING, inside: { content }, size: content.length }];
  if (type === CONTENT.change_cipher_spec) {
    if (content.length !== 1 || content[0] !== 1)
      breaches.push({ rule: 'tls/decode', says: 'decode/ccs', at: { from: 0, to: content.length } });
    const fields: TlsField[] = [{ name: 'type', from: 0, to: 1, value: String(content[0] ?? '') }];
    return [r, { ...message, name: 'ChangeCipherSpec', fields }];
  }
  if (type === CONTENT.alert) return [r, alertMessage(message, content, breaches)];
  breaches.push({ rule: 'tls/record-type', args: { type: contentName(type) } });
  return [r, message];
}

const LEVELS = ['', 'warning', 'fatal'];

function alertMessage(message: TlsMessage, content: Uint8Array, breaches: Breach[]): TlsMessage {
  const [level = 0, description = 0] = content;
  if (content.length !== 2) breaches.push({ rule: 'tls/decode', at: { from: 0, to: content.length } });
  const fields: TlsField[] = [
    { name: 'level', from: 0, to: 1, value: LEVELS[level] ?? String(level) },
    { name: 'description', from: 1, to: 2, value: alertText(description) },
  ];
  return { ...message, name: 'Alert', fields, alert: { level, description } };
}

/** The next handshake message in a record; what is left of it waits for the next record. */
function nextMessage(r: TlsReading, o: Opened, how: Opening): [TlsReading, TlsMessage | undefined] {
  const before = r.begun;
  const had = before?.size ?? 0;
  const left = o.content.length - o.taken;
  const place = (taken: number): number => Math.min(o.part.to, o.part.from + o.start + taken);
  const from = before?.from ?? (o.taken === 0 ? o.part.from : place(o.taken));
  const head = known(sliced(appendedTo(before?.octets, o.content.subarray(o.taken, o.taken + 4)), 0, 4));
  const length = head === undefined || head.length < 4 ? undefined : 4 + lengthIn(head);
  const n = length === undefined ? left : Math.min(left, length - had);
  const octets = appendedTo(before?.octets, o.content.subarray(o.taken, o.taken + n));
  const parts = withPart(before?.parts ?? [], { ...o.part, at: had, length: n, skip: o.taken });
  const isLast = n === left;
  const next: TlsReading = { ...r, opened: isLast ? undefined : { ...o, taken: o.taken + n } };
  const epoch = before?.epoch ?? o.epoch;
  const base = { ...unread(from, isLast ? o.part.to : place(o.taken + n)), parts, sealed: o.part.sealed, keys: o.keys };
  if (length !== undefined && length > MOST_HANDSHAKE) {
    const breaches: readonly Breach[] = [{ rule: 'tls/decode', says: 'decode/too-long', args: { length } }];
    return [
      { ...next, opened: undefined, begun: undefined, lost: true },
      { ...base, to: o.part.to, breaches },
    ];
  }
  if (length === undefined || had + n < length)
    return [{ ...next, begun: { octets, size: had + n, parts, from, epoch } }, undefined];
  const bytes = known(octets) ?? NOTHING;
  const { name, content, fields, bad } = decode(bytes, how.form);
  const breaches: Breach[] = [];
  if (name === 'Unread')
    breaches.push({ rule: 'tls/record-type', says: 'record-type/message', args: { type: bytes[0] ?? 0 } });
  else if (bad !== undefined) breaches.push({ rule: 'tls/decode', at: bad });
  // Keys have changed since the record, or the message, began (RFC 8446 §5.1).
  const isSpanning = epoch !== how.protection.epoch || o.epoch !== how.protection.epoch;
  if (isSpanning && how.form.version === TLS13) breaches.push({ rule: 'tls13/spans-key-change' });
  return [
    { ...next, begun: undefined },
    { ...base, name, octets: bytes, content, fields, breaches },
  ];
}

/** A message in very many records has the later ones as one part. */
function withPart(parts: readonly Part[], part: Part): readonly Part[] {
  const last = parts.at(-1);
  if (parts.length < MOST_PARTS || last === undefined) return [...parts, part];
  const joined = { ...last, to: part.to, length: last.length + part.length, octets: NO_OCTETS };
  return [...parts.slice(0, -1), joined];
}

function appendedTo(octets: Octets | undefined, part: Uint8Array): Octets {
  return appended(octets ?? NO_OCTETS, part);
}

function lengthIn(head: Uint8Array): number {
  return ((head[1] ?? 0) << 16) | ((head[2] ?? 0) << 8) | (head[3] ?? 0);
}

/** The direction has ended: a record or a message of the handshake that is not whole is left. */
export function endOfTls(r: TlsReading): Breach | undefined {
  if (!r.decided || (r.size === 0 && r.begun === undefined)) return undefined;
  return { rule: 'tls/decode', says: 'decode/incomplete', args: { count: r.size + (r.begun?.size ?? 0) } };
}

/**
 * The reading of a direction from the beginning of a message on, for a side that has heard what is before it: the octets that
 * follow are those from the message's first record on.
 *
 * @param protection that of the side which reads
 */
export function readingFrom(m: TlsMessage, protection: Protection): TlsReading {
  const [first] = m.parts;
  if (first === undefined) return { ...NO_TLS, decided: true, from: m.from };
  const { from, seq, skip } = first;
  return { ...NO_TLS, decided: true, from, epoch: protection.epoch, seq, skip };
}
