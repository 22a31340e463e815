/** Hints on messages above TCP: what was filled in, their octets and records, and parts of messages in segments. */
import type { FieldOf, Message } from '../layers';
import type { Trace } from '../trace';
import type { Say } from '../words/words';
import { type Whole, wholesAt } from './explain/said';
import { formsOf } from './explain/frames';
import { recordsOf } from './explain/sealed';
import { partsAt } from './parts';

/** A text beside a place of a line. */
export interface Hint {
  readonly line: number;
  readonly column: number;
  readonly kind: 'leftOut' | 'number' | 'state' | 'said';
  readonly text: string;
  /** The text that a double click writes, if it is another one. */
  readonly insert?: string;
  readonly tooltip: string;
}

/** Hints behind each message that a line writes, or behind a segment that carries parts of messages. */
export function saidHints(trace: Trace, line: number, say: Say): Hint[] {
  const statement = trace.script.lines[line]?.statement;
  const saying = statement !== undefined && 'saying' in statement ? statement.saying : undefined;
  if (saying !== undefined) return wholesAt(trace, line).flatMap((whole) => wholeHint(whole, line, say) ?? []);
  const isBare = statement?.kind === 'segment' && statement.payload === undefined;
  return isBare ? partHints(trace, line, statement.end, say) : [];
}

function wholeHint(whole: Whole, line: number, say: Say): Hint | undefined {
  const { said, message, around, frames } = whole;
  if (message === undefined) return undefined;
  if (frames !== undefined) return frameHint(whole, frames, line, say);
  const { sealed, head } = message;
  if (sealed === undefined && head === undefined) return undefined;
  const filled = sealed === undefined ? filledFields(whole, message) : filledValues(whole, message);
  const sent = around.length > 0 ? around : [message];
  const { records, size } = recordsOf(sent);
  const octets =
    records === 0
      ? `→ ${size} B`
      : say(records === 1 ? 'editor/hint/record' : 'editor/hint/records', { records, size });
  const text = [...(filled === '' ? [] : [filled]), octets].join(' ');
  const tooltip = say(sealed === undefined ? 'editor/hint/said' : 'editor/hint/sealed');
  return { line, column: said.end, kind: 'said', text, tooltip };
}

/** The stream that was left out, the indexes of the header block, and octets. */
function frameHint({ said, message, around }: Whole, frames: readonly Message[], line: number, say: Say): Hint {
  const { records, size } = recordsOf(around.length > 0 ? around : frames);
  const forms = message === undefined ? '' : formsOf(message);
  const stream = said.stream === undefined ? (message?.stream ?? 0) : 0;
  const octets =
    records === 0
      ? `→ ${size} B`
      : say(records === 1 ? 'editor/hint/record' : 'editor/hint/records', { records, size });
  const parts = [
    ...(stream > 0 ? [`stream=${stream}`] : []),
    ...(forms === '' ? [] : [`HPACK ${forms}`]),
    ...(frames.length > 1 ? [say('editor/hint/frames', { count: frames.length })] : []),
    octets,
  ];
  return { line, column: said.end, kind: 'said', text: parts.join(' '), tooltip: say('editor/hint/frame') };
}

/** Header fields that the line does not write. */
function filledFields({ said }: Whole, { head }: Message): string {
  const written = new Set(said.fields?.items.map((f) => f.name.text.toLowerCase()));
  const filled = (head?.fields ?? []).filter((f) => !written.has(f.key)).map((f) => `${f.name}: ${f.value}`);
  return filled.length === 0 ? '' : `{${filled.join(', ')}}`;
}

/** Keys of messages, each with the field that has its value. What is random is not among them. */
const SHOWN: readonly (readonly [message: string, key: string, field: string])[] = [
  ['ClientHello', 'versions', 'versions'],
  ['ClientHello', 'version', 'client_version'],
  ['ClientHello', 'suites', 'cipher_suites'],
  ['ClientHello', 'session-id', 'session_id'],
  ['ClientHello', 'psk', 'identity'],
  ['ServerHello', 'version', 'selected_version'],
  ['ServerHello', 'version', 'server_version'],
  ['ServerHello', 'suite', 'cipher_suite'],
  ['ServerHello', 'session-id', 'session_id'],
  ['ServerHello', 'psk', 'selected_identity'],
  ['HelloRetryRequest', 'suite', 'cipher_suite'],
  ['HelloRetryRequest', 'group', 'selected_group'],
  ['EncryptedExtensions', 'alpn', 'application_layer_protocol_negotiation'],
  ['ServerKeyExchange', 'scheme', 'algorithm'],
  ['CertificateVerify', 'scheme', 'algorithm'],
  ['NewSessionTicket', 'lifetime', 'ticket_lifetime'],
  ['NewSessionTicket', 'lifetime', 'ticket_lifetime_hint'],
  ['KeyUpdate', 'request', 'request_update'],
];

/** Values of a message of TLS that the line does not write, as it could write them. */
function filledValues({ said }: Whole, { sealed }: Message): string {
  const name = said.message?.text ?? '';
  const done = new Set(said.set?.map((s) => s.key.text));
  const filled: string[] = [];
  for (const [message, key, field] of SHOWN) {
    // Where supported_versions is there, the version of the hello tells nothing (RFC 8446 §4.1.2).
    if (message !== name || done.has(key) || (key === 'version' && done.has('versions'))) continue;
    const value = fieldIn(sealed?.message.fields ?? [], field)?.value ?? '';
    if (value === '') continue;
    done.add(key);
    filled.push(`${key}=${writtenAs(value)}`);
  }
  return filled.join(' ');
}

interface Tree extends FieldOf {
  readonly fields?: readonly Tree[];
}

function fieldIn(fields: readonly Tree[], name: string): Tree | undefined {
  for (const field of fields) {
    const found = field.name === name ? field : fieldIn(field.fields ?? [], name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `TLS 1.3, TLS 1.2` as `1.3+1.2`; of long lists and octets the beginning. */
function writtenAs(value: string): string {
  const [first = '', second, ...more] = value.split(', ').map((v) => v.replace(/^TLS (?=\d)/, ''));
  if (/^[\da-f]{16,}$/.test(first)) return `${first.slice(0, 8)}…`;
  if (second === undefined) return first;
  return more.length === 0 ? `${first}+${second}` : `${first}+…`;
}

/** The messages that a segment carries octets of. */
function partHints(trace: Trace, line: number, column: number, say: Say): Hint[] {
  const parts = partsAt(trace, line);
  if (parts.length === 0) return [];
  const told = parts.flatMap(({ place, ...of }) =>
    place === undefined ? [] : [say('editor/hint/part-of', { from: of.from, to: of.to, size: of.size, ...place })],
  );
  const tooltip = told.length === 0 ? say('editor/hint/carries') : told.join('\n\n');
  return [{ line, column, kind: 'said', text: parts.map(({ text }) => text).join(', '), tooltip }];
}
