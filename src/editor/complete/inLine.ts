import {
  freshName,
  numbersOf,
  likelyFlags,
  nextWait,
  sideNames,
  sidesAt,
  type Side,
  type Trials,
  type Tried,
} from '../../compose';
import { meantName, namedFlights } from '../../trace';
import {
  ARROWS,
  CALLS,
  CAPTURE_SETTINGS,
  ECN_WORDS,
  FACTS,
  FIELDS,
  FRAMES,
  FLAGS,
  FAILS,
  FORGETS,
  FRAME,
  ICMP,
  ICMP_ERRORS,
  PROFILES,
  SETTINGS,
  SUPPOSED,
  TAPS,
  UNITS,
  DURATION_VARIABLES,
  VARIABLES,
  VARIANTS,
  withoutTail,
} from '../../script';
import { SEGMENT_RULES } from '../../tcp/rules';
import { STATES } from '../../tcp';
import { formatFlags, formatOptions } from '../../wire';
import { nextSaid } from '../../layers';
import { KNOWS_ITEMS, SECRET_ITEMS, WIRE_ITEM, certificateClauses, certificates } from './certificates';
import { BY_ITEMS, linkItems, RUN_ITEMS, SENT_ITEMS, WHICH_ITEMS } from './faults';
import { inExplore } from './explore';
import { GOAL_ITEMS, GOAL_SENT_ITEMS, goalRules, inGoal } from './exercise';
import type { Item } from './item';
import { h2States } from './frames';
import { LAYER_ITEMS, LAYER_STATE_ITEMS, TLS_STATE_ITEMS, inSaying } from './said';

const HOST = '[\\p{L}][\\p{L}\\p{N}_]*(?::\\d+)?';
/** Matches one side of a connection: `server:80-client:50001`. */
const SIDE = `${HOST}(?:-${HOST})?`;
const TIME = /^\s*(?:[+@]\s*\d[\w.]*\s+)?/;
const SEGMENT = new RegExp(`^(${HOST})\\s*(->|-x|~>|\\?>)\\s*(${HOST})(?=[\\s<"\\[])`, 'u');
const ARROW_NAMES: Readonly<Record<string, string>> = {
  '->': 'deliver',
  '-x': 'lose',
  '~>': 'hold',
  '?>': 'open',
  '=>': 'message',
};

/** The items within a line. `before` is the line up to the word being written, `word` the beginning of that word. */
export function inLine(trials: Trials, before: string, word: string): Item[] {
  if (/^\s*[+@]\s*$/.test(before)) return durations(trials, word);
  const text = before.replace(TIME, '');
  const said = inSaying(trials, text);
  if (said !== undefined) return said;
  for (const [pattern, items] of PLACES) {
    const match = pattern.exec(text);
    if (match !== null) return items(trials, match, text, word);
  }
  return [];
}

type Items = (trials: Trials, match: RegExpExecArray, text: string, word: string) => Item[];

