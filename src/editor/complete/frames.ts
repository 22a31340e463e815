/** Completion within a frame of HTTP/2: its name, stream, method or status, code, keys, and `end`. */
import type { NextSaid } from '../../layers';
import { FRAME_WORDS, H2_CODES, H2_KEYS, H2_STATES, METHODS, STATUSES, STREAM_STATES } from '../../layers/names';
import type { Item } from './item';

const SOURCE = 'RFC 9113 §6';

/** Items behind `h2`, for the frame that is being written. */
export function inFrame(next: NextSaid | undefined, said: string): Item[] | undefined {
  if (/^\s*$/.test(said)) return frames(next);
  const name = (/^\w+/.exec(said)?.[0] ?? '').toUpperCase();
  if (!FRAME_WORDS.some((frame) => frame === name)) return undefined;
  const open = said.lastIndexOf('{');
  if (open > said.lastIndexOf('}')) return name === 'HEADERS' ? undefined : keys(name, said.slice(open + 1));
  if (!/\s$/.test(said)) return undefined;
  const rest = said.slice(name.length).trim();
  const isStream = /^\d*$/.test(rest);
  const items: Item[] = [];
  const braces = (): Item => ({ kind: 'keyword', label: '{…}', snippet: '{$1}', why: { id: 'said/fields' } });
  const end: Item = { kind: 'keyword', label: 'end', why: { id: 'said/h2-end' }, source: 'RFC 9113 §5.1' };
  const body = (label: string): Item => ({ kind: 'field', label, why: { id: 'said/body' } });
  switch (name) {
    case 'HEADERS':
      if (isStream) return heads(next);
      return /\bend$/.test(rest) ? [] : [...(rest.includes('{') ? [] : [braces()]), end];
    case 'DATA':
      if (isStream) items.push(body('len=1000'), body('"…"'), braces());
      return /\bend$/.test(rest) ? [] : [...items, end];
    case 'RST_STREAM':
    case 'GOAWAY':
      return isStream
        ? H2_CODES.map((label) => ({ kind: 'value', label, why: { id: `h2-code/${label}` }, source: 'RFC 9113 §7' }))
        : [];
    case 'SETTINGS':
    case 'PING':
      if (rest === '') items.push({ kind: 'keyword', label: 'ack', why: { id: 'said/h2-ack' }, source: SOURCE });
      return rest.includes('{') ? [] : [...items, braces()];
    default:
      return H2_KEYS[name] === undefined || rest.includes('{') ? [] : [braces()];
  }
}

/** Frames that are due first, in one go; then those that may be said, and all names. */
function frames(next: NextSaid | undefined): Item[] {
  const item = (label: string): Item => ({ kind: 'value', label, why: { id: 'said/h2-frame' }, source: SOURCE });
  const first = next?.kind === 'h2' ? [...(next.must.length > 0 ? [next.must.join(' + ')] : []), ...next.may] : [];
  const names = FRAME_WORDS.filter((name) => !first.includes(name)).map((label): Item => ({
    kind: 'value',
    label,
    why: { id: `h2-frame/${label}` },
    source: SOURCE,
  }));
  return [...first.map(item), ...names];
}

/** Methods for a client, statuses for a server. */
function heads(next: NextSaid | undefined): Item[] {
  const asks = METHODS.map((label): Item => ({ kind: 'value', label, why: { id: `method/${label}` } }));
  const answers = ['200', '204', '304', '404', '500'].map((label): Item => {
    const detail = STATUSES.get(Number(label)) ?? '';
    return { kind: 'value', label, detail, why: { id: `status/${label.charAt(0)}xx` }, source: 'RFC 9110 §15' };
  });
  const isServer = next?.kind === 'h2' && next.may.some((frame) => /^HEADERS \d+ \d{3}/.test(frame));
  return isServer ? [...answers, ...asks] : [...asks, ...answers];
}

/** Keys that the frame has and that are not written yet. */
function keys(frame: string, written: string): Item[] | undefined {
  if (!/(?:^|,)\s*\w*$/.test(written)) return [];
  const all = H2_KEYS[frame] ?? [];
  return all
    .filter((key) => !new RegExp(`\\b${key}\\s*:`, 'i').test(written))
    .map((key) => ({ kind: 'field', label: `${key}: `, why: { id: `h2-key/${key}` }, source: 'RFC 9113 §6.5.2' }));
}

/** States behind `expect END h2`, of a stream or of the connection. */
export function h2States(isStream: boolean): Item[] {
  const all: readonly string[] = isStream ? STREAM_STATES : H2_STATES;
  const kind = isStream ? 'h2-stream' : 'h2-state';
  return all.map((label) => ({ kind: 'state', label, why: { id: `${kind}/${label}` }, source: 'RFC 9113 §5.1' }));
}
