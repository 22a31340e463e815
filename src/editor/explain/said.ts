import { type Message, known, latin1, sliced } from '../../layers';
import { HEADER_FIELDS } from '../../layers/names';
import type { SaidSyntax } from '../../script';
import { type Trace, sourceLink, stepsAt } from '../../trace';
import type { Say } from '../../words/words';
import { frameText, framesOfLine } from './frames';
import { recordsOf, sealedText } from './sealed';

/** Each message that a line writes, in order; undefined for one that is not whole by it. */
export function messagesAt(trace: Trace, line: number): readonly Message[] {
  const found: Message[] = [];
  for (const { says } of stepsAt(trace, line))
    for (const { message } of says ?? []) if (message !== undefined && !found.includes(message)) found.push(message);
  return found;
}

/** The messages that a message carries inside, or itself. */
export function innermost(message: Message): readonly Message[] {
  return (message.inside?.length ?? 0) > 0 ? (message.inside ?? []) : [message];
}

/** A message as a line writes it, and the messages that are whole by it. */
export interface Whole {
  readonly said: SaidSyntax;
  readonly message: Message | undefined;
  /** The messages of TLS that carry it; empty where it is in clear, or is one of TLS itself. */
  readonly around: readonly Message[];
  /** Of HTTP/2: the frames that it has become. */
  readonly frames?: readonly Message[];
}

/** The messages of a line, as it writes them. */
export function wholesAt(trace: Trace, line: number): readonly Whole[] {
  const statement = trace.script.lines[line]?.statement;
  const saying = statement !== undefined && 'saying' in statement ? statement.saying : undefined;
  if (saying === undefined) return [];
  const messages = messagesAt(trace, line);
  const frames = framesOfLine(saying.items, messages);
  if (frames !== undefined) return frames;
  let next = 0;
  return saying.items.map((said): Whole => {
    const first = messages[next];
    if (said.message?.text === 'data') {
      const around = messages.slice(next, next + recordsFor(said));
      next += around.length;
      return { said, message: first, around };
    }
    if (said.message !== undefined || first?.layer !== 'tls') {
      next++;
      return { said, message: first, around: [] };
    }
    const last = messages.findIndex((m, i) => i >= next && (m.inside?.length ?? 0) > 0);
    if (last < 0) return { said, message: undefined, around: [] };
    // A message that is longer than a record is whole by the last of several. A handshake may come before.
    let begun = last;
    while (begun > next && messages[begun - 1]?.name === 'Application Data') begun--;
    const around = messages.slice(begun, last + 1);
    next = last + 1;
    return { said, message: around.at(-1)?.inside?.[0], around };
  });
}

/** Application data is cut into records of at most 2^14 octets (RFC 8446 §5.1). */
function recordsFor({ body }: SaidSyntax): number {
  const size = body?.kind === 'text' ? body.text.bytes.length : body?.kind === 'len' ? body.numbers[0]?.value : 0;
  return Math.max(1, Math.ceil((size ?? 0) / 2 ** 14));
}

/** The composition of a message: start line, header fields, body, and the rule that found the body's end. */
export function saidText(trace: Trace, line: number, index: number, say: Say): string[] {
  const whole = wholesAt(trace, line)[index];
  if (whole === undefined) return [];
  if (whole.said.message !== undefined) return sealedText(whole, say);
  if (whole.frames !== undefined) return frameText(whole, say);
  const unplayed = whole.said.frame?.text;
  if (unplayed !== undefined) return [`**${unplayed}**`, say(`h2-frame/${unplayed}`), link('RFC 9113 §6')];
  const { message, around } = whole;
  if (message === undefined) return [];
  const { body, octets, to, from, kind, name } = message;
  const head = known(sliced(octets, 0, body.from));
  const end = say(`body-end/${body.ends}`);
  const sizes = { size: to - from, head: body.from, body: body.to - body.from, end };
  return [
    `**${escaped(name)}**`,
    say(`said/${kind}`),
    ...(head === undefined ? [] : [`\`\`\`http\n${latin1(head).trimEnd()}\n\`\`\``]),
    say('said/sizes', sizes),
    ...(around.length === 0 ? [] : [say('said/inside', recordsOf(around))]),
    link('RFC 9112 §6.3'),
  ];
}

/** A header field: its meaning, its value as sent, and its section. */
export function headerText(trace: Trace, line: number, index: number, name: string, say: Say): string[] {
  const { message } = wholesAt(trace, line)[index] ?? {};
  const field = message?.fields.find((f) => f.name.toLowerCase() === name.toLowerCase());
  const known = [...HEADER_FIELDS.keys()].find((n) => n.toLowerCase() === name.toLowerCase());
  const shown = `**${escaped(known ?? name)}**${field === undefined ? '' : `: \`${field.value.replaceAll('`', "'")}\``}`;
  const source = known === undefined ? undefined : SOURCES[known];
  return [
    shown,
    ...(known === undefined || source === undefined ? [say('said/field')] : [say(`header-field/${known}`)]),
    link(source ?? 'RFC 9110 §5'),
  ];
}

/** Sections of the fields that are explained by themselves. */
const SOURCES: Readonly<Record<string, string>> = {
  Host: 'RFC 9112 §3.2',
  Connection: 'RFC 9112 §9.6',
  'Content-Length': 'RFC 9112 §6.2',
  'Transfer-Encoding': 'RFC 9112 §6.1',
  'Content-Type': 'RFC 9110 §8.3',
  Cookie: 'RFC 6265 §4.2',
  'Set-Cookie': 'RFC 6265 §4.1',
  Expect: 'RFC 9110 §10.1.1',
  'Keep-Alive': 'RFC 9112 §9.3',
  Authorization: 'RFC 9110 §11.6.2',
  ETag: 'RFC 9110 §8.8.3',
  'If-None-Match': 'RFC 9110 §13.1.2',
  'Content-Location': 'RFC 9110 §8.7',
  Location: 'RFC 9110 §10.2.2',
};

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~-]/g, '\\$&');
}

function link(source: string): string {
  const url = sourceLink(source);
  return url === undefined ? source : `[${source}](${url})`;
}
