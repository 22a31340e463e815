import { type Message, known, latin1, sliced } from '../../layers';
import { HEADER_FIELDS } from '../../layers/names';
import { type Trace, sourceLink, stepsAt } from '../../trace';
import type { Say } from '../../words/words';

/** Each message that a line writes, in order; undefined for one that is not whole by it. */
export function messagesAt(trace: Trace, line: number): readonly Message[] {
  const found: Message[] = [];
  for (const { says } of stepsAt(trace, line))
    for (const { message } of says ?? []) if (message !== undefined && !found.includes(message)) found.push(message);
  return found;
}

/** The composition of a message: start line, header fields, body, and the rule that found the body's end. */
export function saidText(trace: Trace, line: number, index: number, say: Say): string[] {
  const message = messagesAt(trace, line)[index];
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
    link('RFC 9112 §6.3'),
  ];
}

/** A header field: its meaning, its value as sent, and its section. */
export function headerText(trace: Trace, line: number, index: number, name: string, say: Say): string[] {
  const field = messagesAt(trace, line)[index]?.fields.find((f) => f.name.toLowerCase() === name.toLowerCase());
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
