/** The elements of an HTTP/1 message, each with its range of octets (RFC 9112 §2 to §7). */
import { type BodyEnd, type FieldOf, type Head, type Message, type Octets, known, latin1, sliced } from '../layers';
import { visible } from '../script';
import type { Say } from '../words/words';
import { bytesText } from './moment';

/** An element of a message. Octets are counted from 0 at the message's beginning; `to` exclusive. */
export interface MessagePart {
  /** Nesting depth, from 0. */
  readonly depth: number;
  readonly name: string;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/** A message, or the octets of it that its sender has written so far. */
export interface Written {
  readonly head: Head | undefined;
  readonly octets: Octets;
  /** Number of octets written so far. */
  readonly length: number;
  /** Number of octets of the whole message, if known. */
  readonly size: number | undefined;
  readonly body: Message['body'] | undefined;
  /** All named elements of the message, and the body; trailer fields follow the body. */
  readonly fields: readonly FieldOf[];
  /** For a TLS message or an HTTP/2 frame: its fields, with their subfields. */
  readonly tree?: readonly FieldTree[];
}

/** A field that may have subfields. */
interface FieldTree extends FieldOf {
  readonly fields?: readonly FieldTree[];
}

/** The most fields that are shown. */
const MOST_FIELDS = 200;
const MOST_CHUNKS = 64;
const LONGEST = 200;

function shown(value: string): string {
  const text = visible(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

export function partsOf(message: Written, say: Say): MessagePart[] {
  const { head, length, tree } = message;
  if (tree !== undefined) return treeParts(tree, 0).slice(0, MOST_FIELDS);
  if (head === undefined)
    return [{ depth: 0, name: say('message/octets'), value: bytesText(say, length), from: 0, to: length }];
  const parts = [...startLine(head, say), ...fieldParts(head.fields, say('message/fields'))];
  parts.push({ depth: 0, name: say('message/empty-line'), value: '', from: emptyLine(head), to: head.length });
  const to = message.body?.to ?? length;
  if (to > head.length) parts.push(...bodyParts(message, head.length, to, say));
  const behind = message.fields.findIndex((f) => f.name === 'body');
  if (behind >= 0) parts.push(...fieldParts(message.fields.slice(behind + 1), say('message/trailer')));
  return parts;
}

function treeParts(tree: readonly FieldTree[], depth: number): MessagePart[] {
  return tree.flatMap(({ name, value, from, to, fields }) => [
    { depth, name, value: shown(value), from, to },
    ...treeParts(fields ?? [], depth + 1),
  ]);
}

/** Method, target and version, or version, status and reason (RFC 9112 §3, §4). */
function startLine(head: Head, say: Say): MessagePart[] {
  const { from, to, value } = head.startLine;
  const isRequest = head.kind === 'request';
  const whole = { depth: 0, name: say(isRequest ? 'message/request-line' : 'message/status-line'), from, to };
  const parts: MessagePart[] = [{ ...whole, value: shown(value) }];
  if (head.broken) return parts;
  const ids = isRequest ? ['method', 'target', 'version'] : ['version', 'status', 'reason'];
  let at = 0;
  for (const [i, id] of ids.entries()) {
    const space = i < 2 ? value.indexOf(' ', at) : -1;
    const end = space < 0 ? value.length : space;
    if (end > at) {
      const text = shown(value.slice(at, end));
      parts.push({ depth: 1, name: say(`message/${id}`), value: text, from: from + at, to: from + end });
    }
    at = end + 1;
  }
  return parts;
}

function fieldParts(fields: readonly FieldOf[], name: string): MessagePart[] {
  const [first, last] = [fields[0], fields.at(-1)];
  if (first === undefined || last === undefined) return [];
  const all = { depth: 0, name, value: String(fields.length), from: first.from, to: last.to };
  const each = fields.slice(0, MOST_FIELDS).map((f): MessagePart => {
    return { depth: 1, name: shown(f.name), value: shown(f.value), from: f.from, to: f.to };
  });
  return [all, ...each];
}

/** The empty line ends in CR LF, or in a bare LF. */
function emptyLine({ length, fields, startLine: { to } }: Head): number {
  const last = fields.at(-1)?.to ?? to;
  return length - last >= 4 ? length - 2 : length - 1;
}

function bodyParts(message: Written, from: number, to: number, say: Say): MessagePart[] {
  const body = { depth: 0, name: say('message/body'), value: bytesText(say, to - from), from, to };
  return message.body?.ends === 'chunked' ? [body, ...chunksOf(message, from, to, say)] : [body];
}

/** Each chunk: its size in hexadecimal digits, a line end, that number of octets, a line end (RFC 9112 §7.1). */
function chunksOf({ octets }: Written, from: number, to: number, say: Say): MessagePart[] {
  const parts: MessagePart[] = [];
  let at = from;
  while (at < to && parts.length < MOST_CHUNKS) {
    const line = known(sliced(octets, at, Math.min(to, at + LONGEST)));
    const end = line?.indexOf(0x0a) ?? -1;
    if (line === undefined || end < 0) break;
    const digits = /^[0-9a-f]+/i.exec(latin1(line.subarray(0, end)))?.[0];
    if (digits === undefined) break;
    const size = parseInt(digits, 16);
    const behind = size === 0 ? at + end + 1 : Math.min(to, at + end + 1 + size + 2);
    const name = say(size === 0 ? 'message/last-chunk' : 'message/chunk');
    parts.push({ depth: 1, name, value: bytesText(say, size), from: at, to: behind });
    if (size === 0) break;
    at = behind;
  }
  return parts;
}

/** Names the rule that delimits a message's body (RFC 9112 §6.3). */
export function endText({ head, body, fields }: Written, isIncomplete: boolean, say: Say): string {
  if (head === undefined || body === undefined) return '';
  if (isIncomplete) return say('message/end-incomplete');
  const has = (key: string): boolean => head.fields.some((f) => f.key === key);
  const length = head.fields.find((f) => f.key === 'content-length')?.value ?? '';
  const ids: Readonly<Record<BodyEnd, string>> = {
    none: noneId(head, length),
    length: 'length',
    chunked: has('content-length') ? 'chunked-length' : 'chunked',
    close: has('transfer-encoding') ? 'close-encoding' : 'close',
    tunnel: 'tunnel',
  };
  return fields.length === 0
    ? ''
    : say(`message/end-${ids[body.ends]}`, { length: shown(length), status: head.status });
}

function noneId({ kind, status }: Head, length: string): string {
  if (kind === 'response' && (status < 200 || status === 204 || status === 304)) return 'none-status';
  if (length === '0') return 'length';
  return kind === 'request' ? 'none-request' : 'none-head';
}
