/** Messages of TLS explained: what they are for, their composition, and cipher suites in their parts. */
import type { Message } from '../../layers';
import { type Suite, suiteNamed } from '../../layers/names';
import type { SaidSyntax } from '../../script';
import { sourceLink } from '../../trace';
import type { Say } from '../../words/words';
import type { Whole } from './said';

/** Records, and octets with their heads, of some messages. */
export function recordsOf(messages: readonly Message[]): { readonly records: number; readonly size: number } {
  return {
    records: messages.reduce((sum, m) => sum + (m.sealed?.message.parts.length ?? 0), 0),
    size: messages.reduce((sum, m) => sum + m.to - m.from, 0),
  };
}

/** A message of TLS: its meaning, its fields with their octets, and its records. */
export function sealedText({ said, message, around }: Whole, say: Say): string[] {
  const name = said.message?.text ?? '';
  const title = said.alert === undefined ? name : `${name} ${said.alert.text}`;
  const head = [`**${escaped(title)}**`, say(`tls-message/${name}`)];
  if (said.alert !== undefined) head.push(say(`alert/${said.alert.text}`));
  const foot = link(SOURCES[name] ?? 'RFC 8446 §4');
  if (message?.sealed === undefined) return [...head, say('said/not-loaded'), foot];
  const { sealed } = message.sealed.message;
  const suite = suiteIn(message);
  return [
    ...head,
    ...composition(message),
    say(sealed ? 'said/records-sealed' : 'said/records', recordsOf(around.length > 0 ? around : [message])),
    ...(suite === undefined ? [] : [suiteText(suite, say)]),
    foot,
  ];
}

/** The suite that a ServerHello chooses. */
function suiteIn({ fields }: Message): Suite | undefined {
  const chosen = fields.find((f) => f.name === 'cipher_suite');
  return chosen && suiteNamed(chosen.value);
}

/** Structures whose parts are shown, too. */
const OPENED: ReadonlySet<string> = new Set(['cipher_suites', 'extensions', 'certificate_list']);
const LONGEST_VALUE = 64;

/** The fields of a message with their octets, as a table. */
function composition({ sealed }: Message): string[] {
  type Field = NonNullable<Message['sealed']>['message']['fields'][number];
  const rows: [name: string, octets: string, value: string][] = [];
  const add = (field: Field, indent: string): void => {
    const isOpened = OPENED.has(field.name);
    const { value } = field;
    const shown = isOpened ? '' : valueOf(field.fields?.find((f) => f.name === 'extension_data')?.value ?? value);
    rows.push([indent + field.name, String(field.to - field.from), shown]);
    if (isOpened) for (const part of field.fields ?? []) add(part, `${indent}  `);
  };
  for (const field of sealed?.message.fields ?? []) add(field, '');
  if (rows.length === 0) return [];
  const [width, digits] = [0, 1].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map(([name, octets, value]) =>
    `${name.padEnd(width ?? 0)}  ${octets.padStart(digits ?? 0)}  ${value}`.trimEnd(),
  );
  return [`\`\`\`text\n${lines.join('\n')}\n\`\`\``];
}

function valueOf(value: string): string {
  const shown = value.replaceAll('`', "'");
  return shown.length > LONGEST_VALUE ? `${shown.slice(0, LONGEST_VALUE)}…` : shown;
}

/** A key of a message: its meaning, and what its value names. */
export function keyText({ set }: SaidSyntax, key: string, say: Say): string[] {
  const value = set?.find((s) => s.key.text === key)?.value.text ?? '';
  return [`**${key}**`, say(`tls-key/${key}`), ...suitesText(value, say), link('RFC 8446 §4')];
}

/** The suites of a list with `+` between them, in their parts. */
export function suitesText(list: string, say: Say): string[] {
  return list
    .split('+')
    .map(suiteNamed)
    .filter((suite) => suite !== undefined)
    .slice(0, MOST_SUITES)
    .map((suite) => suiteText(suite, say));
}

const MOST_SUITES = 4;
/** TLS 1.3. */
const UNSPLIT = 'any';

/** A cipher suite in its parts: key exchange, signature, encryption, MAC, hash. */
export function suiteText({ name, id, kx, auth, cipher, keyLength, mac, hash }: Suite, say: Say): string {
  const parts = [
    say(`suite/kx/${kx}`),
    ...(kx === UNSPLIT ? [] : [say(kx === 'RSA' ? 'suite/auth/own' : `suite/auth/${auth}`)]),
    say(`suite/cipher/${cipher}`, { bits: 8 * keyLength }),
    ...(cipher === 'AES-CBC' ? [say('suite/mac', { hash: HASHES[mac] })] : []),
    say(kx === UNSPLIT ? 'suite/hash13' : 'suite/hash12', { hash: HASHES[hash] }),
  ];
  const number = `0x${id.toString(16).toUpperCase().padStart(4, '0')}`;
  return [`\`${name}\` (${number})`, '', ...parts.map((part) => `- ${part}`)].join('\n');
}

const HASHES = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384' } as const;

/** Sections of the messages. */
const SOURCES: Readonly<Record<string, string>> = {
  HelloRequest: 'RFC 5246 §7.4.1.1',
  ClientHello: 'RFC 8446 §4.1.2',
  ServerHello: 'RFC 8446 §4.1.3',
  HelloRetryRequest: 'RFC 8446 §4.1.4',
  NewSessionTicket: 'RFC 8446 §4.6.1',
  EndOfEarlyData: 'RFC 8446 §4.5',
  EncryptedExtensions: 'RFC 8446 §4.3.1',
  Certificate: 'RFC 8446 §4.4.2',
  ServerKeyExchange: 'RFC 5246 §7.4.3',
  CertificateRequest: 'RFC 8446 §4.3.2',
  ServerHelloDone: 'RFC 5246 §7.4.5',
  CertificateVerify: 'RFC 8446 §4.4.3',
  ClientKeyExchange: 'RFC 5246 §7.4.7',
  Finished: 'RFC 8446 §4.4.4',
  CertificateStatus: 'RFC 6066 §8',
  KeyUpdate: 'RFC 8446 §4.6.3',
  ChangeCipherSpec: 'RFC 5246 §7.1',
  alert: 'RFC 8446 §6',
  data: 'RFC 8446 §5',
};

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~-]/g, '\\$&');
}

function link(source: string): string {
  const url = sourceLink(source);
  return url === undefined ? source : `[${source}](${url})`;
}
