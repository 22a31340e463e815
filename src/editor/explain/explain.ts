import { briefNumbers } from '../../compose';
import { isMeant, rolesOf, scopeBefore, variableOf } from '../../check';
import {
  type SegmentStep,
  type Trace,
  before,
  duration,
  firstStepFrom,
  lineSending,
  ruleId,
  sourceLink,
  stepsAt,
  written,
  numberings,
  writeNumber,
} from '../../trace';
import { type EndId, type World, flightKey } from '../../sim';
import {
  CLAUSES,
  type CallName,
  type EndRef,
  FAILS,
  FORGETS,
  type OptionName,
  STATEMENTS,
  FRAME,
  SUPPOSED,
  variableName,
} from '../../script';
import { OWES_ACK, OWES_REPLY_ACK, OWES_SYN_ACK, STATES, type State, type Tcb } from '../../tcp';
import { SYN, add, dataStart, flagBit, formatFlags, formatOptions, has, seq } from '../../wire';
import { factsOf } from '../../report';
import { storyOf } from '../../tell';
import type { Say } from '../../words/words';
import { fieldDrawing, flagDrawing, segmentAt } from './header';
import { counts, forms } from './numbers';
import { headerText, saidText, wholesAt } from './said';
import { keyText } from './sealed';
import { settingsLine, settingText } from './settings';
import { runText } from '../runText';
import type { FieldName, Target } from '../target';

/** The explanation of a target as Markdown paragraphs. */
export function explain(trace: Trace, line: number, target: Target, say: Say): string[] {
  switch (target.kind) {
    case 'state':
      return stateText(trace, line, target.text, say);
    case 'flag':
      return flagText(trace, line, target.text, say);
    case 'rule':
      return ruleText(target.text, say);
    case 'name':
      return nameText(trace, line, target.text, say);
    case 'field':
      return fieldText(trace, line, target.field, say);
    case 'end':
      return endText(trace, line, target.ref, say);
    case 'host':
      return hostText(trace, line, target.text, undefined, say);
    case 'call':
      return [
        `**${target.call}**`,
        say(`call/${target.call}`),
        ...storyText(trace, line, say),
        link(`RFC 9293 §${CALL_SECTIONS[target.call]}`),
      ];
    case 'number':
      return numberText(trace, line, target, say);
    case 'variable':
      return variableText(trace, line, target.who, target.text, say);
    case 'option':
      return optionText(target.option, target.text, say);
    case 'setting':
      return settingText(trace, target.host, target.text, say);
    case 'link-setting':
      return [`**${target.text}**`, say(`complete/link/${target.text}`)];
    case 'profile':
      return [
        `**${target.text}**`,
        say(`profile/${target.text}`),
        `[${say('explain/profiles')}](tcpflow-docs:/profiles.md)`,
      ];
    case 'variant':
    case 'claim':
      return [`**${target.text}**`, say(`${target.kind}/${target.text}`)];
    case 'label':
      return labelText(trace, line, target.text, say);
    case 'duration':
      return durationText(trace, line, say);
    case 'fact':
      return factText(target.text, say);
    case 'keyword':
      return target.text === 'run' ? runText(trace, line, say) : keywordText(target.text, say);
    case 'icmp':
      return [
        `**${target.error}**`,
        say(`icmp/${target.error}`),
        ...storyText(trace, line, say),
        link('RFC 9293 §3.9.2.2'),
      ];
    case 'said':
      return saidText(trace, line, target.index, say);
    case 'header':
      return headerText(trace, line, target.index, target.text, say);
    case 'tls-key': {
      const whole = wholesAt(trace, line)[target.index];
      return whole === undefined ? [] : keyText(whole.said, target.text, say);
    }
    case 'secret':
      return secretText(target.text, say);
    case 'certificate':
      return [`**${target.text}**`, say('explain/certificate'), link('RFC 5280 §4.1')];
    case 'layer-state':
      return target.layer === 'tls'
        ? [`**${target.text}**`, say(`tls-state/${target.text}`), link('RFC 8446 §A')]
        : [`**${target.text}**`, say(`http-state/${target.text}`), link('RFC 9112 §9')];
    case 'arrow':
      return [
        say(`arrow/${target.arrow}`),
        ...(target.arrow === 'message' ? runText(trace, line, say) : storyText(trace, line, say)),
      ];
  }
}

