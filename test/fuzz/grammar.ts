/** Flows made from the grammar of media/docs/language.md: every statement and clause, with ordinary and extreme values. */
import {
  CALLS,
  CLAIMS,
  ECN_WORDS,
  FIELDS,
  FLAGS,
  ICMP_ERRORS,
  PROFILES,
  SETTINGS,
  UNITS,
  VARIABLES,
  VARIANTS,
  type SettingKind,
} from '../../src/script/vocabulary';
import { RING_KEYS, SECRET_WORDS, TLS_ALERTS, TLS_KEYS, TLS_MESSAGES, TLS_STATES } from '../../src/layers/names';
import { SEGMENT_RULES } from '../../src/tcp/rules';
import { STATES } from '../../src/tcp/state';
import type { Random } from './random';

const HOSTS = ['client', 'server', 'A', 'B', 'M', '客户端'];
const NAMES = ['x', 'y', 'z', 'n', 's', 'first', 'u'];
const ARROWS = ['->', '->', '->', '-x', '~>'];
const NUMBERS = ['0', '1', '2', '5', '10', '100', '101', '301', '536', '1460', '14600', '65535', '65536'];
const EXTREMES = ['70000', '1073741824', '2147483648', '4294967295', '4294967296', '9007199254740991', '0x0'];
const OPENINGS: readonly (readonly [share: number, flags: string])[] = [
  [0.5, ''],
  [0.6, 'SYN'],
  [0.7, 'SYN,ACK'],
  [0.8, 'ACK'],
  [0.87, 'PSH,ACK'],
  [0.94, 'FIN,ACK'],
  [0.97, 'RST'],
];
const STRINGS = [
  'x',
  'GET / HTTP/1.1\\r\\n\\r\\n',
  'GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 4\\r\\n\\r\\nab',
  'HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\n',
  '你好',
  '\\x1b]0;title\\x07\\x1b[2J',
  '\\u{202e}rtl\\u{2066}',
  '%%{init: {\\"theme\\":\\"forest\\"}}%%',
  '</text><script>',
  '\\x00\\xff',
  '; end #35; loop',
  'a'.repeat(300),
];

const RULES = [...new Set(SEGMENT_RULES.map(({ id }) => id))];

type Make = (r: Random) => string;

const number: Make = (r) => r.of(r.chance(0.9) ? NUMBERS : EXTREMES);
const small: Make = (r) => String(r.below(12));
const name: Make = (r) => r.of(NAMES);
const host: Make = (r) => (r.chance(0.9) ? r.of(HOSTS.slice(0, 2)) : r.of(HOSTS));
const end: Make = (r) => host(r) + r.maybe(0.05, () => `:${r.of(['1', '80', '50001', '65535', '0'])}`);
const flags: Make = (r) => r.some(1, r.chance(0.9) ? 2 : 5, () => r.of(FLAGS)).join(r.of([',', ',', '+', ' ', '/']));
const string: Make = (r) => `"${r.of(STRINGS)}"`;
const duration: Make = (r) => `${r.of(['0', '1', '2', '3', '20', '1.5', '200', '1000'])}${r.of(UNITS)}`;
const variable: Make = (r) => `${end(r)}.${r.of(VARIABLES)}`;
const toggle: Make = (r) => r.of(['on', 'off']);

function expression(r: Random, depth = 0): string {
  const terms = r.some(1, r.chance(0.6) ? 1 : 3, () => {
    if (depth < 2 && r.chance(0.08)) return `(${expression(r, depth + 1)})`;
    return r.chance(0.45) ? number(r) : r.chance(0.85) ? name(r) : variable(r);
  });
  return terms.reduce((left, right) => left + r.of(['+', '-', ' + ']) + right);
}

