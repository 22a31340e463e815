import { type EndId, type Endpoint, infoOf } from '../../sim';
import { ACK, type Segment, type Seq, formatFlags, formatOptions, has, toHex } from '../../wire';
import { type Args, IP_FIELDS, type SegmentStatement, type Span, lineAt } from '../../script';
import type { Aspect, Case } from '../../tcp/rules/rule';
import { type Edit, type Fix, type Related, edit } from '../../trace';
import type { Verdict } from './judge';
import { report, show, sentAt, type Player } from '../play/player';

/** Sender and receiver of a segment, and the sender's end before it. */
export interface Scene {
  readonly from: EndId;
  readonly to: EndId;
  readonly sender: Endpoint;
  /** True for fields written with names; their corrections use names too. */
  readonly named: { readonly seq: boolean; readonly ack: boolean };
}

/** Reports a verdict at the part of the line that it is about, with a fix if the right value is known. */
export function reportVerdict(p: Player, s: SegmentStatement, c: Case, scene: Scene, verdict: Verdict): void {
  const { rule, breach, level, because } = verdict;
  if (level === 'open' && !isWritten(s, rule.aspect)) return;
  const fix = level === 'open' ? undefined : fixFor(p, s, c, scene, verdict);
  report(p, rule, spanOf(s, rule.aspect), {
    level,
    args: Object.assign(common(p, c, scene, rule.aspect), breach.args),
    ...(breach.says === undefined ? {} : { says: breach.says }),
    ...(breach.arithmetic === undefined ? {} : { arithmetic: breach.arithmetic }),
    ...(because === undefined ? {} : { because }),
    ...(fix === undefined ? {} : { fix }),
    related: relatedTo(p, scene, rule.aspect),
  });
}

function common(p: Player, c: Case, scene: Scene, aspect: Aspect): Record<string, Args[string]> {
  return {
    host: infoOf(p, scene.from).name,
    peer: infoOf(p, scene.to).name,
    state: c.x.state,
    peerState: c.y.state,
    flags: formatFlags(c.seg.flags),
    field: aspect,
    seq: c.own(c.x.iss),
    ack: c.peer(c.x.rcvNxt),
  };
}

/** The part of the line for an aspect; if it is not written, the nearest written one. */
function spanOf(s: SegmentStatement, aspect: Aspect): Span {
  const flags = s.flags ?? s.resend ?? s.arrowSpan;
  switch (aspect) {
    case 'segment':
      return { start: s.from.start, end: s.end };
    case 'flags':
    case 'time':
    case 'call':
      return flags;
    case 'seq':
      return s.seq ?? flags;
    case 'ack':
      return s.ack ?? flags;
    case 'win':
      return s.win ?? flags;
    case 'urg':
      return s.urg ?? flags;
    case 'len':
      return s.len ?? s.payload ?? s.saying ?? flags;
    case 'checksum':
    case 'doff':
    case 'reserved':
    case 'options':
    case 'dscp':
    case 'id':
    case 'security':
    case 'ecn':
      return s[aspect] ?? flags;
  }
}

/** True if the line gives the aspect. What a line leaves out is filled in, so that nothing about it is `open`. */
export function isWritten(s: SegmentStatement, aspect: Aspect): boolean {
  switch (aspect) {
    case 'seq':
      return s.seq !== undefined;
    case 'ack':
      return s.ack !== undefined;
    case 'win':
      return s.win !== undefined;
    case 'options':
      return s.options !== undefined;
    default:
      return true;
  }
}

/** Related lines: the segment that last moved RCV.NXT for an ack, SND.NXT for a seq. */
function relatedTo(p: Player, scene: Scene, aspect: Aspect): Related[] {
  const by = aspect === 'ack' ? scene.sender.rcvBy : aspect === 'seq' ? scene.sender.sndBy : undefined;
  const line = by === undefined ? p.line : sentAt(p, by);
  if (line === p.line) return [];
  const message = aspect === 'ack' ? 'related/received-here' : 'related/expected-since';
  return [{ line, message, args: { host: infoOf(p, scene.from).name } }];
}

function fixFor(p: Player, s: SegmentStatement, c: Case, scene: Scene, verdict: Verdict): Fix | undefined {
  const right = verdict.breach.right;
  if (right === undefined) return notEct(p, s, verdict);
  const edits: Edit[] = [];
  const texts: string[] = [];
  const write = (span: Span, text: string): void => {
    edits.push(edit(p.line, span, text));
    texts.push(text);
  };
  const after: Segment = { ...c.seg, ...right };
  if (right.flags !== undefined && right.flags !== c.seg.flags) {
    const text = formatFlags(right.flags);
    if (s.flags !== undefined) write(s.flags, text);
    else write({ start: s.to.end, end: s.to.end }, ` ${text}`);
    // Without the ACK flag there must be no acknowledgment number.
    if (s.ack !== undefined && has(c.seg, ACK) && !has(after, ACK))
      edits.push(edit(p.line, withSpaceBefore(p, s.ack), ''));
  }
  const number = (key: 'seq' | 'ack', value: Seq | undefined): void => {
    const field = s[key];
    if (value === undefined || field === undefined || value === c.seg[key]) return;
    if (key === 'ack' && !has(after, ACK)) return;
    const end = key === 'seq' ? scene.from : scene.to;
    write(field, `${key}=${scene.named[key] ? show(p, end, value) : String(value)}`);
  };
  number('seq', right.seq);
  number('ack', right.ack);
  const data = s.len ?? s.payload;
  if (right.len === 0 && data !== undefined) edits.push(edit(p.line, withSpaceBefore(p, data), ''));
  else if (right.len !== undefined && s.len !== undefined) write(s.len, `len=${right.len}`);
  if (right.win !== undefined && s.win !== undefined) write(s.win, `win=${right.win}`);
  if (right.urg !== undefined && s.urg !== undefined) write(s.urg, `urg=${right.urg}`);
  if (right.options !== undefined && s.options !== undefined) {
    const bytes = right.raw?.options;
    write(s.options, bytes === undefined ? formatOptions(right.options) : `<raw ${toHex(bytes)}>`);
  }
  for (const key of ['checksum', 'doff', 'reserved'] as const) {
    const value = right.raw?.[key];
    if (value === undefined || s[key] === undefined || value === c.seg.raw?.[key]) continue;
    write(s[key], `${key}=${key === 'checksum' ? `0x${value.toString(16).toUpperCase().padStart(4, '0')}` : value}`);
  }
  for (const key of IP_FIELDS) {
    const value = right.ip?.[key];
    const field = s[key];
    if (value !== undefined && field !== undefined && value !== c.seg.ip?.[key]) write(field, `${key}=${value}`);
  }
  if (edits.length === 0) return undefined;
  if (texts.length === 0) return { title: 'fix/remove', args: { text: '' }, edits };
  return { title: 'fix/set-field', args: { text: texts.join(' ') }, edits };
}

/** A fix that removes the `ecn` clause from a segment that must not be ECN-capable. */
function notEct(p: Player, s: SegmentStatement, verdict: Verdict): Fix | undefined {
  if (verdict.rule.aspect !== 'ecn' || s.ecn === undefined) return undefined;
  return { title: 'fix/remove', args: { text: '' }, edits: [edit(p.line, withSpaceBefore(p, s.ecn), '')] };
}

/** The span with the blanks before it, so that removing a clause leaves no gap. */
function withSpaceBefore(p: Player, span: Span): Span {
  const text = lineAt(p.script, p.line)?.text ?? '';
  let { start } = span;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  return { start, end: span.end };
}