const CALL_SECTIONS = {
  bind: '3.9.1',
  listen: '3.10.1',
  accept: '3.9.1',
  connect: '3.10.1',
  send: '3.10.2',
  receive: '3.10.3',
  close: '3.10.4',
  abort: '3.10.5',
} as const satisfies Readonly<Record<CallName, string>>;

function secretText(secret: string, say: Say): string[] {
  return [`**${secret}**`, say(`secrets/about-${secret}`), link(SECRET_SOURCES[secret] ?? 'RFC 8446 §7.1')];
}

/** Of secrets that RFC 5246 speaks of. */
const SECRET_SOURCES: Readonly<Record<string, string>> = {
  'client-random': 'RFC 5246 §7.4.1.2',
  'server-random': 'RFC 5246 §7.4.1.3',
  'server-public-key': 'RFC 5246 §7.4.2',
  'server-private-key': 'RFC 5246 §7.4.2',
  'pre-master-secret': 'RFC 5246 §8.1',
  'master-secret': 'RFC 5246 §8.1',
  'client-mac-key': 'RFC 5246 §6.3',
  'server-mac-key': 'RFC 5246 §6.3',
  'client-key': 'RFC 5246 §6.3',
  'server-key': 'RFC 5246 §6.3',
  'client-iv': 'RFC 5246 §6.3',
  'server-iv': 'RFC 5246 §6.3',
  plaintext: 'RFC 5246 §6.2',
};

const FIELD_SOURCES = {
  seq: 'RFC 9293 §3.4',
  ack: 'RFC 9293 §3.4',
  win: 'RFC 9293 §3.8.6',
  len: 'RFC 9293 §3.7',
  urg: 'RFC 9293 §3.8.5',
  checksum: 'RFC 9293 §3.1',
  doff: 'RFC 9293 §3.1',
  reserved: 'RFC 9293 §3.1',
  dscp: 'RFC 9293 §3.9.2',
  id: 'RFC 9293 §3.8.1',
  security: 'RFC 9293 §3.10.7',
  ecn: 'RFC 3168 §5',
  options: 'RFC 9293 §3.2',
} as const satisfies Readonly<Record<FieldName, string>>;

const OPTION_SOURCES = {
  mss: 'RFC 9293 §3.7.1',
  wscale: 'RFC 7323 §2',
  sackok: 'RFC 2018 §2',
  ts: 'RFC 7323 §3',
  sack: 'RFC 2018 §3',
  fastopen: 'RFC 7413 §4.1.1',
  raw: 'RFC 9293 §3.1',
} as const satisfies Readonly<Record<OptionName, string>>;

function nameOf(trace: Trace, end: EndId): string {
  return trace.cast.ends[end]?.name ?? '';
}

function link(source: string): string {
  const url = sourceLink(source);
  return url === undefined ? source : `[${source}](${url})`;
}

/** The world after a line: after its last step, or the present one if the line has none. */
function worldAfter(trace: Trace, line: number): World {
  return before(trace, firstStepFrom(trace, line + 1));
}

function isState(text: string): text is State {
  return (STATES as readonly string[]).includes(text);
}

/** The texts of `…/out` separate the transitions by semicolons, full-width ones in Chinese. */
function bullets(ways: string): string {
  return ways
    .replace(/[.。]$/, '')
    .split(/[;；]\s*/)
    .map((way) => `- ${way}`)
    .join('\n');
}