const setting: Make = (r) => {
  const [key, kind] = r.of([...SETTINGS]);
  const values: Record<SettingKind, Make> = {
    name: (q) => q.of(['example.com', 'a', 'x-1.test']),
    list: (q) => q.of(['h2+http/1.1', 'TLS_RSA_WITH_AES_128_CBC_SHA']),
    version: (q) => q.of(['1.2', '1.3']),
    certificate: name,
    certificates: (q) => q.some(1, 2, () => name(q)).join('+'),
    number,
    duration,
    switch: (q) => (q.chance(0.4) ? '' : toggle(q)),
    'number-switch': (q) => (q.chance(0.3) ? '' : q.chance(0.7) ? small(q) : toggle(q)),
    'duration-switch': (q) => (q.chance(0.3) ? '' : q.chance(0.7) ? duration(q) : toggle(q)),
  };
  const value = values[kind](r);
  return value === '' ? key : `${key}=${value}`;
};

const address: Make = (r) =>
  r.of(['10.0.0.1', '10.0.0.2:80', '192.168.0.1:49152', '2001:db8::1', '[2001:db8::2]:443', '224.0.0.1', '0.0.0.0']);

const option: Make = (r) =>
  r.of<Make>([
    (q) => `mss ${number(q)}`,
    (q) => `wscale ${small(q)}`,
    () => 'sackok',
    (q) => `ts ${expression(q)} ${expression(q)}`,
    (q) => `sack ${q.some(1, 4, () => `${expression(q)}..${expression(q)}`).join(' ')}`,
    (q) => `fastopen${q.of(['', ' 0011223344556677', ' 00'])}`,
    (q) => `raw ${q.of(['00', '01', '0204', '030307', '1e0c0081'])}`,
  ])(r);

const field: Make = (r) => {
  const key = r.of(r.chance(0.8) ? FIELDS.slice(0, 5) : FIELDS);
  return `${key}=${key === 'seq' || key === 'ack' ? expression(r) : number(r)}`;
};

const day: Make = (r) => r.of(['2024-02-29', '2025-01-01', '2026-01-01', '2035-01-01', '2026-13-01']);

/** Messages above TCP, right and wrong. */
const said: Make = (r) => {
  const first = r.chance(0.5)
    ? `${r.of(['GET', 'POST', 'HEAD', 'CONNECT', 'X'])} ${r.of(['/', '/a?b=c', '*', 'a:443'])}`
    : r.of(['200', '204', '304', '100', '404', '999']);
  const field: Make = (q) =>
    q.of([
      'Host: a',
      '-Host',
      'Content-Length: 3',
      '-Content-Length',
      'Connection: close',
      'Expect: 100-continue',
      'X: "a, b"',
    ]);
  const fields = r.maybe(0.3, () => ` {${r.some(0, 3, () => field(r)).join(', ')}}`);
  const body = r.maybe(
    0.5,
    () => ` ${r.of([string(r), `len=${r.of(['0', '3', '1460', '99999999999'])}`, 'chunked=5+6+0'])}`,
  );
  return `${first}${fields}${body}`;
};
/** Messages of TLS, in any order, some with wrong values. */
const sealed: Make = (r) =>
  r.of<Make>([
    (q) => q.of(TLS_MESSAGES.filter((m) => m !== 'alert' && m !== 'data')),
    (q) => `${q.of(TLS_MESSAGES.filter((m) => m !== 'alert' && m !== 'data'))} ${q.of(TLS_KEYS)}=${small(q)}`,
    (q) => `alert ${q.of(TLS_ALERTS)}`,
    (q) => `data ${string(q)}`,
  ])(r);
/** The flights of a handshake: others seldom fit. */
const FLIGHTS = [
  'ClientHello',
  'ServerHello + EncryptedExtensions + Certificate + CertificateVerify + Finished',
  'ServerHello + Certificate + ServerHelloDone',
  'ClientKeyExchange + ChangeCipherSpec + Finished',
  'Finished',
  'alert close_notify',
];
const saying: Make = (r) =>
  r.chance(0.75)
    ? `${r.of(['http', 'http/1.0', 'http/1.1', 'https'])} ${r.some(1, r.chance(0.8) ? 1 : 3, () => said(r)).join(' + ')}`
    : `tls ${r.chance(0.6) ? r.of(FLIGHTS) : r.some(1, 3, () => sealed(r)).join(' + ')}`;

