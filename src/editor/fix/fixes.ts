import { nextLines, trialsAt, trialsBefore, type NextLine } from '../../compose';
import { type Finding, type Fix, SILENCES, type Trace, isGrave, meantName, namedFlights, spaceOf } from '../../trace';

import { finished, scopeBefore, worldBefore } from '../../check';
import type { SegmentStatement } from '../../script';
import { placerAt } from '../complete/layout';
import { insertion, lastStatement } from './insert';
import { type Purse, paid, whilePaid } from './purse';
import { mends, silences } from './tried';

/** A fix that was tried: it removes the finding and causes no new error or warning. */
export interface Offered extends Fix {
  /** True if it is the only right value. */
  readonly isPreferred: boolean;
}

/** The most other lines that are offered to replace a line that is not allowed. */
const MOST_INSTEAD = 2;

/**
 * The work of trying a finding's fixes, in slices of a check. The first fix that is tried is always tried to the end;
 * once nothing is left, further fixes are not offered.
 */
const MOST_SLICES = 15;

/** The fixes of a finding, best first; each was tried. Adding `violates` comes last. */
export function fixesFor(trace: Trace, finding: Finding): Offered[] {
  return finished(fixesInSlices(trace, finding));
}

/** The same in slices of a few milliseconds. */
export function* fixesInSlices(trace: Trace, finding: Finding): Generator<undefined, Offered[]> {
  const purse: Purse = { slices: Infinity };
  const tried = function* (trial: Generator<undefined, boolean>): Generator<undefined, boolean> {
    const isFirst = purse.slices === Infinity;
    if (isFirst) purse.slices = MOST_SLICES;
    return isFirst ? yield* paid(trial, purse) : ((yield* whilePaid(trial, purse)) ?? false);
  };
  const good = (fix: Fix): Generator<undefined, boolean> => tried(mends(trace, finding, fix.edits));
  const offers: Offered[] = [];
  const { fix: own } = finding;
  if (own !== undefined && (yield* good(own))) offers.push({ ...own, isPreferred: true });
  for (const fix of connectionsOf(finding)) {
    if (fix.args['text'] !== own?.args['text'] && (yield* good(fix))) offers.push({ ...fix, isPreferred: false });
  }
  const added = [...inserted(trace, finding), ...opening(trace, finding), ...awaited(trace, finding)];
  for (const kind of [added, givenLines(trace, finding)]) {
    for (const fix of kind) {
      if (!(yield* good(fix))) continue;
      offers.push({ ...fix, isPreferred: offers.length === 0 });
      break;
    }
  }
  for (const fix of [delivered(trace, finding), unviolated(trace, finding)]) {
    if (fix !== undefined && (yield* good(fix))) offers.push({ ...fix, isPreferred: offers.length === 0 });
  }
  if (offers.length === 0) {
    const others = finding.level === 'error' ? instead(trace, finding) : [];
    for (const fix of [...others, removed(trace, finding)]) {
      if (fix !== undefined && (yield* good(fix))) offers.push({ ...fix, isPreferred: false });
    }
  }
  const meant = violatesFix(trace, finding);
  if (meant !== undefined && (yield* tried(silences(trace, finding, meant.edits))))
    offers.push({ ...meant, isPreferred: false });
  return offers;
}

/** A fix for each of several connections that the line may mean. */
function connectionsOf({ rule, line, start, end, args }: Finding): Fix[] {
  if (rule !== 'flow/which-connection') return [];
  const names = String(args['connections']).split(', ');
  return names
    .filter((name) => name !== '…')
    .map((text) => ({ title: 'fix/write', args: { text }, edits: [{ line, start, end, newText: text }] }));
}

/** Adds `violates RULE` to a segment, for a deliberate mistake. */
function violatesFix(trace: Trace, finding: Finding): Fix | undefined {
  const line = trace.script.lines[finding.line];
  const statement = line?.statement;
  const rule = meantName(finding.rule);
  if (rule === undefined || !isGrave(finding)) return undefined;
  if (statement?.kind !== 'segment' || line?.broken) return undefined;
  const last = statement.violates?.at(-1);
  const at = last?.end ?? statement.end;
  const newText = last === undefined ? `  violates ${rule}` : `, ${rule}`;
  return {
    title: 'fix/violates',
    args: { rule },
    edits: [{ line: finding.line, start: at, end: at, newText }],
  };
}

