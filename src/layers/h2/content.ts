/** Header fields of a block as a message of HTTP (RFC 9113 §8.1 to §8.3), and the rules that they break. */
import type { Breach, Head, HeaderField } from '../message';
import { NO_BREACHES } from '../breach';
import { STATUSES } from '../names';
import type { HpackField } from './types';

/** Pseudo-fields of requests and responses (§8.3.1, §8.3.2; RFC 8441 §4). */
const OF_REQUEST: readonly string[] = [':method', ':scheme', ':authority', ':path', ':protocol'];
const OF_RESPONSE: readonly string[] = [':status'];

/** Fields that speak of the connection (§8.2.2). */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

function valueOf(fields: readonly HpackField[], name: string): string | undefined {
  return fields.find((f) => f.name === name && f.form !== 'size')?.value;
}

/**
 * The head of a message, where its pseudo-fields are there.
 *
 * @param at where the block begins in its frame, in octets; places mean nothing where it has come in several
 */
export function headIn(fields: readonly HpackField[], at: number): Head | undefined {
  const method = valueOf(fields, ':method');
  const status = valueOf(fields, ':status');
  if (method === undefined && status === undefined) return undefined;
  const target = valueOf(fields, ':path') ?? valueOf(fields, ':authority') ?? '';
  const number = Number(status ?? 0);
  const pseudo = fields.filter((f) => f.name.startsWith(':'));
  const reason = STATUSES.get(number) ?? '';
  const value = method === undefined ? `HTTP/2 ${status}` : `${method} ${target} HTTP/2`;
  return {
    kind: method === undefined ? 'response' : 'request',
    method: method ?? '',
    target: method === undefined ? '' : target,
    status: method === undefined && /^\d{3}$/.test(status ?? '') ? number : 0,
    reason: method === undefined ? reason : '',
    minor: 0,
    major: 2,
    startLine: { name: 'start-line', from: at + (pseudo[0]?.from ?? 0), to: at + (pseudo.at(-1)?.to ?? 0), value },
    fields: fields.flatMap((f) => (f.name.startsWith(':') || f.form === 'size' ? [] : [headerField(f, at)])),
    length: at + (fields.at(-1)?.to ?? 0),
    broken: false,
    breaches: NO_BREACHES,
  };
}

function headerField({ name, value, from, to, valueFrom }: HpackField, at: number): HeaderField {
  return {
    name,
    key: name.toLowerCase(),
    value,
    from: at + from,
    to: at + to,
    valueFrom: at + valueFrom,
    valueTo: at + to,
  };
}

/** A block's part in its stream. */
export type PartOf = 'request' | 'response' | 'trailers';

/** Octets of a list of fields: of each its name, its value and 32 (RFC 9113 §6.5.2). */
export function listSizeOf(fields: readonly HpackField[]): number {
  return fields.reduce((sum, f) => (f.form === 'size' ? sum : sum + f.name.length + f.value.length + 32), 0);
}

/** The first rule that the fields of a block break. */
export function judgeFields(fields: readonly HpackField[], part: PartOf, at: number): Breach | undefined {
  const allowed = part === 'request' ? OF_REQUEST : part === 'response' ? OF_RESPONSE : [];
  const seen = new Set<string>();
  let isRegular = false;
  for (const f of fields) {
    if (f.form === 'size') continue;
    const place = { from: at + f.from, to: at + f.to };
    const name = f.name;
    if (name.startsWith(':')) {
      const says = !allowed.includes(name)
        ? part === 'trailers'
          ? 'pseudo-field/trailer'
          : 'pseudo-field'
        : isRegular
          ? 'pseudo-field/order'
          : seen.has(name)
            ? 'pseudo-field/twice'
            : isEmptyWrongly(name, f.value, seen)
              ? 'pseudo-field/empty'
              : undefined;
      if (says !== undefined) return breachOf('pseudo-field', says, { name, part }, place);
      if (BAD_VALUE.test(f.value)) return breachOf('field-case', 'field-case/value', { name }, place);
      seen.add(name);
      continue;
    }
    isRegular = true;
    const breach = judgeField(f, place);
    if (breach !== undefined) return breach;
  }
  return missing(fields, seen, part, at);
}

