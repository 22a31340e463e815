import { sidesAt, type Trials } from '../../compose';
import { type NextSaid, nextSaid } from '../../layers';
import {
  HEADER_FIELDS,
  HTTP1_STATES,
  LAYER_WORDS,
  METHODS,
  STATUSES,
  TLS_ALERTS,
  TLS_KEYS,
  TLS_MESSAGES,
  TLS_STATES,
} from '../../layers/names';
import { inFrame } from './frames';
import type { Item } from './item';

/** Items within a message of a layer above TCP; undefined if the line up to the place has none. */
export function inSaying(trials: Trials, before: string): Item[] | undefined {
  if (/^\s*(?:expect|run)\b/i.test(before)) return undefined;
  const text = withoutStrings(before);
  const sealed = /(?:^|\s)tls\s+(?:.*\s\+\s+)?((?:(?!\s\+\s).)*)$/i.exec(text)?.[1];
  if (sealed !== undefined) return inSealed(nextAt(trials, text), sealed);
  const frame = /(?:^|\s)h2\s+(?:.*\s\+\s+)?((?:(?!\s\+\s).)*)$/i.exec(text)?.[1];
  if (frame !== undefined) {
    const items = inFrame(nextAt(trials, text), frame);
    const open = frame.lastIndexOf('{');
    return items ?? (open > frame.lastIndexOf('}') ? inFields(frame.slice(open + 1)) : []);
  }
  const said = /(?:^|\s)http(?:\/1\.[01]|\/2)?\s+((?:(?!\s\+\s).)*)$/i.exec(text.replace(/^.*\s\+\s/, 'http '))?.[1];
  if (said === undefined || !/(?:^|\s)http(?:\/\S*)?\s/i.test(text)) return undefined;
  const open = said.lastIndexOf('{');
  if (open > said.lastIndexOf('}')) return inFields(said.slice(open + 1));
  if (/^\s*$/.test(said)) return firstItems(nextAt(trials, text));
  if (/^[A-Z]+\s+$/.test(said))
    return targets(trials).map((label) => ({ kind: 'value', label, why: { id: 'said/target' } }));
  if (/^(?:\d{3}|[A-Z]+\s+\S+)\s+$/.test(said)) return [FIELDS, ...BODIES];
  return /\}\s+$/.test(said) ? [...BODIES] : undefined;
}

/** Items within a message of TLS: what is due first; an alert's name; what may be written otherwise. */
function inSealed(next: NextSaid | undefined, said: string): Item[] | undefined {
  const item = (label: string, id: string, source: string): Item => ({ kind: 'value', label, why: { id }, source });
  if (/^\s*$/.test(said)) {
    const flight = next?.kind === 'tls' ? [next.flight.join(' + ')] : [];
    const all = [...flight, ...TLS_MESSAGES.filter((name) => !flight.includes(name))];
    return all.map((label) =>
      item(label, flight.includes(label) ? 'said/tls-message' : `tls-message/${label}`, 'RFC 8446 §4'),
    );
  }
  if (/^alert\s+$/i.test(said)) return TLS_ALERTS.map((label) => item(label, `alert/${label}`, 'RFC 8446 §6'));
  if (!/^\w+\s+(?:\S+\s+)*$/.test(said)) return undefined;
  return TLS_KEYS.map((key): Item => ({ kind: 'field', label: `${key}=`, why: { id: `tls-key/${key}` } }));
}

/** The words that begin a message: where a segment or a call may carry one. */
export const LAYER_ITEMS: readonly Item[] = LAYER_WORDS.map((label) => ({
  kind: 'keyword',
  label,
  snippet: `${label} $0`,
  why: { id: `layer/${label}` },
}));

export const LAYER_STATE_ITEMS: readonly Item[] = HTTP1_STATES.map((label) => ({
  kind: 'state',
  label,
  why: { id: `http-state/${label}` },
  source: 'RFC 9112 §9',
}));

export const TLS_STATE_ITEMS: readonly Item[] = TLS_STATES.map((label) => ({
  kind: 'state',
  label,
  why: { id: `tls-state/${label}` },
  source: 'RFC 8446 §A',
}));

const FIELDS: Item = { kind: 'keyword', label: '{…}', snippet: '{$1}', why: { id: 'said/fields' } };
const BODIES: readonly Item[] = [
  { kind: 'keyword', label: '"…"', snippet: '"$1"', why: { id: 'said/body' } },
  { kind: 'field', label: 'len=1000', why: { id: 'said/body' } },
  { kind: 'field', label: 'chunked=100+200', why: { id: 'said/chunked' }, source: 'RFC 9112 §7.1' },
];

/** Strings hold no clauses: each becomes a pair of quotes. */
function withoutStrings(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
}

/** The next message of the side that the line is about. */
function nextAt(trials: Trials, text: string): NextSaid | undefined {
  const side = sidesAt(trials).find(({ name, peerName }) => {
    const rest = text.trimStart().replace(/^[+@]\S+\s+/, '');
    return rest.startsWith(name) && (rest.includes(peerName) || /^\S+\s+send\b/.test(rest));
  });
  return side && nextSaid(side.endpoint.app, side.peer.app, side.role.opens, side.tls?.door, side.h2);
}

/** Methods first for a client, statuses first for a server. */
function firstItems(next: NextSaid | undefined): Item[] {
  const methods = METHODS.map((label): Item => ({
    kind: 'value',
    label,
    why: { id: `method/${label}` },
    source: 'RFC 9110 §9.3',
  }));
  const statuses = [...STATUSES].map(([code, detail]): Item => ({
    kind: 'value',
    label: String(code),
    detail,
    why: { id: statusClass(code) },
    source: 'RFC 9110 §15',
  }));
  const usual = ['200', '204', '304', '404'];
  statuses.sort((a, b) => Number(usual.includes(b.label)) - Number(usual.includes(a.label)));
  return next?.kind === 'response' ? [...statuses, ...methods] : [...methods, ...statuses];
}

export function statusClass(code: number): string {
  return `status/${Math.min(5, Math.floor(code / 100))}xx`;
}

/** Targets that the flow has asked for, and the root. */
function targets({ base }: Trials): string[] {
  const found = new Set(['/']);
  for (const { statement } of base.script.lines) {
    const saying = statement !== undefined && 'saying' in statement ? statement.saying : undefined;
    for (const { target } of saying?.items ?? []) if (target !== undefined) found.add(target.text);
    if (found.size > 20) break;
  }
  return [...found];
}

/** Names of header fields that are not written yet, or the values of one. */
function inFields(written: string): Item[] {
  const value = /(?:^|,)\s*([\w-]+)\s*:\s*$/.exec(written);
  if (value !== null) {
    const name = [...HEADER_FIELDS.keys()].find((n) => n.toLowerCase() === value[1]?.toLowerCase());
    const values = name === undefined ? [] : (HEADER_FIELDS.get(name) ?? []);
    return values.map((v) => ({ kind: 'value', label: v.includes(',') ? `"${v}"` : v, why: { id: 'said/field' } }));
  }
  if (!/(?:^|,)\s*-?$/.test(written)) return [];
  const has = (name: string): boolean => new RegExp(`(?:^|,)\\s*-?${name}\\b`, 'i').test(written);
  return [...HEADER_FIELDS.keys()]
    .filter((name) => !has(name))
    .map((name) => ({ kind: 'field', label: /-$/.test(written) ? name : `${name}: `, why: { id: 'said/field' } }));
}
