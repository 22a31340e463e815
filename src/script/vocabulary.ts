import { FLAG_ORDER } from '../wire';

/** All words of the language; the parser, completion, the language reference and the grammar's test use these lists. */

/** Words that begin a statement. */
export const STATEMENTS = [
  'flow',
  'profile',
  'variant',
  'host',
  'let',
  'deliver',
  'drop',
  'duplicate',
  'wait',
  'expect',
  'section',
  'note',
  'run',
  'link',
  'lose',
  'delay',
  'given',
  'certificate',
  'today',
  'leak',
  'keylog',
  'task',
  'goal',
  'explore',
  'capture',
] as const;
export type StatementWord = (typeof STATEMENTS)[number];

/**
 * Words after `goal`: rules that no line may violate, rules that a line must violate, and the exercise's text that must
 * be kept.
 */
export const GOALS = ['without', 'breaks', 'keep'] as const;
export type GoalWord = (typeof GOALS)[number];

/** Words before the expectations of a claim of `explore`. */
export const CLAIM_KINDS = ['never', 'always', 'finally'] as const;
/** Claims that have a name. */
export const CLAIMS = [
  'opens',
  'ends',
  'no-ghost',
  'no-reset',
  'no-deadlock',
  'data-in-order',
  'keeps-time-wait',
] as const;
export type NamedClaim = (typeof CLAIMS)[number];
/** A forger's knowledge of the sequence numbers. */
export const FORGE_SKILLS = ['blind', 'guessed'] as const;
export type ForgeSkill = (typeof FORGE_SKILLS)[number];
/** Words of `explore` besides the faults `lose`, `delay` and `duplicate`, claims and calls. */
export const EXPLORE_WORDS = ['crash', 'forge', ...FORGE_SKILLS, 'isn', 'repeats', 'with'] as const;
/** The user calls that `explore` may allow at any time. */
export const EXPLORED_CALLS = ['connect', 'listen', 'close', 'abort', 'send', 'receive'] as const;
export type ExploredCall = (typeof EXPLORED_CALLS)[number];

/** User calls (RFC 9293 §3.9.1), and the socket calls `bind` and `accept`, after an endpoint's name. */
export const CALLS = ['listen', 'connect', 'send', 'receive', 'close', 'abort', 'bind', 'accept'] as const;
export type CallName = (typeof CALLS)[number];

/** The word after a call that is meant to fail. */
export const FAILS = 'fails';

/** The word after an endpoint's name if its host crashed or dropped the connection silently. */
export const FORGETS = 'forgets';

/** The word before a host's name if its private key becomes known. */
export const LEAK = 'leak';

/** The word after an endpoint's name if an ICMP error reaches it. */
export const ICMP = 'icmp';
/** The ICMP errors (RFC 1122 §3.2.2). */
export const ICMP_ERRORS = [
  'net-unreachable',
  'host-unreachable',
  'protocol-unreachable',
  'port-unreachable',
  'fragmentation-needed',
  'source-route-failed',
  'source-quench',
  'time-exceeded',
  'parameter-problem',
] as const;
export type IcmpErrorName = (typeof ICMP_ERRORS)[number];

export const FLAGS: readonly string[] = FLAG_ORDER.map(([name]) => name);

/** Fields of the IP header: clauses of a segment that take `=` and an expression. */
export const IP_FIELDS = ['dscp', 'id', 'security'] as const;
export type IpFieldKey = (typeof IP_FIELDS)[number];

/** Clauses of a segment that take `=` and an expression. */
export const FIELDS = ['seq', 'ack', 'win', 'urg', 'len', 'checksum', 'doff', 'reserved', ...IP_FIELDS] as const;
export type FieldKey = (typeof FIELDS)[number];

/** The clause of a segment for the ECN field of the IP header (RFC 3168 §5); it takes `=` and one of `ECN_WORDS`. */
export const ECN = 'ecn';
export const ECN_WORDS = ['ect0', 'ect1', 'ce'] as const;

/** The clause of a segment that is not in the capture but must have been sent. */
export const SUPPOSED = 'supposed';

/** The clause of a segment that takes frame numbers of the capture, with commas between them. */
export const FRAME = 'frame';

/** Settings of `capture`, the values of `tap`, and the ways in which a capture may be incomplete. */
export const CAPTURE_SETTINGS = ['connection', 'tap', 'frames'] as const;
export const TAPS = ['client', 'server', 'path'] as const;
export type TapWord = (typeof TAPS)[number];
export const FRAMES = ['missing', 'cut'] as const;
export type FramesWord = (typeof FRAMES)[number];

/** The clause of a segment that takes a number: the octet that is changed in transit. */
export const ALTERED = 'altered';

/** Clauses of a segment that begin with a word and have no `=`. */
export const CLAUSES = ['resend', 'as', 'spoofing', 'violates'] as const;
export type ClauseWord = (typeof CLAUSES)[number];

export const OPTIONS = ['mss', 'wscale', 'sackok', 'ts', 'sack', 'fastopen', 'raw'] as const;
export type OptionName = (typeof OPTIONS)[number];