/** The places of a line by the text before them; the first match counts. */
const PLACES: readonly (readonly [RegExp, Items])[] = [
  [/^deliver\s+$|^drop\s+$/, (t) => [...labels(t, true), ...(isAnyUnderWay(t) ? WHICH_ITEMS.slice(0, 2) : [])]],
  [/^duplicate\s+$/, (t) => [...labels(t, false), ...WHICH_ITEMS]],
  [/^profile\s+$/, () => PROFILES.map((p) => ({ kind: 'value', label: p, why: { id: `profile/${p}` } }))],
  [/^variant\s+$/, () => VARIANTS.map((v) => ({ kind: 'value', label: v, why: { id: `variant/${v}` } }))],
  [/^wait\s+$/, (t, m, text, word) => durations(t, word)],
  [/^expect\b(.*)$/, (t, m, text, word) => inExpect(t, (m[1] ?? '').split(',').at(-1) ?? '', word)],
  [/^goal\s+$/, (t) => [...inExpect(t, '', ''), ...GOAL_ITEMS]],
  [/^goal\s+(?:without|breaks)\s(?:.*,)?\s*$/, (_, m) => goalRules(m[0])],
  [new RegExp(`^goal\\s+(${HOST})\\s*(?:->|-x)\\s*$`, 'u'), (t, m) => hosts(t, m[1])],
  [new RegExp(`^goal\\s+${HOST}\\s*(?:->|-x)\\s*${HOST}\\s(?:.*,)?\\s*$`, 'u'), () => [...GOAL_SENT_ITEMS]],
  [/^goal\b(.*)$/, (t, m, text, word) => inGoal(inExpect(t, (m[1] ?? '').split(',').at(-1) ?? '', word), m[1] ?? '')],
  [
    /^explore\b(.*)$/i,
    (t, m, text, word) =>
      inExplore(m[1] ?? '', { hosts: () => hosts(t), condition: (item) => inExpect(t, item, word) }),
  ],
  [/^let\s+[^\s=]+\s*=(?:.*[\s=+(-])?$/, (t) => names(t)],
  [/^note\s+over\s(?:.*,)?\s*$/, (t) => hosts(t)],
  [/^note\s+$/, () => [{ kind: 'keyword', label: 'over', snippet: 'over $1 "$2"' }]],
  [/^host\s+\S+\s(?:.*\s)?([\w-]+)=$/, (t, m) => settingValues(t, m[1] ?? '')],
  [/^host\s+\S+\s(?:.*\s)?$/, (_, m) => settings(m[0])],
  [/^given\s+$/, (t) => sides(t)],
  [/^given\s+\S+\s+$/, () => states()],
  [/^given\s+\S+\s+\S+\s(?:.*[\s,])?([\w.]+)=$/, (t, m) => factValues(t, m[1] ?? '')],
  [/^given\s+\S+\s+\S+\s+(?:.*[\s,])?$/, (_, m) => facts(m[0])],
  [/^run\s+$/, () => [...RUN_ITEMS]],
  [/^run\s+for\s+$/, (t, m, text, word) => durations(t, word)],
  [/^run\s+until\b(.*)$/, (t, m, text, word) => inExpect(t, (m[1] ?? '').split(',').at(-1) ?? '', word)],
  [/^(?:lose|delay)\s+$/, () => [...WHICH_ITEMS]],
  [
    /^(?:lose|delay|duplicate|deliver|drop)\s.*\bfrom\s+$/,
    (t) => [...hosts(t), ...sides(t).filter((s) => s.label.includes(':'))],
  ],
  [/^delay\s.*\bby\s+$/, (t, m, text, word) => durations(t, word)],
  [/^delay\s.*\bfrom\s+\S+\s+$/, () => [...BY_ITEMS]],
  [/^(?:lose|delay|duplicate|deliver|drop)\s+(?:next|(?:every\s+)?\d\w+)\s(?!.*\bfrom\b)/, () => [...SENT_ITEMS]],
  [/^link\s+(?:(\S+)\s+)?$/, (t, m) => hosts(t, m[1])],
  [/^link\s+\S+\s+\S+\s(?:.*[\s,])?$/, (_, m) => linkItems(m[0])],
  [new RegExp(`^${HOST}\\s*=>\\s*${HOST}\\s+$`, 'u'), () => [...MESSAGE_ITEMS, HANDSHAKE_ITEM]],
  [/^leak\s+$/, (t) => hosts(t)],
  [
    /^capture\s+".*"\s(?:.*[\s,])?tap=$/,
    () => TAPS.map((label) => ({ kind: 'value', label, why: { id: 'complete/capture/tap' } })),
  ],
  [
    /^capture\s+".*"\s(?:.*[\s,])?frames=$/,
    () => FRAMES.map((label) => ({ kind: 'value', label, why: { id: 'complete/capture/frames' } })),
  ],
  [/^capture\s+".*"\s(?:.*[\s,])?$/, (_, m) => captureSettings(m[0])],
  [/^today\s+$/, () => [{ kind: 'value', label: '2026-01-01' }]],
  [/^certificate\s+\S+\s+".*"\s+(?:.*\s)?(?:key=)?$/, (t, m) => certificateClauses(t, m[0])],
  [
    /^(?:host|let|flow|section|note|profile|variant|wait|deliver|drop|duplicate|run|link|lose|delay|given|certificate|today|leak|keylog|capture|task)\b/,
    () => [],
  ],
  [SEGMENT, (t, m, text) => inSegment(t, m, text)],
  [
    new RegExp(`^(${SIDE})\\s+send\\s+$`, 'u'),
    () => [...LAYER_ITEMS, ...MESSAGE_ITEMS.filter((i) => i.label === '"…"')],
  ],
  [new RegExp(`^(${HOST})\\s*(?:->|-x|~>|\\?>|=>)\\s*$`, 'u'), (t, m) => hosts(t, m[1])],
  [new RegExp(`^(${SIDE})\\s+(?:connect|close|abort|forgets)\\s+$`, 'u'), (t, m) => hosts(t, m[1])],
  [new RegExp(`^(${SIDE})\\s+(?:bind|listen|accept)\\s+$`, 'u'), () => fails()],
  [new RegExp(`^(${SIDE})\\s+icmp\\s+$`, 'u'), () => icmpErrors()],
  [new RegExp(`^(${HOST})\\s+[-~?]?$`, 'u'), (_, m) => [...(/[-~?]$/.test(m[0]) ? [] : [...arrows(), ...calls()])]],
];

function hosts({ roles }: Trials, but?: string): Item[] {
  const found = roles.cast.hosts.filter((h) => h.name !== but);
  const items = found.map((h): Item => ({ kind: 'host', label: h.name, detail: h.address }));
  if (items.length > 0 || but === undefined) return items;
  return [{ kind: 'host', label: but === 'server' ? 'client' : 'server' }];
}

/** The sides that `expect` and similar statements may name. */
function sides(trials: Trials): Item[] {
  return trials.roles.cast.hosts.flatMap((host) =>
    [...sideNames(trials, host).keys()].map((label): Item => ({ kind: 'host', label, detail: host.address })),
  );
}

function arrows(): Item[] {
  return ARROWS.map((a) => ({ kind: 'arrow', label: a, why: { id: `arrow/${ARROW_NAMES[a] ?? ''}` } }));
}

function calls(): Item[] {
  const own = CALLS.map((c): Item => ({ kind: 'call', label: c, why: { id: `call/${c}` }, source: 'RFC 9293 §3.9.1' }));
  return [
    ...own,
    { kind: 'keyword', label: ICMP, snippet: `${ICMP} $0`, why: { id: 'complete/icmp' } },
    { kind: 'keyword', label: FORGETS, why: { id: 'complete/forgets' }, source: 'RFC 9293 §3.5.1' },
  ];
}

function states(): Item[] {
  return STATES.map((s) => ({ kind: 'state', label: s, why: { id: `state/${s}` }, source: 'RFC 9293 §3.3.2' }));
}

/** The facts of `given` that are not written yet. */
function facts(written: string): Item[] {
  return [...FACTS]
    .filter(([key]) => !new RegExp(`\\s${key.replace('.', '\\.')}(?![\\w.])`).test(written))
    .map(([key, kind]) => ({
      kind: 'setting',
      label: kind === 'switch' ? key : `${key}=`,
      why: { id: `fact/${key}` },
    }));
}

/** The settings of `capture` that are not written yet. */
function captureSettings(written: string): Item[] {
  return CAPTURE_SETTINGS.filter((key) => !written.includes(`${key}=`)).map((key) => ({
    kind: 'setting',
    label: `${key}=`,
    why: { id: `complete/capture/${key}` },
  }));
}

function factValues(trials: Trials, key: string): Item[] {
  const kind = FACTS.get(key);
  if (kind === 'number') return names(trials);
  const values = [...(USUAL[key] === undefined ? [] : [USUAL[key]]), ...(kind === 'duration' ? [] : ['on', 'off'])];
  return values.map((label) => ({ kind: 'value', label, why: { id: `fact/${key}` } }));
}

/** The content of a message (`=>`). */
const MESSAGE_ITEMS: readonly Item[] = [
  ...LAYER_ITEMS.filter(({ label }) => label !== 'tls'),
  { kind: 'keyword', label: '"…"', snippet: '"$1"', why: { id: 'field/len' } },
  { kind: 'field', label: 'len=10000', why: { id: 'field/len' } },
];

/** Behind `=>`: the handshake alone. */
const HANDSHAKE_ITEM: Item = { kind: 'keyword', label: 'tls', why: { id: 'complete/tls-handshake' } };

/** The word behind a call of a listening socket that is meant to fail. */
function fails(): Item[] {
  return [{ kind: 'keyword', label: FAILS, why: { id: 'complete/fails' } }];
}

/** ICMP errors, the most common ones first. */
function icmpErrors(): Item[] {
  const often = ['port-unreachable', 'host-unreachable'];
  const all = [...often, ...ICMP_ERRORS.filter((e) => !often.includes(e))];
  return all.map((label) => ({ kind: 'value', label, why: { id: `icmp/${label}` }, source: 'RFC 9293 §3.9.2.2' }));
}

/** Names of segments: those in flight first, or those only. */
function labels({ world, scope }: Trials, onlyFlights: boolean): Item[] {
  const item = (label: string): Item => ({ kind: 'label', label });
  const flying = namedFlights(world, scope).map(([name]) => name);
  if (onlyFlights) return flying.map(item);
  const others = [...scope.names].filter(([name, b]) => b.kind === 'segment' && !flying.includes(name));
  return [...flying, ...others.map(([name]) => name)].map(item);
}

/** True if an arrival is scheduled. */
function isAnyUnderWay({ world }: Trials): boolean {
  return world.network.transits > 0;
}

function names({ scope }: Trials): Item[] {
  return [...scope.names].flatMap(([label, b]) =>
    b.kind === 'number' ? [{ kind: 'name' as const, label, detail: String(b.value) }] : [],
  );
}

function durations(trials: Trials, word: string): Item[] {
  // After the digits of a duration, the units.
  const number = /^\d+(?:\.\d+)?/.exec(word)?.[0];
  if (number !== undefined) return UNITS.map((unit) => ({ kind: 'value', label: `${number}${unit}` }));
  const next = nextWait(trials, sidesAt(trials));
  const first: Item[] = next === undefined ? [] : [{ kind: 'value', label: next.text, why: next.why }];
  const more = ['2MSL', ...UNITS.filter((u) => u === 'ms' || u === 's').map((u) => `1${u}`)];
  return [...first, ...more.filter((m) => m !== next?.text).map((label): Item => ({ kind: 'value', label }))];
}

function inExpect(trials: Trials, part: string, word: string): Item[] {
  const [owner, variable] = word.split('.');
  if (part.trim() === '' && owner !== undefined && variable !== undefined) return variables(owner);
  if (part.trim() === '') {
    const named = sides(trials);
    return [...named, WIRE_ITEM, ...named.flatMap((side) => variables(side.label))];
  }
  const owes = /^\s*(\S+)\s+owes\s+$/.exec(part);
  if (owes !== null) {
    const due = sideOf(trials, owes[1] ?? '');
    return [
      ...flagItems(due).filter((i) => i.why?.id.startsWith('complete/must')),
      ...(due === undefined ? [] : dueItems(due)),
      { kind: 'keyword', label: 'nothing' },
    ];
  }
  const value = /^\s*([^\s.]+)\.(\S+)\s*=\s*$/.exec(part);
  if (value !== null && DURATION_VARIABLES.includes(value[2] ?? '')) return durations(trials, word);
  if (value !== null) return names(trials);
  if (/\s(?:knows|lacks)\s+$/.test(part)) return [...SECRET_ITEMS];
  if (/^\s*wire\s+$/.test(part)) return [...KNOWS_ITEMS];
  if (/\shttp\s+$/.test(part)) return [...LAYER_STATE_ITEMS];
  if (/\stls\s+$/.test(part)) return [...TLS_STATE_ITEMS];
  const h2 = /\sh2\s+(\d+\s+)?$/.exec(part);
  if (h2 !== null) return h2States(h2[1] !== undefined);
  const who = new RegExp(`^\\s*(${SIDE})\\s+$`, 'u').exec(part);
  if (who === null) return [];
  const state = stateOf(trials, who[1] ?? '');
  const ordered = [...STATES].sort((a, b) => Number(b === state) - Number(a === state));
  return [
    ...ordered.map((s): Item => ({ kind: 'state', label: s, why: { id: `state/${s}` }, source: 'RFC 9293 §3.3.2' })),
    { kind: 'keyword', label: 'owes' },
    ...KNOWS_ITEMS,
    { kind: 'keyword', label: 'http', snippet: 'http $0', why: { id: 'layer/http' } },
    { kind: 'keyword', label: 'tls', snippet: 'tls $0', why: { id: 'layer/tls' } },
    { kind: 'keyword', label: 'h2', snippet: 'h2 $0', why: { id: 'layer/h2' } },
  ];
}

/** Messages of TLS that the side owes. */
function dueItems({ endpoint, peer, role, tls, h2 }: Side): Item[] {
  const next = nextSaid(endpoint.app, peer.app, role.opens, tls?.door, h2);
  if (next?.kind === 'h2' && next.must.length > 0)
    return [{ kind: 'value', label: `h2 ${next.must.join(' + ')}`, why: { id: 'said/h2-frame' } }];
  if (next?.kind !== 'tls') return [];
  return [{ kind: 'value', label: `tls ${next.flight.join(' + ')}`, why: { id: 'said/tls-message' } }];
}

function stateOf(trials: Trials, name: string): string | undefined {
  for (const host of trials.roles.cast.hosts) {
    const end = sideNames(trials, host).get(name);
    if (end !== undefined) return trials.world.ends.get(end)?.tcb.state;
  }
  return sideOf(trials, name)?.endpoint.tcb.state;
}

function sideOf(trials: Trials, name: string): Side | undefined {
  return sidesAt(trials).find((s) => s.name === name);
}

function settings(written: string): Item[] {
  return [...SETTINGS]
    .filter(([key]) => !new RegExp(`\\s${key}(?![\\w-])`).test(written))
    .map(([key, kind]) => ({
      kind: 'setting',
      label: kind.endsWith('switch') && kind !== 'number-switch' ? key : `${key}=`,
      why: { id: `complete/setting/${key}` },
    }));
}

function settingValues(trials: Trials, key: string): Item[] {
  const kind = SETTINGS.get(key) ?? '';
  if (kind.startsWith('certificate')) return certificates(trials);
  const usual = USUAL[key];
  const values = [...(usual === undefined ? [] : [usual]), ...(kind.endsWith('switch') ? ['on', 'off'] : [])];
  return values.map((label) => ({ kind: 'value', label, why: { id: `complete/setting/${key}` } }));
}

/** Common values of settings. */
const USUAL: Readonly<Record<string, string>> = {
  isn: '1000',
  mss: '1460',
  window: '65535',
  mtu: '1500',
  wscale: '7',
  msl: '2min',
  rto: '1s',
  'syn-retries': '6',
  'delayed-ack': '200ms',
  keepalive: '2h',
  'user-timeout': '5min',
};

function inSegment(trials: Trials, match: RegExpExecArray, text: string): Item[] {
  const [head = '', from = '', , to = ''] = match;
  const clauses = text.slice(head.length);
  const side = sidesAt(trials).find((s) => s.name === from && s.peerName === to);
  if (clauses.lastIndexOf('<') > clauses.lastIndexOf('>')) return options(trials, text);
  if (/\bviolates\s+(?:[\w/-]+\s*,\s*)*$/.test(clauses)) return rules(trials, text.replace(/\bviolates\b.*$/, ''));
  if (/\bspoofing\s+$/.test(clauses)) return hosts(trials, from);
  if (/\bresend\s+$/.test(clauses)) return labels(trials, false);
  if (/\bas\s+$/.test(clauses)) return [{ kind: 'label', label: freshLabel(trials) }];
  const field = /\b(\w+)\s*=\s*$/.exec(clauses);
  if (field !== null) return fieldValues(trials, field[1] ?? '', text.slice(0, text.length - field[0].length));
  if (/=\s*[^\s=]*[+(-]\s*$/.test(clauses)) return names(trials);
  if (/\b[A-Z]{3},\s*$/.test(clauses)) return moreFlags(clauses, side);
  return clauseItems(trials, text, clauses, side);
}

function flagItems(side: Side | undefined): Item[] {
  const likely = likelyFlags(side).map(({ flags, why }): Item => ({
    kind: 'flag',
    label: formatFlags(flags),
    ...(why === undefined ? {} : { why }),
  }));
  const others = FLAGS.filter((f) => !likely.some((l) => l.label === f));
  return [...likely, ...others.map((f): Item => ({ kind: 'flag', label: f, why: { id: `flag/${f}` } }))];
}

/** After `SYN,`: flags that the sender's likely segments have in addition, then the others. */
function moreFlags(clauses: string, side: Side | undefined): Item[] {
  const written = /(?<!\b[A-Z]{3},\s*)(?:\b[A-Z]{3},\s*)+$/.exec(clauses)?.[0] ?? '';
  const has = (flag: string): boolean => written.includes(flag);
  const likely = likelyFlags(side)
    .map((l) => formatFlags(l.flags).split(','))
    .filter((all) => all.some(has))
    .flat();
  const rest = FLAGS.filter((f) => !has(f));
  const ordered = [...rest].sort((a, b) => Number(likely.includes(b)) - Number(likely.includes(a)));
  return ordered.map((f) => ({ kind: 'flag', label: f, why: { id: `flag/${f}` } }));
}

/** The segment that the line up to the place gives, with the simulation's values filled in. */
function filled(trials: Trials, text: string): Tried {
  return trials.try(withoutTail(text));
}

function values(trials: Trials, text: string): Readonly<Record<string, string>> {
  const { trace, step } = filled(trials, text);
  if (step === undefined) return {};
  const { segment } = step.sent;
  const { seq, ack } = numbersOf(trace, step.sent);
  return {
    seq,
    ...(ack === undefined ? {} : { ack }),
    win: String(segment.win),
    len: String(segment.len > 0 ? segment.len : 100),
    urg: '1',
  };
}

function fieldValues(trials: Trials, key: string, text: string): Item[] {
  const why = { id: `field/${key}` };
  if (key === 'ecn') return ECN_WORDS.map((label) => ({ kind: 'value', label, why }));
  const right = values(trials, text)[key];
  // The first SYN may name its sequence number.
  const name = key === 'seq' && /\bSYN\b/.test(text) ? freshName(trials) : undefined;
  const isFirst = name !== undefined && right !== undefined && /^\d+$/.test(right);
  const firsts = [...(isFirst ? [name] : []), ...(right === undefined ? [] : [right])];
  const items = firsts.map((label): Item => ({ kind: 'value', label, why }));
  return [...items, ...names(trials).filter((n) => !firsts.includes(n.label))];
}

function clauseItems(trials: Trials, text: string, clauses: string, side: Side | undefined): Item[] {
  const items: Item[] = [];
  const hasFlags = /\b(?:SYN|ACK|FIN|RST|PSH|URG|ECE|CWR)\b/.test(clauses);
  if (!hasFlags) items.push(...flagItems(side));
  const right = values(trials, text);
  const keys = [...FIELDS, 'ecn'].filter((key) => !new RegExp(`\\b${key}\\s*=`).test(clauses));
  for (const key of keys) {
    const value = right[key];
    if (value === undefined && key === 'ack') continue;
    items.push({ kind: 'field', label: `${key}=${key === 'urg' ? '' : (value ?? '')}`, why: { id: `field/${key}` } });
  }
  if (!/"|\bhttp\b/.test(clauses)) items.push(...LAYER_ITEMS);
  if (!clauses.includes('"')) items.push({ kind: 'keyword', label: '"…"', snippet: '"$1"', why: { id: 'field/len' } });
  if (!clauses.includes('<')) {
    items.push({ kind: 'keyword', label: '<…>', snippet: '<$1>', why: { id: 'field/options' } });
  }
  for (const word of ['as', 'violates', 'resend', 'spoofing']) {
    if (!new RegExp(`\\b${word}\\b`).test(clauses)) {
      items.push({ kind: 'keyword', label: word, snippet: `${word} $0`, why: { id: `complete/clause/${word}` } });
    }
  }
  if (!new RegExp(`\\b${SUPPOSED}\\b`).test(clauses))
    items.push({ kind: 'keyword', label: SUPPOSED, why: { id: `complete/clause/${SUPPOSED}` } });
  if (!new RegExp(`\\b${FRAME}\\b`).test(clauses))
    items.push({ kind: 'keyword', label: FRAME, snippet: `${FRAME} $0`, why: { id: `complete/clause/${FRAME}` } });
  return items;
}

/** Options of a SYN, or those that its sender puts on any other segment. */
function options(trials: Trials, text: string): Item[] {
  const open = text.lastIndexOf('<');
  const written = text.slice(open);
  const has = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(written);
  const step = filled(trials, text.slice(0, open)).step;
  const own = step === undefined ? '' : formatOptions(step.sent.segment.options).replace(/^<|>$/g, '');
  const due = own.split(/,\s*/).filter((o) => o !== '');
  const usual = ['mss 1460', 'wscale 7', 'sackok', 'ts 1000 0', 'sack ', 'fastopen ', 'raw '];
  const key = (option: string): string => option.split(' ')[0] ?? '';
  const rest = usual.filter((u) => !due.some((d) => key(d) === key(u)));
  return [...due, ...rest]
    .filter((o) => !has(key(o)))
    .map((label) => ({ kind: 'option', label, why: { id: `complete/option/${key(label)}` } }));
}

/** Rules: those that the line breaks first, then all others. */
function rules(trials: Trials, text: string): Item[] {
  const { findings } = filled(trials, text);
  const all = new Set([...findings.map((f) => f.rule), ...SEGMENT_RULES.map((r) => r.id)]);
  return [...all].flatMap((id) => {
    const label = meantName(id);
    return label === undefined ? [] : [{ kind: 'rule' as const, label, why: { id: `why/${id}` } }];
  });
}

function freshLabel({ scope }: Trials): string {
  for (let i = 1; ; i++) if (!scope.names.has(`s${i}`)) return `s${i}`;
}

/** Variables of an endpoint (RFC 9293 §3.3.1) in the notation of expressions: `client.snd.nxt`. */
function variables(host: string): Item[] {
  return VARIABLES.map((v) => ({ kind: 'name', label: `${host}.${v}` }));
}