const clause: Make = (r) =>
  r.of<Make>([
    field,
    field,
    field,
    field,
    string,
    saying,
    (q) => `altered ${small(q)}`,
    (q) => `frame ${q.some(1, 2, () => small(q)).join(', ')}`,
    (q) => `<${q.some(0, 3, () => option(q)).join(', ')}>`,
    (q) => `as ${name(q)}`,
    (q) => `resend ${name(q)}`,
    (q) => `spoofing ${end(q)}`,
    (q) => `violates ${q.some(1, 2, () => q.of(RULES)).join(', ')}`,
    (q) => `ecn=${q.of(ECN_WORDS)}`,
  ])(r);

const opening: Make = (r) => {
  const dice = r.below(100) / 100;
  return OPENINGS.find(([share]) => dice < share)?.[1] ?? flags(r);
};

const time: Make = (r) => r.maybe(0.08, () => `${r.of(['+', '@'])}${duration(r)} `);

const segment: Make = (r) => {
  const [from, to] = r.chance(0.9) ? r.of([HOSTS.slice(0, 2), HOSTS.slice(0, 2).reverse()]) : [end(r), end(r)];
  const clauses = r.chance(0.5) ? [] : r.some(1, r.chance(0.9) ? 3 : 8, () => clause(r));
  return `${time(r)}${[from, r.of(ARROWS), to, opening(r), ...clauses].filter((w) => w !== '').join(' ')}`;
};

const call: Make = (r) => {
  const what = r.of(CALLS);
  const data = what === 'send' ? r.of([number, number, string, saying])(r) : what === 'receive' ? number(r) : '';
  return `${time(r)}${[end(r), what, r.maybe(0.2, () => end(r)), data].filter((w) => w !== '').join(' ')}`;
};

const which: Make = (r) =>
  `${r.of(['next', '2nd', '3rd', 'every 2nd', 'every 1st', '1000000th'])} ${r.maybe(0.5, () => `${r.of([flags(r), 'data'])} `)}from ${end(r)}`;

const expectation: Make = (r) =>
  r.of<Make>([
    (q) => `${end(q)} ${q.of(STATES)}`,
    (q) => `${end(q)} http ${q.of(['IDLE', 'DONE', 'MUST_CLOSE'])}`,
    (q) => `${variable(q)} = ${expression(q)}`,
    (q) => `${end(q)} owes ${q.chance(0.3) ? 'nothing' : q.chance(0.2) ? saying(q) : flags(q)}`,
    (q) => `${q.of([end(q), 'wire'])} ${q.of(['knows', 'lacks'])} ${q.of(SECRET_WORDS)}`,
    (q) => `${end(q)} tls ${q.of(TLS_STATES)}`,
  ])(r);
const expectations: Make = (r) => r.some(1, 3, () => expectation(r)).join(', ');

