/** The head of an HTTP/1 message: start line and header fields (RFC 9112 §2 to §5). */
import { compact } from '../../wire';
import { type Breach, type FieldOf, type Head, type HeaderField, NO_BREACHES } from '../message';
import { HEADER_FIELDS } from '../names';
import { latin1 } from '../octets';

/** RFC 9110 §5.6.2: characters of a token. */
const TOKEN = charactersOf("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
const REQUEST_LINE = /^(\S+) (\S+) HTTP\/1\.(\d)$/;
const STATUS_LINE = /^HTTP\/1\.(\d) (\d{3})(?: ([\t\x20-\x7e\x80-\xff]*))?$/;

const [TAB, LF, CR, BLANK, COLON, DEL] = [0x09, 0x0a, 0x0d, 0x20, 0x3a, 0x7f];

/** A table of 256 octets: 1 for those of the characters. */
function charactersOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] = 1;
  return table;
}

function isToken(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (TOKEN[text.charCodeAt(i)] !== 1) return false;
  return text !== '';
}

/** Has a field value an octet that stands in none (RFC 9110 §5.5)? */
function hasControl(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if ((c < BLANK && c !== TAB && c !== LF) || c === DEL) return true;
  }
  return false;
}

/** Names that flows write most, and their keys: all heads share them. */
const NAMES: ReadonlyMap<string, { readonly name: string; readonly key: string }> = new Map(
  [...HEADER_FIELDS.keys()].map((name) => [name, { name, key: name.toLowerCase() }]),
);

/** Reads a head that is whole: up to and with its empty line. A character stands for an octet. */
export function readHead(text: string): Head {
  // A server should ignore an empty line before the request line (RFC 9112 §2.2).
  let from = 0;
  let next = text.indexOf('\n') + 1;
  while (next > 0 && lineEnd(text, from, next) === from) {
    from = next;
    next = text.indexOf('\n', from) + 1;
  }
  const isLine = next > 0;
  if (!isLine) from = next = 0;
  const to = isLine ? lineEnd(text, from, next) : 0;
  const value = text.slice(from, to);
  const isResponse = value.startsWith('HTTP/');
  const breaches: Breach[] = [];
  const startLine: FieldOf = { name: 'start-line', from, to, value };
  const request = isResponse ? null : REQUEST_LINE.exec(value);
  const response = isResponse ? STATUS_LINE.exec(value) : null;
  const broken = (request === null && response === null) || (request !== null && !isToken(request[1] ?? ''));
  if (broken) breaches.push({ rule: 'start-line', args: { found: value.slice(0, 60) }, at: startLine });
  const fields = isLine ? fieldsOf(text, next, 0, breaches) : [];
  const bare = bareLineIn(text);
  if (bare !== undefined) breaches.push({ rule: 'line-end', at: bare });
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

/** The end of the text of a line that begins at `from`, and whose LF stands before `next`. */
function lineEnd(text: string, from: number, next: number): number {
  const end = next - 1;
  return end > from && text.charCodeAt(end - 1) === CR ? end - 1 : end;
}

/** The first line that ends in a bare LF, with its end. */
function bareLineIn(text: string): { readonly from: number; readonly to: number } | undefined {
  let from = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
    if (end === from || text.charCodeAt(end - 1) !== CR) return { from, to: end + 1 };
    from = end + 1;
  }
  return undefined;
}

/**
 * Header fields up to the empty line, or trailer fields (RFC 9112 §5, §7.1.2).
 *
 * @param first where their first line begins in the text
 * @param base the place of the text in its message
 */
function fieldsOf(text: string, first: number, base: number, breaches: Breach[]): HeaderField[] {
  const fields: HeaderField[] = [];
  let from = first;
  for (let end = text.indexOf('\n', from); end >= 0; end = text.indexOf('\n', from)) {
    const to = lineEnd(text, from, end + 1);
    if (to === from) break;
    const before = fields.at(-1);
    if (before !== undefined && isBlank(text.charCodeAt(from))) {
      // A recipient replaces each obs-fold by blanks before it interprets the value (§5.2).
      const value = `${before.value} ${text.slice(from, to).trim()}`.trim();
      fields[fields.length - 1] = { ...before, to: to + base, value, valueTo: to + base };
      breaches.push({ rule: 'obs-fold', args: { name: before.name }, at: { from: from + base, to: to + base } });
    } else fields.push(fieldOf(text, from, to, base, breaches));
    from = end + 1;
  }
  return compact(fields);
}

/** The field of a line, which stands from `from` to `to` in the text. */
function fieldOf(text: string, from: number, to: number, base: number, breaches: Breach[]): HeaderField {
  let colon = from;
  while (colon < to && text.charCodeAt(colon) !== COLON) colon++;
  const hasColon = colon < to;
  const written = text.slice(from, colon);
  let [start, end] = hasColon ? [colon + 1, to] : [to, to];
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  const value = text.slice(start, end);
  const known = NAMES.get(written);
  const isWell = known !== undefined || isToken(written);
  const name = known?.name ?? (isWell ? written : written.trim());
  if (!hasColon || !isWell || hasControl(value)) {
    const says = !hasColon ? 'field-syntax/colon' : /[ \t]$/.test(written) ? 'field-syntax/blank' : undefined;
    breaches.push({
      rule: 'field-syntax',
      ...(says === undefined ? {} : { says }),
      args: { name: name.slice(0, 40) },
      at: { from: from + base, to: to + base },
    });
  }
  return {
    name,
    key: known?.key ?? name.toLowerCase(),
    from: from + base,
    to: to + base,
    value,
    valueFrom: start + base,
    valueTo: end + base,
  };
}

/** RFC 9110 §5.6.3: optional whitespace around a field value. */
function isBlank(octet: number): boolean {
  return octet === BLANK || octet === TAB;
}

/** Trailer fields, from the octets between the last chunk and the empty line (RFC 9112 §7.1.2). */
export function readTrailer(bytes: Uint8Array, from: number, breaches: Breach[]): FieldOf[] {
  return fieldsOf(latin1(bytes), 0, from, breaches);
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
  if (kind === 'request') return shortened(`${method} ${target}`);
  return shortened(reason === '' ? String(status) : `${status} ${reason}`);
}

/** The longest name of a message, code units. A start line has no limit, and each segment that carries a part of it tells its name. */
const LONGEST_NAME = 200;

const shortened = (name: string): string => (name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}…`);