function stateText(trace: Trace, line: number, text: string, say: Say): string[] {
  if (!isState(text)) return [];
  const world = worldAfter(trace, line);
  const here = trace.cast.ends.filter((e) => world.ends.get(e.id)?.tcb.state === text).map((e) => `\`${e.name}\``);
  const now = here.length > 0 ? [say('editor/hover/now', { hosts: here.join(', ') })] : [];
  return [
    `**${text}**`,
    say(`state/${text}`),
    `${say('editor/hover/out')}:\n\n${bullets(say(`state/${text}/out`))}`,
    ...now,
    link('RFC 9293 §3.3.2'),
  ];
}

function flagText(trace: Trace, line: number, name: string, say: Say): string[] {
  const bit = flagBit(name);
  if (bit === undefined) return [];
  const hex = bit.toString(16).toUpperCase().padStart(2, '0');
  return [
    `**${name}** (${say('flag/bit', { bit: hex })})`,
    say(`flag/${name}`),
    ...flagDrawing(segmentAt(trace, line, stepsAt(trace, line)), name),
    link(name === 'ECE' || name === 'CWR' ? 'RFC 3168 §6.1' : 'RFC 9293 §3.1'),
  ];
}

function ruleText(written: string, say: Say): string[] {
  const id = ruleId(written);
  const { level, source } = factsOf(id);
  return [
    `**${id}**${level === undefined ? '' : ` (${say(`editor/level/${level}`)})`}`,
    say(`why/${id}`),
    ...(source === undefined ? [] : [link(source)]),
  ];
}

function nameText(trace: Trace, line: number, name: string, say: Say): string[] {
  const world = worldAfter(trace, line);
  const binding = scopeBefore(trace, line + 1).names.get(name);
  if (binding?.kind === 'segment') return labelText(trace, line, name, say);
  if (binding?.kind !== 'number') return [];
  const owner = trace.bases.findIndex((list) => list.some((b) => b.name === name));
  if (owner < 0) return [`**${name}**`, String(binding.value)];
  const value = seq(binding.value);
  return [`**${name}**`, forms(trace, owner, value, say), ...counts(trace, world, owner, value, say)];
}

function fieldText(trace: Trace, line: number, field: FieldName, say: Say): string[] {
  const step = segmentAt(trace, line, stepsAt(trace, line));
  const head = [`**${field}**`, say(`field/${field}`), ...fieldDrawing(step, field)];
  const foot = [link(FIELD_SOURCES[field])];
  if (step === undefined) return [...head, ...foot];
  return [...head, ...valueText(trace, step, field, say), ...foot];
}

/** The value of the field in this segment. */
function valueText(trace: Trace, step: SegmentStep, field: FieldName, say: Say): string[] {
  const { segment } = step.sent;
  const whose = numberings(trace, step.sent);
  const counted = (): string[] => {
    if (segment.len === 0) return [];
    const first = dataStart(segment);
    const last = add(first, segment.len - 1);
    return [
      say('editor/hover/counts-bytes', {
        first: writeNumber(trace, whose.seq, first),
        last: writeNumber(trace, whose.seq, last),
        count: segment.len,
      }),
    ];
  };
  switch (field) {
    case 'seq':
      return [forms(trace, whose.seq, segment.seq, say), ...counted()];
    case 'ack':
      return [
        forms(trace, whose.ack, segment.ack, say),
        say('explain/expects', { host: nameOf(trace, whose.seq), next: writeNumber(trace, whose.ack, segment.ack) }),
      ];
    case 'win':
      return scaled(step, say);
    case 'len':
      return counted();
    case 'urg':
      return [`${segment.urg}`];
    case 'checksum':
    case 'doff':
    case 'reserved':
    case 'dscp':
    case 'id':
    case 'security':
    case 'ecn':
      return [];
    case 'options':
      return [`\`${formatOptions(segment.options)}\``];
  }
}

