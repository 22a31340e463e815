import type { Finding, Fix } from '../../check/finding';
import { SILENCES } from '../../check/flow-rules';
import type { Trace } from '../../check/trace';
import type { Item } from '../complete/item';
import { nextLines } from '../complete/nextLine';
import { trialsAt, trialsBefore, type Trials } from '../complete/trial';
import { placerAt } from '../complete/layout';
import { insertion, lastStatement } from './insert';
import { mends, silences } from './tried';

/** A fix that was tried: with it made, the finding is gone, and nothing else is wrong that was not before. */
export interface Offered extends Fix {
  /** There is one right value, and this is it. */
  readonly isPreferred: boolean;
}

/** As many other lines as are offered in the place of one that cannot stand there. */
const MOST_INSTEAD = 2;

/** What mends a finding, best first; each was tried. The way to say that the mistake is meant comes last. */
export function fixesFor(trace: Trace, finding: Finding): Offered[] {
  const good = (fix: Fix | undefined): fix is Fix => fix !== undefined && mends(trace, finding, fix.edits);
  const offers: Offered[] = [];
  if (good(finding.fix)) offers.push({ ...finding.fix, isPreferred: true });
  const one = [...inserted(trace, finding), ...opening(trace, finding)].find(good);
  for (const fix of [one, delivered(trace, finding), unviolated(trace, finding)]) {
    if (fix === one ? one !== undefined : good(fix)) offers.push({ ...(fix as Fix), isPreferred: offers.length === 0 });
  }
  if (offers.length === 0) {
    const others = finding.level === 'error' ? instead(trace, finding) : [];
    for (const fix of [...others, removed(trace, finding)]) {
      if (good(fix)) offers.push({ ...fix, isPreferred: false });
    }
  }
  const meant = violatesFix(trace, finding);
  if (meant !== undefined && silences(trace, finding, meant.edits)) offers.push({ ...meant, isPreferred: false });
  return offers;
}

/** Writes `violates RULE` behind a segment, where someone means to break the rule. */
function violatesFix(trace: Trace, finding: Finding): Fix | undefined {
  const line = trace.script.lines[finding.line];
  const statement = line?.statement;
  if (!finding.rule.startsWith('tcp/') || finding.level === 'hint') return undefined;
  if (statement?.kind !== 'segment' || line?.broken) return undefined;
  const rule = finding.rule.slice('tcp/'.length);
  const last = statement.violates?.at(-1);
  const at = last?.end ?? statement.end;
  const newText = last === undefined ? `  violates ${rule}` : `, ${rule}`;
  return {
    title: 'fix/violates',
    args: { rule },
    edits: [{ line: finding.line, start: at, end: at, newText }],
  };
}

/** `violates` for a rule that the segment does not break goes. */
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

/** As many lines as are inserted for one that is missing: what follows from it may be owed at once, too. */
const MOST_INSERTED = 4;

/** Lines that are missing: one, or with those that follow from it. */
function inserted(trace: Trace, finding: Finding): Fix[] {
  const place = missing(trace, finding);
  if (place === undefined) return [];
  const { at, isIt } = place;
  const fixes: Fix[] = [];
  const written: string[] = [];
  let trials = trialsBefore(trace, at);
  let next = lines(trials).find(isIt);
  while (next !== undefined && written.length < MOST_INSERTED) {
    written.push(next.label);
    const text = written.map(oneSpace).join(' ⏎ ');
    fixes.push({ title: 'fix/insert', args: { text }, edits: insertion(trace, at, written.join('\n')) });
    trials = trials.after(next.label);
    next = lines(trials).find(isOwed);
  }
  return fixes;
}

const isOwed = (item: Item): boolean => item.why?.id.startsWith('complete/must/') === true;

/** Where a line is missing, and how to tell it among those that may come there. */
function missing(
  trace: Trace,
  { rule, line, args }: Finding,
): { readonly at: number; readonly isIt: (item: Item) => boolean } | undefined {
  const isHosts = (item: Item): boolean => item.why?.args?.['host'] === args['host'];
  if (rule === 'flow/owed-at-end') {
    return { at: lastStatement(trace) + 1, isIt: (item) => isOwed(item) && isHosts(item) };
  }
  if (rule === 'tcp/close-wait-stuck') {
    return { at: lastStatement(trace) + 1, isIt: (item) => item.why?.id === 'complete/may/close' && isHosts(item) };
  }
  // What somebody kept silent about stands before the time that passes.
  if (rule in SILENCES) return { at: line, isIt: (item) => isOwed(item) && isHosts(item) };
  return undefined;
}

/** The segments that open a connection, before one that needs it; with the numbers that it tells of. */
function opening(trace: Trace, { rule, line }: Finding): Fix[] {
  const { lines: all } = trace.script;
  const statement = all[line]?.statement;
  if (statement?.kind !== 'segment') return [];
  const text = all[line]?.text ?? '';
  const name = (ref: { readonly start: number; readonly end: number }): string => text.slice(ref.start, ref.end);
  const [from, to] = [name(statement.from), name(statement.to)];
  const before = (field: typeof statement.seq, key: string): string =>
    field?.expr.kind === 'number' && field.expr.value > 0 ? `  ${key}=${field.expr.value - 1}` : '';
  const written =
    rule === 'tcp/synack-without-syn'
      ? [`${to} -> ${from}  SYN${before(statement.ack, 'seq')}`]
      : rule === 'tcp/open-not-syn'
        ? [
            `${from} -> ${to}  SYN${before(statement.seq, 'seq')}`,
            `${to} -> ${from}  SYN,ACK${before(statement.ack, 'seq')}`,
            `${from} -> ${to}  ACK`,
          ]
        : [];
  if (written.length === 0) return [];
  const args = { text: written.map(oneSpace).join(' ⏎ ') };
  return [{ title: 'fix/insert', args, edits: insertion(trace, line, written.join('\n')) }];
}

/** What is still on its way arrives. */
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

/** Where a segment cannot stand, what may. */
function instead(trace: Trace, finding: Finding): Fix[] {
  const line = trace.script.lines[finding.line];
  if (line?.statement?.kind !== 'segment' || !finding.rule.startsWith('tcp/')) return [];
  const end = line.comment === undefined ? line.text.length : line.text.slice(0, line.comment.start).trimEnd().length;
  const start = line.text.search(/\S/);
  const place = placerAt(trace.script, finding.line);
  return lines(trialsAt(trace, finding.line))
    .filter((item) => item.why?.id !== 'complete/expect' && !item.label.startsWith('wait '))
    .slice(0, MOST_INSTEAD)
    .map((item) => {
      const { text } = place(item.label);
      const edits = [{ line: finding.line, start, end, newText: text.trimStart() }];
      return { title: 'fix/write', args: { text: oneSpace(item.label) }, edits };
    });
}

/** The line goes, and leaves an empty one only where it is the last. */
function removed(trace: Trace, finding: Finding): Fix | undefined {
  const line = trace.script.lines[finding.line];
  if (line?.statement === undefined || line.broken || finding.level === 'hint') return undefined;
  if (line.statement.kind === 'wait' || (finding.level === 'warning' && line.statement.kind !== 'segment'))
    return undefined;
  const edits = [{ line: finding.line, start: 0, end: line.text.length, newText: '' }];
  return { title: 'fix/remove-line', args: {}, edits };
}

function lines(trials: Trials): Item[] {
  return nextLines(trials).filter((item) => item.kind === 'line');
}

function oneSpace(text: string): string {
  return text.replace(/ {2,}/g, ' ');
}
