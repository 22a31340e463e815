/**
 * A line does not change findings above it: they are the same with and without later lines. Findings about the flow as
 * a whole are exceptions, listed here.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { play } from './expecting';
import { flowsIn, type Flow } from './table';
import { share, some } from '../share';

/** Findings at a flow's last line about leftovers, or at a line that had no effect until then. */
const AT_END: ReadonlySet<string> = new Set([
  'flow/owed-at-end',
  'flow/in-flight-at-end',
  'flow/fault-unused',
  'flow/goal-open',
  'http1/close-not-followed',
  'tcp/close-wait-stuck',
  'tcp/left-open',
]);

/**
 * The exceptions to the rule. Others follow from the language: `host`, `profile` and `variant` lines apply to the whole
 * flow; explicit `send`, `close` or `receive` calls of a side apply to all its data, FINs and reading; a single time
 * makes a timed flow.
 */
const EXCEPTIONS: readonly { readonly why: string; readonly rules: readonly string[]; readonly next: RegExp }[] = [
  { why: 'a name that a line below makes a host', rules: ['flow/unknown-host'], next: /./ },
  {
    why: 'two numbers tell that a flow writes relative ones',
    rules: ['flow/relative-numbers', 'tcp/handshake-ack'],
    next: /=1\b/,
  },
  { why: 'a user call binds its kind', rules: ['tcp/fin-without-close'], next: /close/ },
  {
    why: 'a second host that an OPEN may mean',
    rules: ['tcp/open-unspecified', 'tcp/user-call', 'tcp/state-mismatch', 'flow/expectation-owes'],
    next: /./,
  },
  {
    why: 'an RST that answers a SYN tells that the port is closed',
    rules: [
      'tcp/state-mismatch',
      'flow/expectation-owes',
      'tcp/reply-missing',
      'tcp/rst-missing-closed',
      'tcp/isn-predictable',
      'tcp/mss-absent',
    ],
    next: /RST/,
  },
  {
    why: 'the answer tells which of SYN and SYN,ACK was a slip',
    rules: [
      'tcp/synack-without-syn',
      'tcp/syn-has-ack',
      'tcp/ack-bit-missing',
      'tcp/isn-predictable',
      'tcp/mss-absent',
    ],
    next: /SYN|RST,ACK|=>/,
  },
  {
    why: 'a certificate may stand below those that it signs',
    rules: ['flow/unknown-certificate'],
    next: /certificate/,
  },
  {
    why: 'a SYN,ACK that goes again tells that the ACK was thrown away',
    rules: ['tcp/ack-late', 'tcp/fin-not-acked', 'tcp/keepalive-reply'],
    next: /SYN,ACK/,
  },
];

/** The findings of the first `count` lines. */
function saidOf(text: string, count: number): string[] {
  return play(text)
    .findings.filter((f) => f.line < count && !AT_END.has(f.rule))
    .map((f) => `${f.line + 1}: ${f.level} ${f.rule} ${f.start}-${f.end}`);
}

/** The findings of some lines that occur only with, or only without, later lines. */
function changed(above: readonly string[], below: string): string[] {
  const alone = saidOf(above.join('\n'), above.length);
  const whole = saidOf([...above, below].join('\n'), above.length);
  // A name is taken for a misspelling until a later line repeats it, or uses the similar name more often.
  const slips = (said: readonly string[]): string => said.filter((x) => x.includes('flow/misspelt-host')).join();
  if (slips(alone) !== slips(whole)) return [];
  const isExcepted = (said: string): boolean =>
    EXCEPTIONS.some(({ rules, next }) => rules.some((r) => said.includes(` ${r} `)) && next.test(below));
  return [
    ...alone.filter((x) => !whole.includes(x)).map((x) => `only alone ${x}`),
    ...whole.filter((x) => !alone.includes(x)).map((x) => `only with more lines ${x}`),
  ].filter((x) => !isExcepted(x));
}

const FILES = [
  ...readdirSync('test/fixtures/flows/corners').map((f) => `corners/${f}`),
  ...readdirSync('test/fixtures/flows/rules').map((f) => `rules/${f}`),
  ...['figures', 'going-on', 'names', 'played', 'transitions', 'variants'].map((f) => `${f}.tcpflow`),
].filter((f) => !/endless|limits/.test(f));

/** Lines that may follow a flow of two hosts. */
function additions(text: string): string[] {
  const arrow = /^(?:[+@]\S+ )?(\p{L}\w*)(?::\d+)? *(?:->|-x|~>|=>) *(\p{L}\w*)/mu.exec(text)?.slice(1);
  // A flow of calls alone names its hosts in lines of their own.
  const [a = 'A', b = 'B'] = arrow ?? [...text.matchAll(/^host (\p{L}\w*)/gmu)].map(([, name]) => name ?? '');
  return [
    `${b} -> ${a} RST`,
    `${b} -> ${a} RST,ACK`,
    `${a} -> ${b} SYN`,
    `${b} -> ${a} SYN`,
    `${b} -> ${a} SYN,ACK`,
    `${a}:7 -> ${b} SYN`,
    `${b} -> ${a}:9 SYN`,
    `another -> ${a} SYN`,
    `another -> ${b} RST seq=1 spoofing ${a}`,
    `${b} listen`,
    `${a} listen`,
    `${b} connect`,
    `${a} connect`,
    'run',
    `${a} => ${b} "x"`,
    `${b} => ${a} "x"`,
    `${a} -> ${b} ACK`,
    `expect ${a} CLOSED, ${b} LISTEN`,
  ];
}

/** Long flows with runs take too long. */
const isShort = ({ text }: Flow): boolean => text.length < (/run|=>/.test(text) ? 250 : 1500);

/** Coprime to the number of additions, so that a share meets each of them. */
const SPREAD = 23;

describe('the lines above a line', function () {
  this.timeout(120_000);
  const short = FILES.flatMap((file) =>
    flowsIn(file)
      .filter(isShort)
      .map((flow) => ({ ...flow, file })),
  );

  it('are said the same of, whatever comes to stand below', () => {
    let tried = 0;
    for (const { file, id, text } of some(short, SPREAD)) {
      const all = additions(text);
      const added = all[tried++ % all.length] ?? '';
      assert.deepEqual(changed(text.split('\n'), added), [], `${file} ${id}\n${text}\n${added}`);
    }
    assert.ok(tried > share(700, SPREAD), `${tried} lines`);
  });

  it('are said the same of in a flow that is cut off', () => {
    let tried = 0;
    for (const { file, id, text } of some(short, SPREAD)) {
      const lines = text.split('\n');
      const at = 1 + (tried++ % Math.max(1, lines.length - 1));
      const rest = lines.slice(at).join('\n');
      assert.deepEqual(changed(lines.slice(0, at), rest), [], `${file} ${id} up to line ${at}\n${text}`);
    }
    assert.ok(tried > share(700, SPREAD), `${tried} flows`);
  });
});