/** Removes `violates` for a rule that the segment does not break. */
function unviolated(trace: Trace, finding: Finding): Fix | undefined {
  const line = trace.script.lines[finding.line];
  const statement = line?.statement;
  if (finding.rule !== 'flow/rule-not-broken' || statement?.kind !== 'segment') return undefined;
  const all = statement.violates ?? [];
  const at = all.findIndex((v) => v.start === finding.start);
  const [word, before, after] = [all[at], all[at - 1], all[at + 1]];
  if (line === undefined || word === undefined) return undefined;
  const keyword = line.text.slice(0, word.start).search(/(?<!\s)\s*\bviolates\s+$/i);
  const span =
    before !== undefined
      ? { start: before.end, end: word.end }
      : after !== undefined
        ? { start: word.start, end: after.start }
        : { start: keyword, end: word.end };
  if (span.start < 0) return undefined;
  return { title: 'fix/remove', args: { text: '' }, edits: [{ line: finding.line, ...span, newText: '' }] };
}

/** The most lines inserted for a missing one: it may cause further segments to be due. */
const MOST_INSERTED = 4;

/** Inserts the missing line, alone or with the lines that follow from it. */
function inserted(trace: Trace, finding: Finding): Fix[] {
  const place = missing(trace, finding);
  if (place === undefined) return [];
  const { at, isIt } = place;
  const fixes: Fix[] = [];
  const written: string[] = [];
  let trials = trialsBefore(trace, at);
  let next = nextLines(trials).find(isIt);
  while (next !== undefined && written.length < MOST_INSERTED) {
    written.push(next.label);
    const text = written.map(oneSpace).join(' ⏎ ');
    fixes.push({ title: 'fix/insert', args: { text }, edits: insertion(trace, at, written.join('\n')) });
    const behind = trials.after(next.label);
    if (behind === undefined) break;
    trials = behind;
    next = nextLines(trials).find(isOwed);
  }
  return fixes;
}

const isOwed = (item: NextLine): boolean => item.why.id.startsWith('complete/must/');

/** The place of a missing line, and a test that recognizes it among the lines that may come there. */
function missing(
  trace: Trace,
  { rule, line, args }: Finding,
): { readonly at: number; readonly isIt: (item: NextLine) => boolean } | undefined {
  const isHosts = (item: NextLine): boolean => item.why.args?.['host'] === args['host'];
  if (rule === 'flow/owed-at-end') {
    return { at: lastStatement(trace) + 1, isIt: (item) => isOwed(item) && isHosts(item) };
  }
  if (rule === 'tcp/close-wait-stuck') {
    return { at: lastStatement(trace) + 1, isIt: (item) => item.why.id === 'complete/may/close' && isHosts(item) };
  }
  // A missing reply is inserted before the time that passes.
  if (rule in SILENCES) return { at: line, isIt: (item) => isOwed(item) && isHosts(item) };
  return undefined;
}

/**
 * Inserts the handshake before a segment that needs a connection, with the initial sequence numbers that the segment
 * implies.
 */
function opening(trace: Trace, { rule, line }: Finding): Fix[] {
  const { lines: all } = trace.script;
  const statement = all[line]?.statement;
  if (statement?.kind !== 'segment') return [];
  const [from, to] = namesIn(all[line]?.text ?? '', statement);
  if (rule === 'tcp/synack-without-syn') return [above(trace, line, [`${to} -> ${from}  SYN${isnOf(statement.ack)}`])];
  if (rule !== 'tcp/open-not-syn') return [];
  const written = [
    `${from} -> ${to}  SYN${isnOf(statement.seq)}`,
    `${to} -> ${from}  SYN,ACK${isnOf(statement.ack)}`,
    `${from} -> ${to}  ACK`,
  ];
  return [above(trace, line, written)];
}

/** Inserts the segment of the handshake that the sender waits for: its arrival, or its transmission. */
function awaited(trace: Trace, { says = '', line }: Finding): Fix[] {
  const statement = trace.script.lines[line]?.statement;
  if (statement?.kind !== 'segment') return [];
  const [from, to] = namesIn(trace.script.lines[line]?.text ?? '', statement);
  const syn = `${from} -> ${to}  SYN`;
  const synAck = `${to} -> ${from}  SYN,ACK${isnOf(statement.ack)}`;
  const named = namedFlights(worldBefore(trace, line), scopeBefore(trace, line));
  const all = named.slice(0, MOST_DELIVERED).map(([name]) => [`deliver ${name}`]);
  switch (says) {
    case 'tcp/waits/syn-unsent':
      return [above(trace, line, [`${to} -> ${from}  SYN${isnOf(statement.ack)}`])];
    case 'tcp/waits/syn-ack-unsent':
      return [above(trace, line, [synAck])];
    case 'tcp/waits/ack-unsent':
      return [above(trace, line, [`${to} -> ${from}  ACK`])];
    case 'tcp/waits/syn-ack-away':
    case 'tcp/waits/ack-for-synack':
      return [...all, [synAck]].map((lines) => above(trace, line, lines));
    case 'tcp/waits/syn-away':
      return [...all.map(([one = '']) => [one, synAck]), [syn, synAck]].map((lines) => above(trace, line, lines));
    case 'tcp/waits/syn':
    case 'tcp/waits/ack-away':
      return all.map((lines) => above(trace, line, lines));
    default:
      return [];
  }
}