export const PROFILES: readonly string[] = ['rfc9293', 'linux', 'freebsd', 'rfc793'];
export const VARIANTS: readonly string[] = [
  'two-way-handshake',
  'no-time-wait',
  'three-way-close',
  'predictable-isn',
  'tahoe',
];

/** The kind of value of a host's setting; a `switch` has the value `on`, `off` or none. */
export type SettingKind =
  | 'number'
  | 'duration'
  | 'switch'
  | 'number-switch'
  | 'duration-switch'
  | 'name'
  | 'list'
  | 'version'
  | 'certificate'
  | 'certificates';

export const SETTINGS: ReadonlyMap<string, SettingKind> = new Map<string, SettingKind>([
  ['isn', 'number'],
  ['mss', 'number'],
  ['window', 'number'],
  ['mtu', 'number'],
  ['wscale', 'number-switch'],
  ['sack', 'switch'],
  ['timestamps', 'switch'],
  ['ecn', 'switch'],
  ['fastopen', 'switch'],
  ['dscp', 'number'],
  ['security', 'number'],
  ['half-duplex', 'switch'],
  ['nagle', 'switch'],
  ['rfc1337', 'switch'],
  ['tw-reuse', 'switch'],
  ['backlog', 'number'],
  ['syn-cookies', 'switch'],
  ['abort-on-overflow', 'switch'],
  ['defer-accept', 'switch'],
  ['reuseaddr', 'switch'],
  ['msl', 'duration'],
  ['rto', 'duration'],
  ['syn-retries', 'number'],
  ['delayed-ack', 'duration-switch'],
  ['keepalive', 'duration-switch'],
  ['user-timeout', 'duration'],
  ['domain', 'name'],
  ['tls', 'version'],
  ['suites', 'list'],
  ['alpn', 'list'],
  ['seed', 'name'],
  ['ems', 'switch'],
  ['etm', 'switch'],
  ['asks-certificate', 'switch'],
  ['certificate', 'certificate'],
  ['trusts', 'certificates'],
]);

/** The kind of value of a fact in `given`. Facts are numbers (expressions), SYN options as on a `host` line, and timers. */
export type FactKind = 'number' | 'number-switch' | 'switch' | 'duration';
export const FACTS: ReadonlyMap<string, FactKind> = new Map<string, FactKind>([
  ['snd.una', 'number'],
  ['snd.nxt', 'number'],
  ['snd.wnd', 'number'],
  ['rcv.nxt', 'number'],
  ['rcv.wnd', 'number'],
  ['iss', 'number'],
  ['irs', 'number'],
  ['mss', 'number'],
  ['wscale', 'number-switch'],
  ['sack', 'switch'],
  ['timestamps', 'switch'],
  ['ecn', 'switch'],
  ['rto', 'duration'],
  ['idle', 'duration'],
]);

/** Variables of an endpoint whose value is a duration (RFC 6298 §2). */
export const DURATION_VARIABLES: readonly string[] = ['rto', 'srtt', 'rttvar'];

/** Variables of an endpoint (RFC 9293 §3.3.1), and of its congestion control (RFC 5681 §2). */
export const VARIABLES: readonly string[] = [
  'snd.una',
  'snd.nxt',
  'snd.wnd',
  'snd.up',
  'snd.wl1',
  'snd.wl2',
  'iss',
  'rcv.nxt',
  'rcv.wnd',
  'rcv.up',
  'irs',
  'cwnd',
  'ssthresh',
  'flight',
  ...DURATION_VARIABLES,
];

/** A variable as the standards write it: `SND.UNA` and `SRTT` in capitals, `cwnd` in lower case. */
export function variableName(variable: string): string {
  if (variable === 'flight') return 'FlightSize';
  return variable === 'cwnd' || variable === 'ssthresh' ? variable : variable.toUpperCase();
}

export const UNITS = ['us', 'ms', 's', 'min', 'h', 'MSL'] as const;

/** Words that occur inside a statement. */
export const INNER_WORDS = [
  'over',
  'owes',
  'nothing',
  'on',
  'off',
  'until',
  'for',
  'next',
  'every',
  'data',
  'from',
  'by',
  'knows',
  'lacks',
  'wire',
  'ca',
] as const;

/** The word for an observer on the wire, who sees the segments of all connections: `expect wire lacks SECRET`. */
export const WIRE = 'wire';

/**
 * Settings of a link: one-way delay, rate, lost segments, largest packet, ICMP errors for larger packets, and MSS
 * clamping.
 */
export const LINK_SETTINGS = ['delay', 'rate', 'loss', 'mtu', 'icmp', 'clamp'] as const;
export type LinkSetting = (typeof LINK_SETTINGS)[number];

/** Units of a link's rate, in bits per second. */
export const RATE_UNITS: ReadonlyMap<string, number> = new Map([
  ['bit', 1],
  ['kbit', 1e3],
  ['Mbit', 1e6],
  ['Gbit', 1e9],
]);

export const ARROWS = ['->', '-x', '~>', '?>', '=>'] as const;

/** The most lines of a text that are parsed; further lines are dropped. */
export const MAX_LINES = 200_000;
/** The most characters (UTF-16 units) of a line. */
export const MAX_LINE_LENGTH = 10_000;
/** The most terms of an expression, nested ones included. */
export const MAX_TERMS = 64;