/** The window in bytes. On a SYN the field is never scaled (RFC 7323 §2.2). */
function scaled(step: SegmentStep, say: Say): string[] {
  const { segment, from } = step.sent;
  const shift = has(segment, SYN) ? 0 : (step.after.ends.get(from)?.tcb.opening.rcvShift ?? 0);
  return shift === 0
    ? [`${segment.win}`]
    : [`${segment.win} → ${say('editor/hover/scaled', { bytes: segment.win * 2 ** shift, shift })}`];
}

function endText(trace: Trace, line: number, ref: EndRef, say: Say): string[] {
  return hostText(trace, line, ref.host.text, ref, say);
}

/** The most connections whose variables a hover shows. */
const MOST_ENDS = 3;

function hostText(trace: Trace, line: number, name: string, ref: EndRef | undefined, say: Say): string[] {
  const index = trace.cast.hosts.findIndex((h) => h.name === name);
  const host = trace.cast.hosts[index];
  if (host === undefined) return [];
  const world = worldAfter(trace, line);
  const ends = host.ends
    .map((id) => trace.cast.ends[id])
    .filter((e) => e !== undefined)
    .filter((e) => ref === undefined || isMeant(trace.cast, e.id, ref));
  const parts = ends.slice(0, MOST_ENDS).flatMap((e) => {
    const endpoint = world.ends.get(e.id);
    if (endpoint === undefined) return [];
    const address = `${host.address}:${e.port}`;
    return [
      `**${say('editor/hover/host', { host: `\`${e.name}\`` })}** (${address})`,
      tcbTable(trace, e.id, e.peer, endpoint.tcb, say),
    ];
  });
  return [...(parts.length > 0 ? parts : [`**\`${host.name}\`** (${host.address})`]), ...settingsLine(trace, name)];
}

function owes(tcb: Tcb, say: Say): string {
  const list: string[] = [];
  if (tcb.owed & OWES_SYN_ACK) list.push('SYN,ACK');
  if (tcb.owed & (OWES_ACK | OWES_REPLY_ACK)) list.push('ACK');
  return list.length > 0 ? list.join(' ') : say('panel/owes-nothing');
}

function tcbTable(trace: Trace, own: EndId, peer: EndId, tcb: Tcb, say: Say): string {
  const rows: [string, string][] = [];
  const opened = tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
  if (opened) {
    rows.push(
      ['ISS', `${writeNumber(trace, own, tcb.iss)}`],
      ['SND.UNA', writeNumber(trace, own, tcb.sndUna)],
      ['SND.NXT', writeNumber(trace, own, tcb.sndNxt)],
    );
  }
  if (opened && tcb.synchronised) {
    rows.push(
      ['SND.WND', String(tcb.sndWnd)],
      ['IRS', writeNumber(trace, peer, tcb.irs)],
      ['RCV.NXT', writeNumber(trace, peer, tcb.rcvNxt)],
      ['RCV.WND', String(tcb.rcvWnd)],
    );
  }
  rows.push([say('panel/owes'), owes(tcb, say)]);
  return [`| | ${tcb.state} |`, '|:--|:--|', ...rows.map(([name, value]) => `| ${name} | \`${value}\` |`)].join('\n');
}

/** The most steps of a line that are described; a `wait` or `run` may have many. */
const MOST_TOLD = 6;

/** The stories of the line's steps, as in the panel. */
function storyText(trace: Trace, line: number, say: Say): string[] {
  const from = firstStepFrom(trace, line);
  return stepsAt(trace, line)
    .slice(0, MOST_TOLD)
    .map((_, i) => `- ${storyOf(trace, from + i, say).text[0]}`);
}

type NumberTarget = Extract<Target, { kind: 'number' }>;

/** A number in a field or variable: its three forms, and what it numbers. */
function numberText(trace: Trace, line: number, target: NumberTarget, say: Say): string[] {
  const step = segmentAt(trace, line, stepsAt(trace, line));
  if (step === undefined) return [];
  const { segment } = step.sent;
  const whose = numberings(trace, step.sent)[target.field];
  const value = segment[target.field];
  const head = `**${target.field}** = ${writeNumber(trace, whose, value)}`;
  return [
    head,
    forms(trace, whose, value, say),
    ...counts(trace, step.after, whose, value, say),
    link('RFC 9293 §3.4'),
  ];
}