/** The most segments in flight that are tried. */
const MOST_DELIVERED = 3;

/** A fix that inserts lines above another. */
function above(trace: Trace, line: number, written: readonly string[]): Fix {
  const args = { text: written.map(oneSpace).join(' ⏎ ') };
  return { title: 'fix/insert', args, edits: insertion(trace, line, written.join('\n')) };
}

/** The two ends of a segment as written in its line. */
function namesIn(text: string, { from, to }: SegmentStatement): [string, string] {
  return [text.slice(from.start, from.end), text.slice(to.start, to.end)];
}

/** The `seq` clause of a SYN from a number that follows its ISN: `ack=301` and `ack=y+1` give `seq=300` and `seq=y`. */
function isnOf(field: SegmentStatement['seq']): string {
  if (field === undefined) return '';
  const { expr } = field;
  if (expr.kind === 'number') return expr.value > 0 ? `  seq=${expr.value - 1}` : '';
  const isNext = expr.kind === 'sum' && expr.op === '+' && expr.right.kind === 'number' && expr.right.value === 1;
  return isNext && expr.left.kind === 'name' ? `  seq=${expr.left.name}` : '';
}

/**
 * For a flow that begins in the middle of a connection: `given` lines with SND.NXT and RCV.NXT of the first segment's
 * sender, or fewer values if that is a retransmission.
 */
function givenLines(trace: Trace, { rule, line }: Finding): Fix[] {
  const { statement, text } = trace.script.lines[line] ?? {};
  if (rule !== 'tcp/open-not-syn' || statement?.kind !== 'segment' || text === undefined) return [];
  const { from, seq, ack } = statement;
  const fact = (key: string, field: typeof seq): string =>
    field === undefined ? '' : ` ${key}=${text.slice(field.expr.start, field.expr.end)}`;
  const head = `given ${text.slice(from.start, from.end)} ESTABLISHED`;
  const written = [fact('snd.nxt', seq) + fact('rcv.nxt', ack), fact('rcv.nxt', ack), ''];
  return [...new Set(written)].map((facts) => {
    const given = `${head}${facts}`;
    return { title: 'fix/begin-given', args: { text: given }, edits: insertion(trace, line, given) };
  });
}

/** A fix that lets a segment in flight arrive first. */
function delivered(trace: Trace, finding: Finding): Fix | undefined {
  const statement = trace.script.lines[finding.line]?.statement;
  if (finding.rule === 'tcp/arrival-unknown' && statement?.kind === 'segment') {
    const { start, end } = statement.arrowSpan;
    return {
      title: 'fix/set-field',
      args: { text: '->' },
      edits: [{ line: finding.line, start, end, newText: '->' }],
    };
  }
  if (finding.rule !== 'flow/in-flight-at-end') return undefined;
  const text = `deliver ${String(finding.args['name'])}`;
  return { title: 'fix/insert', args: { text }, edits: insertion(trace, lastStatement(trace) + 1, text) };
}

/** Replaces a segment that is not allowed by one that is. */
function instead(trace: Trace, finding: Finding): Fix[] {
  const line = trace.script.lines[finding.line];
  if (line?.statement?.kind !== 'segment' || !spaceOf(finding.rule).judgesPeers) return [];
  const end = line.comment === undefined ? line.text.length : line.text.slice(0, line.comment.start).trimEnd().length;
  const start = line.text.search(/\S/);
  const place = placerAt(trace.script, finding.line);
  return nextLines(trialsAt(trace, finding.line))
    .filter((item) => item.why.id !== 'complete/expect' && !item.label.startsWith('wait '))
    .slice(0, MOST_INSTEAD)
    .map((item) => {
      const { text } = place(item.label);
      const edits = [{ line: finding.line, start, end, newText: text.trimStart() }];
      return { title: 'fix/write', args: { text: oneSpace(item.label) }, edits };
    });
}

/** Removes the line, including its line break unless it is the last line. */
function removed(trace: Trace, finding: Finding): Fix | undefined {
  const line = trace.script.lines[finding.line];
  if (line?.statement === undefined || line.broken || !isGrave(finding)) return undefined;
  if (line.statement.kind === 'wait' || (finding.level === 'warning' && line.statement.kind !== 'segment'))
    return undefined;
  const edits = [{ line: finding.line, start: 0, end: line.text.length, newText: '' }];
  return { title: 'fix/remove-line', args: {}, edits };
}

function oneSpace(text: string): string {
  return text.replace(/ {2,}/g, ' ');
}
