/** The head of an HTTP/1 message: start line and header fields (RFC 9112 §2 to §5). */
import { compact } from '../../wire';
import { type Breach, type FieldOf, type Head, type HeaderField, NO_BREACHES } from '../message';
import { latin1 } from '../octets';

/** RFC 9110 §5.6.2: characters of a token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const REQUEST_LINE = /^(\S+) (\S+) HTTP\/1\.(\d)$/;
const STATUS_LINE = /^HTTP\/1\.(\d) (\d{3})(?: ([\t\x20-\x7e\x80-\xff]*))?$/;
/** Octets that stand in no field value (RFC 9110 §5.5). */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/;

interface TextLine {
  readonly from: number;
  /** Without the line end. */
  readonly to: number;
  readonly text: string;
  /** Its line ends in a bare LF. */
  readonly bare: boolean;
}

/** Reads a head that is whole: up to and with its empty line. A character stands for an octet. */
export function readHead(text: string): Head {
  const lines = linesOf(text);
  // A server should ignore an empty line before the request line (RFC 9112 §2.2).
  let first = 0;
  while (first < lines.length && lines[first]?.text === '') first++;
  const start = lines[first] ?? { from: 0, to: 0, text: '', bare: false };
  const isResponse = start.text.startsWith('HTTP/');
  const breaches: Breach[] = [];
  const startLine: FieldOf = { name: 'start-line', from: start.from, to: start.to, value: start.text };
  const request = isResponse ? null : REQUEST_LINE.exec(start.text);
  const response = isResponse ? STATUS_LINE.exec(start.text) : null;
  const isToken = request === null || TOKEN.test(request[1] ?? '');
  const broken = (request === null && response === null) || !isToken;
  if (broken) breaches.push({ rule: 'start-line', args: { found: start.text.slice(0, 60) }, at: startLine });
  const fields = fieldsOf(lines, breaches, first + 1);
  const bare = lines.find((l) => l.bare);
  if (bare !== undefined) breaches.push({ rule: 'line-end', at: { from: bare.from, to: bare.to + 1 } });
  return {
    kind: isResponse ? 'response' : 'request',
    method: request?.[1] ?? '',
    target: request?.[2] ?? '',
    status: Number(response?.[2] ?? 0),
    reason: response?.[3] ?? '',
    minor: Number(request?.[3] ?? response?.[1] ?? 1),
    startLine,
    fields,
    length: text.length,
    broken,
    breaches: breaches.length === 0 ? NO_BREACHES : breaches,
  };
}

function linesOf(text: string): TextLine[] {
  const lines: TextLine[] = [];
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    if (end < 0) break;
    const bare = end === from || text[end - 1] !== '\r';
    const to = bare ? end : end - 1;
    lines.push({ from, to, text: text.slice(from, to), bare });
    from = end + 1;
  }
  return lines;
}

/** Header fields up to the empty line, or trailer fields (RFC 9112 §5, §7.1.2). */
export function fieldsOf(lines: readonly TextLine[], breaches: Breach[], first = 0): HeaderField[] {
  const fields: HeaderField[] = [];
  for (let i = first; i < lines.length; i++) {
    const line = lines[i];
    if (line === undefined || line.text === '') break;
    const before = fields.at(-1);
    if ((line.text[0] === ' ' || line.text[0] === '\t') && before !== undefined) {
      // A recipient replaces each obs-fold by blanks before it interprets the value (§5.2).
      fields[fields.length - 1] = {
        ...before,
        to: line.to,
        value: `${before.value} ${line.text.trim()}`.trim(),
        valueTo: line.to,
      };
      breaches.push({ rule: 'obs-fold', args: { name: before.name }, at: line });
      continue;
    }
    fields.push(fieldOf(line, breaches));
  }
  return compact(fields);
}

function fieldOf(line: TextLine, breaches: Breach[]): HeaderField {
  const colon = line.text.indexOf(':');
  const name = colon < 0 ? line.text : line.text.slice(0, colon);
  let [start, end] = colon < 0 ? [0, 0] : [colon + 1, line.text.length];
  while (start < end && isBlank(line.text[start])) start++;
  while (end > start && isBlank(line.text[end - 1])) end--;
  const value = line.text.slice(start, end);
  if (colon < 0 || !TOKEN.test(name) || CONTROL.test(value)) {
    const says = colon < 0 ? 'field-syntax/colon' : /[ \t]$/.test(name) ? 'field-syntax/blank' : undefined;
    breaches.push({
      rule: 'field-syntax',
      ...(says === undefined ? {} : { says }),
      args: { name: name.trim().slice(0, 40) },
      at: line,
    });
  }
  const trimmed = name.trim();
  return {
    name: trimmed,
    key: trimmed.toLowerCase(),
    from: line.from,
    to: line.to,
    value,
    valueFrom: colon < 0 ? line.to : line.from + start,
    valueTo: colon < 0 ? line.to : line.from + end,
  };
}

/** RFC 9110 §5.6.3: optional whitespace around a field value. */
function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t';
}

/** Trailer fields, from the octets between the last chunk and the empty line (RFC 9112 §7.1.2). */
export function readTrailer(bytes: Uint8Array, from: number, breaches: Breach[]): FieldOf[] {
  const lines = linesOf(latin1(bytes)).map((l) => ({ ...l, from: l.from + from, to: l.to + from }));
  return fieldsOf(lines, breaches);
}

/** All values of a field, joined as one list (RFC 9110 §5.3); undefined where the field is not there. */
export function valueOf(head: Head, key: string): string | undefined {
  let value: string | undefined;
  for (const field of head.fields)
    if (field.key === key) value = value === undefined ? field.value : `${value}, ${field.value}`;
  return value;
}

export function fieldNamed(head: Head, key: string): HeaderField | undefined {
  return head.fields.find((f) => f.key === key);
}

const NO_MEMBERS: readonly string[] = [];

/** The members of a list (RFC 9110 §5.6.1), in lower case. */
export function membersOf(value: string | undefined): readonly string[] {
  if (value === undefined) return NO_MEMBERS;
  if (!value.includes(',')) {
    const only = value.trim().toLowerCase();
    return only === '' ? NO_MEMBERS : [only];
  }
  return value
    .split(',')
    .map((m) => m.trim().toLowerCase())
    .filter((m) => m !== '');
}

/** A message by its start line: `GET /index.html`, `200 OK`. */
export function nameOf({ kind, method, target, status, reason, startLine, broken }: Head): string {
  if (broken) return startLine.value.slice(0, 40);
  if (kind === 'request') return `${method} ${target}`;
  return reason === '' ? String(status) : `${status} ${reason}`;
}
