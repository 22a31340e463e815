import { firstStepFrom, stepsAt } from '../check/lookup';
import { showNumber } from '../check/numbers';
import { before, type SegmentStep, type Step, type Trace } from '../check/trace';
import type { EndId, World } from '../network/world';
import type { EndRef } from '../script/syntax';
import { OWES_ACK, OWES_REPLY_ACK, OWES_SYN_ACK, type Tcb } from '../tcp/tcb';
import { STATES, type State } from '../tcp/state';
import { SYN, flagBit } from '../wire/flags';
import { formatOptions } from '../wire/options';
import { has, dataStart } from '../wire/segment';
import { add, seq, type Seq } from '../wire/seq';
import type { Say } from '../words/words';
import { numberings, writeNumber } from './segmentText';
import { sourceLink } from './sources';
import type { FieldName, Target } from './target';

/** What there is to say at a place, as Markdown paragraphs. */
export function hoverText(trace: Trace, line: number, target: Target, say: Say): string[] {
  switch (target.kind) {
    case 'state':
      return stateText(trace, line, target.text, say);
    case 'flag':
      return flagText(target.text, say);
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
      return [`**${target.call}**`, say(`call/${target.call}`), link('RFC 9293 §3.9.1')];
    case 'icmp':
      return [
        `**${target.error}**`,
        say(`icmp/${target.error}`),
        ...movesText(trace, line, say),
        link('RFC 9293 §3.9.2.2'),
      ];
    case 'arrow':
      return [say(`arrow/${target.arrow}`), ...movesText(trace, line, say)];
  }
}

function link(source: string): string {
  const url = sourceLink(source);
  return url === undefined ? source : `[${source}](${url})`;
}

/** The world behind a line: after its last step, or as it stands where the line has none. */
export function worldAfter(trace: Trace, line: number): World {
  return before(trace, firstStepFrom(trace, line + 1));
}

function isState(text: string): text is State {
  return (STATES as readonly string[]).includes(text);
}

function stateText(trace: Trace, line: number, text: string, say: Say): string[] {
  if (!isState(text)) return [];
  const world = worldAfter(trace, line);
  const here = trace.cast.ends.filter((e) => world.ends.get(e.id)?.tcb.state === text).map((e) => `\`${e.name}\``);
  const now = here.length > 0 ? [say('editor/hover/now', { hosts: here.join(', ') })] : [];
  return [
    `**${text}**`,
    say(`state/${text}`),
    `${say('editor/hover/out')}: ${say(`state/${text}/out`)}`,
    ...now,
    link('RFC 9293 §3.3.2'),
  ];
}

function flagText(name: string, say: Say): string[] {
  const bit = flagBit(name);
  if (bit === undefined) return [];
  const hex = bit.toString(16).toUpperCase().padStart(2, '0');
  return [`**${name}** (${say('flag/bit', { bit: hex })})`, say(`flag/${name}`), link('RFC 9293 §3.1')];
}

/** Rules are named with or without `tcp/` before them. */
export function ruleId(written: string): string {
  return written.includes('/') ? written : `tcp/${written}`;
}

function ruleText(written: string, say: Say): string[] {
  const id = ruleId(written);
  return [`**${id}**`, say(`why/${id}`)];
}

function forms(trace: Trace, end: EndId, value: Seq, say: Say): string {
  const symbol = writeNumber(trace, end, value);
  const relative = `${say('editor/hover/relative')} ${showNumber(trace.bases, end, value, 'relative')}`;
  const absolute = `${say('editor/hover/absolute')} ${value}`;
  return [...(symbol === String(value) ? [] : [`\`${symbol}\``]), relative, absolute].join(' · ');
}

function nameText(trace: Trace, line: number, name: string, say: Say): string[] {
  const binding = worldAfter(trace, line).names.get(name);
  if (binding?.kind !== 'number') return [];
  const owner = trace.bases.findIndex((list) => list.some((b) => b.name === name));
  const value = owner < 0 ? String(binding.value) : forms(trace, owner, seq(binding.value), say);
  return [`**${name}**`, value];
}

function segmentAt(trace: Trace, line: number): SegmentStep | undefined {
  return stepsAt(trace, line).find((s): s is SegmentStep => s.kind === 'segment');
}

function fieldText(trace: Trace, line: number, field: FieldName, say: Say): string[] {
  const head = [`**${field}**`, say(`field/${field}`)];
  const step = segmentAt(trace, line);
  if (step === undefined) return head;
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
      return [...head, forms(trace, whose.seq, segment.seq, say), ...counted()];
    case 'ack':
      return [...head, forms(trace, whose.ack, segment.ack, say)];
    case 'win':
      return [...head, ...scaled(step, say)];
    case 'len':
      return [...head, ...counted()];
    case 'urg':
      return [...head, `${segment.urg}`];
    case 'checksum':
    case 'doff':
    case 'reserved':
    case 'ecn':
      return head;
    case 'options':
      return [...head, `\`${formatOptions(segment.options)}\``];
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
  return hostText(trace, line, ref.host.text, ref.port?.value, say);
}

/** Connections whose variables one hover shows; more would not be read. */
const MOST_ENDS = 3;

function hostText(trace: Trace, line: number, name: string, port: number | undefined, say: Say): string[] {
  const index = trace.cast.hosts.findIndex((h) => h.name === name);
  const host = trace.cast.hosts[index];
  if (host === undefined) return [];
  const world = worldAfter(trace, line);
  const ends = host.ends
    .map((id) => trace.cast.ends[id])
    .filter((e) => e !== undefined)
    .filter((e) => port === undefined || e.port === port);
  const parts = ends.slice(0, MOST_ENDS).flatMap((e) => {
    const endpoint = world.ends.get(e.id);
    if (endpoint === undefined) return [];
    const address = `${host.address}:${e.port}`;
    return [
      `**${say('editor/hover/host', { host: `\`${e.name}\`` })}** (${address})`,
      tcbTable(trace, e.id, e.peer, endpoint.tcb, say),
    ];
  });
  return parts.length > 0 ? parts : [`**\`${host.name}\`** (${host.address})`];
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

/** What the line's steps did, a sentence each. */
function movesText(trace: Trace, line: number, say: Say): string[] {
  const name = (end: EndId): string => trace.cast.ends[end]?.name ?? '';
  return stepsAt(trace, line)
    .flatMap((s: Step) => s.moves)
    .map((m) => {
      const peer = name(trace.cast.ends[m.end]?.peer ?? -1);
      return `- ${say(`move/${m.row}`, { host: name(m.end), peer, from: m.from, to: m.to })}`;
    })
    .slice(0, 6);
}