function breachOf(rule: string, says: string, args: NonNullable<Breach['args']>, at: Breach['at']): Breach {
  return { rule: `h2/${rule}`, ...(says === rule ? {} : { says }), args, ...(at && { at }) };
}

/** RFC 9113 §8.3.1: a path is not empty. */
function isEmptyWrongly(name: string, value: string, seen: ReadonlySet<string>): boolean {
  return (name === ':path' || name === ':method' || name === ':scheme') && value === '' && !seen.has(name);
}

/** Characters that stand in no name (§8.2.1): those up to blank, capitals, DEL and above. */
function isBadName(name: string): boolean {
  if (name === '') return true;
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    if (c <= 0x20 || (c >= 0x41 && c <= 0x5a) || c >= 0x7f || c === 0x3a) return true;
  }
  return false;
}

/** Characters that stand in no value, and blanks at its ends (§8.2.1). */
const BAD_VALUE = /[\0\r\n]|^[ \t]|[ \t]$/;

function judgeField({ name, value, index }: HpackField, at: Breach['at']): Breach | undefined {
  // A name that a table does not hold is a mistake of compression, which is told already.
  if (name === '' && index > 0) return undefined;
  if (isBadName(name)) {
    const isCase = /[A-Z]/.test(name);
    const breach = breachOf('field-case', isCase ? 'field-case' : 'field-case/name', { name }, at);
    return isCase ? { ...breach, mend: { kind: 'rename', name, to: name.toLowerCase() } } : breach;
  }
  if (BAD_VALUE.test(value)) return breachOf('field-case', 'field-case/value', { name }, at);
  const args = { name, value };
  if (OF_CONNECTION.has(name))
    return { ...breachOf('connection-field', 'connection-field', args, at), mend: { kind: 'remove', name } };
  if (name === 'te' && value.toLowerCase() !== 'trailers')
    return {
      ...breachOf('connection-field', 'connection-field/te', args, at),
      mend: { kind: 'set', name, value: 'trailers' },
    };
  return undefined;
}

function missing(
  fields: readonly HpackField[],
  seen: ReadonlySet<string>,
  part: PartOf,
  at: number,
): Breach | undefined {
  const place = { from: at + (fields[0]?.from ?? 0), to: at + (fields.at(-1)?.to ?? 0) };
  const lacks = (name: string): Breach => breachOf('pseudo-field', 'pseudo-field/missing', { name, part }, place);
  if (part === 'response') {
    if (!seen.has(':status')) return lacks(':status');
    const status = valueOf(fields, ':status') ?? '';
    if (!/^\d{3}$/.test(status)) return breachOf('pseudo-field', 'pseudo-field/status', { status, part }, place);
    // RFC 9113 §8.6: HTTP/2 has no 101.
    return status === '101' ? breachOf('pseudo-field', 'pseudo-field/switch', { status, part }, place) : undefined;
  }
  if (part === 'trailers') return undefined;
  if (!seen.has(':method')) return lacks(':method');
  // RFC 9113 §8.5: CONNECT has neither scheme nor path, unless it names a protocol (RFC 8441 §4).
  if (valueOf(fields, ':method') === 'CONNECT' && !seen.has(':protocol')) {
    if (!seen.has(':authority')) return lacks(':authority');
    const extra = [':scheme', ':path'].find((name) => seen.has(name));
    return extra === undefined
      ? undefined
      : breachOf('pseudo-field', 'pseudo-field/connect', { name: extra, part }, place);
  }
  const name = [':scheme', ':path'].find((n) => !seen.has(n));
  return name === undefined ? undefined : lacks(name);
}
