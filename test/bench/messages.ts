/** Measures HTTP messages beside the same octets as plain strings, and a changed header beside a changed length. */
import { check } from '../../src/check/check';
import { createParser } from '../../src/script/parser';
import { median, time } from './measure';

export interface MessageFigures {
  readonly lines: number;
  /** Parsing and checking texts whose strings are no HTTP, and those with the same number of octets that are. */
  readonly stringsMs: number;
  readonly httpMs: number;
  /** A keystroke in the middle of the flow to its findings. */
  readonly lenEditMs: number;
  readonly headerEditMs: number;
}

const OPEN = ['client -> server SYN', 'server -> client SYN,ACK', 'client -> server ACK'];
const HEAD = 'HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\nContent-Length: 200\\r\\n\\r\\n';
const RESPONSE = HEAD + 'x'.repeat(200);
const REQUEST = 'GET /index.html HTTP/1.1\\r\\nHost: server\\r\\nAccept: text/html\\r\\n\\r\\n';

/** Requests and responses in turn, of `lines` lines. */
function conversation(lines: number, say: (isRequest: boolean) => string): string[] {
  const turns = Array.from({ length: lines - OPEN.length }, (_, i) =>
    i % 2 === 0 ? `client -> server PSH,ACK ${say(true)}` : `server -> client PSH,ACK ${say(false)}`,
  );
  return [...OPEN, ...turns];
}

export function messageTimes(lines: number, runs: number): MessageFigures {
  const http = conversation(lines, (isRequest) => `"${isRequest ? REQUEST : RESPONSE}"`).join('\n');
  // Another protocol's name: these octets are no HTTP, and are as many.
  const strings = http.replaceAll('HTTP', 'XTTP');
  const once = (text: string): number => time(() => check(createParser().parse(text))).ms;
  const times = { strings: [] as number[], http: [] as number[] };
  for (let i = -2; i < runs; i++) {
    const [a, b] = [once(strings), once(http)];
    if (i < 0) continue;
    times.strings.push(a);
    times.http.push(b);
  }
  const lens = conversation(lines, (isRequest) => `len=${isRequest ? '70' : '270'}`);
  const said = conversation(
    lines,
    (isRequest) => `http ${isRequest ? 'GET /index.html {Accept: text/html}' : '200 len=200'}`,
  );
  return {
    lines,
    stringsMs: median(times.strings),
    httpMs: median(times.http),
    lenEditMs: editMs(lens, (line) => line.replace(/len=\d+/, 'len=71')),
    headerEditMs: editMs(said, (line) => line.replace('text/html', 'text/text').replace('200 len', '201 len')),
  };
}

/** The number of edits that are measured, after a fifth of them that is not. */
const EDITS = 50;

/** The line in the middle changes, and is changed back. */
function editMs(before: readonly string[], change: (line: string) => string): number {
  const at = before.length >> 1;
  const parser = createParser();
  let trace = check(parser.parse(before.join('\n')));
  const times: number[] = [];
  for (let i = -EDITS / 5; i < EDITS; i++) {
    for (const line of [change(before[at] ?? ''), before[at] ?? '']) {
      const { value, ms } = time(() => {
        const script = parser.change(at, before.length - at - 1, [line]);
        const next = script && check(script, trace);
        void next?.findings;
        return next;
      });
      if (value === undefined) throw new Error('the parser takes no lines');
      trace = value;
      if (i >= 0) times.push(ms);
    }
  }
  return median(times);
}