/** Makes a line of each statement; frequent ones are listed twice. */
export const STATEMENT_MAKERS: Readonly<Record<string, Make>> = {
  segment,
  segments: segment,
  more: segment,
  call,
  calls: call,
  flow: (r) => `flow ${string(r)}`,
  section: (r) => `section ${string(r)}`,
  note: (r) => `note ${r.maybe(0.4, () => `over ${r.some(1, 3, () => end(r)).join(', ')} `)}${string(r)}`,
  profile: (r) => `profile ${r.of(PROFILES)}`,
  variant: (r) => `variant ${r.of(VARIANTS)}`,
  host: (r) => `host ${host(r)} ${r.maybe(0.3, () => address(r))} ${r.some(0, 4, () => setting(r)).join(' ')}`,
  let: (r) => `let ${name(r)} = ${expression(r)}`,
  flight: (r) => `${time(r)}${r.of(['deliver', 'drop', 'duplicate'])} ${name(r)}`,
  transit: (r) =>
    `${time(r)}${r.of(['deliver', 'drop'])} ${r.of(['next', '1st', '2nd'])} ${r.maybe(0.3, () => `${r.of([flags(r), 'data'])} `)}from ${end(r)}`,
  icmp: (r) => `${time(r)}${end(r)} icmp ${r.of(ICMP_ERRORS)}${r.maybe(0.2, () => ` ${end(r)}`)}`,
  wait: (r) => `wait ${duration(r)}`,
  expect: (r) => `expect ${expectations(r)}`,
  run: (r) => `run${r.of(['', '', '', ` for ${duration(r)}`, ` until ${expectations(r)}`])}`,
  message: (r) =>
    `${time(r)}${end(r)} => ${end(r)} ${r.of<Make>([string, saying, () => 'tls', (q) => `len=${number(q)}`])(r)}`,
  certificate: (r) =>
    `certificate ${name(r)} ${string(r)} ${r
      .some(0, 3, () => r.of([`by ${name(r)}`, 'ca', `from ${day(r)}`, `until ${day(r)}`, `key=${r.of(RING_KEYS)}`]))
      .join(' ')}`,
  today: (r) => `today ${day(r)}`,
  leak: (r) => `leak ${host(r)}`,
  keylog: (r) => `keylog ${r.of([string(r), `"CLIENT_RANDOM ${'00'.repeat(32)} 0102"`])}`,
  capture: (r) =>
    `capture ${string(r)}${r.maybe(0.5, () => ` connection=${small(r)}`)}${r.maybe(0.5, () => ' tap=server')}`,
  task: (r) => `task ${string(r)}`,
  goal: (r) =>
    `goal ${r.of<Make>([
      expectations,
      () => 'keep',
      (q) => `${host(q)} ${q.of(['->', '-x'])} ${host(q)}${q.maybe(0.7, () => ` ${q.of([flags(q), 'data'])}`)}`,
      (q) =>
        `${q.of(['without', 'breaks'])} ${q.of(['tcp/ack-plus-one', 'ack-not-rcvnxt, flow/owed-at-end', 'no/such'])}`,
    ])(r)}`,
  explore: (r) => `explore ${r.some(0, 4, () => r.of(ALLOWED)(r)).join(', ')}: ${r.of(CLAIMED)(r)}`,
  lose: (r) => `${r.of(['lose', 'duplicate'])} ${which(r)}`,
  delay: (r) => `delay ${which(r)} by ${duration(r)}`,
  link: (r) =>
    `link ${end(r)} ${end(r)} ${r
      .some(1, 3, () =>
        r.of([
          `delay=${duration(r)}`,
          `rate=${r.of(['1', '10', '1.5', '1000'])}${r.of(['bit', 'kbit', 'Mbit', 'Gbit'])}`,
          `loss=${r.of(['1', '3,7', '2,3,4', '1000000'])}`,
        ]),
      )
      .join(' ')}`,
};

/** Bounds and claims of `explore`. */
const ALLOWED: readonly Make[] = [
  (r) => `${r.of(['lose', 'delay', 'duplicate'])} ${r.of(['1', '2', '100'])}${r.maybe(0.3, () => ` from ${end(r)}`)}`,
  (r) => `crash ${end(r)} 1`,
  (r) => `forge 1 ${r.of(['blind', 'guessed'])}${r.maybe(0.3, () => ` spoofing ${end(r)}`)}`,
  () => 'isn repeats',
  (r) =>
    `${end(r)} ${r.of(['connect', 'close', 'abort', 'listen', 'send 5', 'receive 5'])}${r.maybe(0.2, () => ` ${end(r)}`)}`,
];
const CLAIMED: readonly Make[] = [
  (r) => `${r.of(['never', 'always', 'finally'])} ${expectations(r)}`,
  (r) => r.of(CLAIMS),
];

const MAKERS = Object.values(STATEMENT_MAKERS);
const HANDSHAKE = ['client -> server SYN seq=x', 'server -> client SYN,ACK seq=y', 'client -> server ACK'];

/** A line of any statement. */
export function anyLine(r: Random): string {
  return r.of(MAKERS)(r) + r.maybe(0.03, () => ' # a comment');
}

/** A flow of random lines; half of them begin with a handshake. */
export function grammarFlow(r: Random): string {
  const begun = r.chance(0.5) ? HANDSHAKE : [];
  const before = r.some(0, 2, () =>
    r.of(['host', 'profile', 'variant', 'link', 'certificate'].map((k) => STATEMENT_MAKERS[k] as Make))(r),
  );
  return [...before, ...begun, ...r.some(1, r.chance(0.8) ? 8 : 30, () => anyLine(r))].join('\n');
}
