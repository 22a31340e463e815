/** Clean flows with one field of one HTTP message changed, and what the checker finds. */
import { check } from '../../src/check';
import { known, type Message } from '../../src/layers';
import { createParser, lineAt, quoted } from '../../src/script';
import type { Finding, Trace } from '../../src/trace';
import { WISHES } from '../unit/check/expecting';
import type { LibraryFlow } from '../unit/library';

export interface MessageMutant {
  readonly flow: string;
  /** From 1. */
  readonly line: number;
  readonly kind: string;
  readonly message: Message;
  readonly text: string;
  /** New errors and warnings about messages, on the changed line and on lines behind it. */
  readonly here: readonly Finding[];
  readonly later: readonly Finding[];
}

interface Place {
  readonly line: number;
  readonly message: Message;
  readonly octets: Uint8Array;
  /** The line with another message in place of its own. */
  write(octets: Uint8Array): string;
}

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const octetsOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** The lines of a flow that write one whole message. */
function places({ steps, script }: Trace): Place[] {
  return steps.flatMap((step): Place[] => {
    const line = lineAt(script, step.line);
    const s = line?.statement;
    const [said] = step.says ?? [];
    if (line === undefined || said?.message === undefined || step.says?.length !== 1 || step.generated) return [];
    if (s?.kind !== 'segment' && s?.kind !== 'call') return [];
    if (said.message.layer !== 'http1') return [];
    if (s.kind === 'segment' && (s.altered !== undefined || s.violates !== undefined)) return [];
    const span = s.saying ?? s.payload;
    const octets = known(said.message.octets);
    // A message of more than a segment is another place: here the line writes the whole of it.
    // Octets that go again are not read again.
    if (step.kind === 'segment' && step.sent.repeats !== undefined) return [];
    const isWhole = said.from === 0 && (s.kind === 'call' || said.to === octets?.length);
    if (span === undefined || octets === undefined || !isWhole) return [];
    const write = (all: Uint8Array): string => line.text.slice(0, span.start) + quoted(all) + line.text.slice(span.end);
    return [{ line: step.line, message: said.message, octets, write }];
  });
}

/** The message with one field changed, by the kind of change. */
function mutations(message: Message, octets: Uint8Array): [string, string][] {
  const { head } = message;
  if (head === undefined) return [];
  const text = latin1(octets);
  const all: [string, string][] = [];
  const put = (kind: string, from: number, to: number, by: string): void => {
    all.push([kind, text.slice(0, from) + by + text.slice(to)]);
  };
  const { startLine } = head;
  const version = text.indexOf('HTTP/1.', startLine.from);
  put('version without minor', version + 6, version + 8, '');
  put(head.minor === 1 ? 'version 1.0' : 'version 1.1', version + 7, version + 8, head.minor === 1 ? '0' : '1');
  put('start line +LF', startLine.to, startLine.to + 2, '\n');
  if (head.kind === 'request') {
    put('method lower case', startLine.from, startLine.from + head.method.length, head.method.toLowerCase());
    put('target empty', startLine.from + head.method.length + 1, version - 1, '');
    put('target with a blank', version - 1, version - 1, ' x');
  } else {
    const status = version + 'HTTP/1.1 '.length;
    put('status of two digits', status, status + 1, '');
    if (head.status !== 204) put('status 204', status, status + 3, '204');
    if (head.status >= 200) put('status 100', status, status + 3, '100');
  }
  for (const { from, to, valueFrom = to, name, key } of head.fields) {
    put(`-${key}`, from, to + 2, '');
    put(`${key} twice`, from, from, `${text.slice(from, to)}\r\n`);
    put('name and a blank', from + name.length, from + name.length, ' ');
    put('field without colon', from + name.length, from + name.length + 1, '');
    put('folded value', valueFrom, valueFrom, '\r\n ');
    put('field +LF', to, to + 2, '\n');
    if (key !== 'content-length') continue;
    const length = Number(text.slice(valueFrom, to));
    put('length +1', valueFrom, to, String(length + 1));
    if (length > 0) put('length -1', valueFrom, to, String(length - 1));
    put('length no number', valueFrom, to, `${length}x`);
    put('+transfer-encoding', to, to, '\r\nTransfer-Encoding: chunked');
  }
  const end = head.length - 2;
  put('+connection: close', end, end, 'Connection: close\r\n');
  put('+host', end, end, 'Host: other.example\r\n');
  if (text.length > head.length) {
    put('body -1', text.length - 1, text.length, '');
    put('body +1', text.length, text.length, 'X');
    if (message.body.ends === 'chunked') put('chunk size no number', head.length, head.length, 'x');
  }
  return all;
}

/** Every `every`th mutant of the messages of a flow, but those of HTTP/2. */
export function messageMutants({ id, text }: LibraryFlow, every = 1): MessageMutant[] {
  const lines = text.split('\n');
  const clean = check(createParser().parse(text), undefined, undefined, WISHES);
  const parser = createParser();
  let number = 0;
  return places(clean).flatMap(({ line, message, octets, write }) => {
    const play = (all: Uint8Array): [string, readonly Finding[]] => {
      const written = write(all);
      const changed = lines.map((l, i) => (i === line ? written : l)).join('\n');
      const { findings } = check(parser.parse(changed), undefined, undefined, WISHES);
      return [written, findings.filter((f) => f.rule.startsWith('http1/') && f.level !== 'hint')];
    };
    const before = new Set(play(octets)[1].map((f) => `${f.line} ${f.rule}`));
    const chosen = mutations(message, octets).filter(() => number++ % every === 0);
    return chosen.map(([kind, changed]): MessageMutant => {
      const [written, findings] = play(octetsOf(changed));
      const fresh = findings.filter((f) => !before.has(`${f.line} ${f.rule}`));
      const [here, later] = [fresh.filter((f) => f.line === line), fresh.filter((f) => f.line !== line)];
      return { flow: id, line: line + 1, kind, message, text: written, here, later };
    });
  });
}
