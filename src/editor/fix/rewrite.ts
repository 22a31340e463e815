import { freshName, isFirstSyn, sidesAt, trialsAt, filledClauses } from '../../compose';
import { checkInSlices, finished } from '../../check';
import { FILLED_FLAGS, type Fix, type Trace, stepsAt } from '../../trace';
import { fold, spellSegment } from '../../script';
import { formatFlags } from '../../wire';
import { placerAt } from '../complete/layout';
import { edited } from './edited';
import { insertion } from './insert';
import { isNoWorse } from './tried';

/** Refactorings of a line (from 0) without mistakes. */
export function rewritesAt(trace: Trace, line: number): Fix[] {
  return finished(rewritesInSlices(trace, line));
}

/** The same in slices of a few milliseconds. */
export function* rewritesInSlices(trace: Trace, line: number): Generator<undefined, Fix[]> {
  const found: Fix[] = [];
  for (const fix of [writtenOut(trace, line), declared(trace, line)])
    if (fix !== undefined && (yield* isHarmless(trace, fix))) found.push(fix);
  return found;
}

function* isHarmless(trace: Trace, fix: Fix): Generator<undefined, boolean> {
  const { findings } = yield* checkInSlices(edited(trace.script, fix.edits), trace);
  return isNoWorse(trace.findings, findings);
}

/** Writes out all clauses of a segment that the simulation fills in. */
function writtenOut(trace: Trace, number: number): Fix | undefined {
  const line = trace.script.lines[number];
  const statement = line?.statement;
  if (line === undefined || line.broken || statement?.kind !== 'segment' || statement.resend !== undefined)
    return undefined;
  const step = stepsAt(trace, number).find((s) => s.kind === 'segment' && s.generated === undefined);
  if (step?.kind !== 'segment') return undefined;
  const clauses = filledClauses(trace, step).filter((c) => !(c.startsWith('len=') && statement.payload !== undefined));
  if (clauses.length === 0) return undefined;
  const c = spellSegment(statement, fold(line.text).text);
  const flags = (step.filled & FILLED_FLAGS) === 0 ? c.flags : formatFlags(step.sent.segment.flags);
  const numbers = clauses.filter((clause) => clause !== formatFlags(step.sent.segment.flags));
  const trials = trialsAt(trace, number);
  const side = sidesAt(trials).find((x) => x.end === step.sent.from);
  const name = side !== undefined && isFirstSyn(side, step.sent.segment.flags) ? freshName(trials) : undefined;
  const one = (key: string, written: string): string =>
    written || (key === 'seq=' && name ? `seq=${name}` : (numbers.find((n) => n.startsWith(key)) ?? ''));
  const others = numbers.filter((n) => !/^(?:seq|ack)=/.test(n));
  // After `violates` only rule ids follow.
  const [rest = '', violates = ''] = c.rest.split(/(?=\bviolates\b)/);
  const cells = [c.time, c.from, c.to, flags, one('seq=', c.seq), one('ack=', c.ack), rest, ...others, violates];
  const comment = line.comment === undefined ? '' : `  ${line.text.slice(line.comment.start)}`;
  const indent = /^\s*/.exec(line.text)?.[0] ?? '';
  const text =
    indent +
    cells
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '')
      .join(' ') +
    comment;
  const placed = placerAt(trace.script, number)(text);
  const own = { line: number, start: 0, end: line.text.length, newText: placed.text };
  return { title: 'fix/write-out', args: {}, edits: [...placed.edits, own] };
}

/** Inserts `host` lines for the ends of a segment, with the addresses assumed so far. */
function declared(trace: Trace, number: number): Fix | undefined {
  const { lines } = trace.script;
  const statement = lines[number]?.statement;
  if (statement?.kind !== 'segment') return undefined;
  const known = new Set(lines.flatMap(({ statement: s }) => (s?.kind === 'host' ? [s.name.text] : [])));
  const missing = trace.cast.hosts.filter((h) => !known.has(h.name));
  if (!missing.some((h) => h.name === statement.from.host.text || h.name === statement.to.host.text)) return undefined;
  const text = missing.map(({ name, address, ends }) => {
    const ports = new Set(ends.map((id) => trace.cast.ends[id]?.port));
    const [port] = ports;
    const socket = address.includes(':') ? `[${address}]` : address;
    return `host ${name} ${ports.size === 1 && port !== undefined ? `${socket}:${port}` : address}`;
  });
  const HEAD = ['flow', 'profile', 'variant', 'host'];
  let at = lines.findLastIndex(({ statement: s }) => s !== undefined && HEAD.includes(s.kind)) + 1;
  const first = lines.findIndex(({ statement: s }) => s !== undefined && !HEAD.includes(s.kind));
  if (at > first) at = 0;
  const next = lines[at]?.text.trim() === '' ? '' : '\n';
  return {
    title: 'fix/declare',
    args: { hosts: missing.map((h) => h.name).join(', ') },
    edits: insertion(trace, at, text.join('\n') + next),
  };
}