const VARIABLE_SOURCES: Readonly<Record<string, string>> = {
  cwnd: 'RFC 5681 §2',
  ssthresh: 'RFC 5681 §2',
  flight: 'RFC 5681 §2',
  rto: 'RFC 6298 §2',
  srtt: 'RFC 6298 §2',
  rttvar: 'RFC 6298 §2',
};

/** The value of an endpoint's variable after the line. */
function variableText(trace: Trace, line: number, who: EndRef, variable: string, say: Say): string[] {
  const head = [`**${variableName(variable)}**`, say(`variable/${variable}`)];
  const host = trace.cast.hosts.find((h) => h.name === who.host.text);
  const end = host?.ends.find((id) => who.port === undefined || trace.cast.ends[id]?.port === who.port.value) ?? -1;
  const tcb = worldAfter(trace, line).ends.get(end)?.tcb;
  const config = rolesOf(trace).configs[trace.cast.ends[end]?.host ?? -1];
  const found = tcb && config && variableOf(tcb, variable, config);
  const foot = link(VARIABLE_SOURCES[variable] ?? 'RFC 9293 §3.3.1');
  if (found === undefined) return [...head, foot];
  const { value, numbering } = found;
  if (numbering === 'none') return [...head, String(value), foot];
  if (numbering === 'time') return [...head, duration(value), foot];
  const whose = numbering === 'own' ? end : (trace.cast.ends[end]?.peer ?? -1);
  return [...head, forms(trace, whose, seq(value), say), foot];
}

function optionText(option: OptionName, text: string, say: Say): string[] {
  return [`**${text}**`, say(`complete/option/${option}`), link(OPTION_SOURCES[option])];
}

/** A named segment: its content, and its fate after the line. */
function labelText(trace: Trace, line: number, name: string, say: Say): string[] {
  const world = worldAfter(trace, line);
  const binding = scopeBefore(trace, line + 1).names.get(name);
  if (binding?.kind !== 'segment') return [];
  const { sent } = binding;
  const flags = formatFlags(sent.segment.flags);
  const where = world.flights.has(flightKey(sent)) ? [say('explain/in-flight')] : [];
  return [
    `**${name}**: ${nameOf(trace, sent.from)} → ${nameOf(trace, sent.to)} ${flags} \`${briefNumbers(trace, sent)}\``,
    say('explain/named-on', { line: (lineSending(trace.steps, sent.id) ?? line) + 1 }),
    ...where,
  ];
}

/** The clock after the line, and the steps while it advanced. */
function durationText(trace: Trace, line: number, say: Say): string[] {
  const from = before(trace, firstStepFrom(trace, line)).clock;
  const to = worldAfter(trace, line).clock;
  return [
    say('explain/clock', { from: written(from), to: written(to), span: written(to - from) }),
    ...storyText(trace, line, say),
  ];
}

/** The explanation of a key of `given`. */
function factText(key: string, say: Say): string[] {
  return [`**${key}**`, say(`fact/${key}`), say('explain/fact-unknown')];
}

function keywordText(keyword: string, say: Say): string[] {
  if (keyword === FAILS) return [`**${keyword}**`, say('complete/fails')];
  if (keyword === FORGETS) return [`**${keyword}**`, say('complete/forgets'), link('RFC 9293 §3.5.1')];
  if (keyword === SUPPOSED || keyword === FRAME) return [`**${keyword}**`, say(`complete/clause/${keyword}`)];
  const kind = STATEMENTS.some((w) => w === keyword) ? 'statement' : CLAUSES.some((w) => w === keyword) ? 'clause' : '';
  return [`**${keyword}**`, say(kind === '' ? `keyword/${keyword}` : `complete/${kind}/${keyword}`)];
}
