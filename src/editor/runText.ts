/** The result of a `run` or message on a line, in short and in full, for lens and hover. Pure. */
import { type Step, type Trace, before, firstStepFrom, numberings, showNumber, stepsAt } from '../trace';
import type { EndId } from '../sim';
import { ACK, formatFlags, has } from '../wire';
import type { Say } from '../words/words';

/** The most segments listed in a hover. */
const MOST = 12;

/** True if the simulation makes steps for the line. */
export function plays(trace: Trace, line: number): boolean {
  const kind = trace.script.lines[line]?.statement?.kind;
  return kind === 'run' || kind === 'message';
}

/** The ends that took part in some steps; all ends if none did. */
function playersOf(trace: Trace, steps: readonly Step[]): EndId[] {
  const seen = new Set<EndId>();
  for (const step of steps) {
    if ('sent' in step) seen.add(step.sent.from).add(step.sent.to);
    else if ('end' in step) seen.add(step.end).add(trace.cast.ends[step.end]?.peer ?? step.end);
  }
  const all = trace.cast.ends.map((e) => e.id);
  return seen.size === 0 ? all : all.filter((id) => seen.has(id));
}

/** The most ends that are named with their states. */
const MOST_ENDS = 4;

/** A summary: `run: 14 segments, ends ESTABLISHED / ESTABLISHED`. */
export function runSummary(trace: Trace, line: number, say: Say): string {
  const steps = stepsAt(trace, line);
  const count = steps.filter((s) => s.kind === 'segment').length;
  const lost = steps.filter((s) => s.kind === 'segment' && s.fate === 'lost').length;
  const world = steps.at(-1)?.after ?? before(trace, firstStepFrom(trace, line));
  const players = playersOf(trace, steps).slice(0, MOST_ENDS);
  const states = players.map((id) => world.ends.get(id)?.tcb.state ?? '').join(' / ');
  const segments = say(count === 1 ? 'run/segment' : 'run/segments', { count });
  const parts = [segments, ...(lost > 0 ? [say('run/lost', { count: lost })] : []), say('run/ends', { states })];
  return parts.join(say('run/comma'));
}

/** The steps as Markdown: the first segments with times and states, and the number of further ones. */
export function runText(trace: Trace, line: number, say: Say): string[] {
  const steps = stepsAt(trace, line);
  const from = firstStepFrom(trace, line);
  const told: string[] = [];
  let segments = 0;
  for (const [i, step] of steps.entries()) {
    if (step.kind === 'segment' && ++segments > MOST) continue;
    if (segments > MOST) continue;
    const text = stepText(trace, step, say);
    if (text !== undefined) told.push(`@${at(step.time)} ${text}${statesText(trace, from + i)}`);
  }
  const parts = [`**${say('run/title')}**: ${runSummary(trace, line, say)}`];
  if (told.length > 0) parts.push(['```tcpflow', ...told, '```'].join('\n'));
  if (segments > MOST) parts.push(say('run/more', { count: segments - MOST }));
  return parts;
}

const ARROWS = { arrived: '->', lost: '-x', dropped: '->', 'in-flight': '~>', 'not-sent': '->', open: '?>' } as const;

function stepText(trace: Trace, step: Step, say: Say): string | undefined {
  const name = (end: EndId): string => trace.cast.ends[end]?.name ?? '';
  switch (step.kind) {
    case 'segment': {
      const { segment, from, to } = step.sent;
      const whose = numberings(trace, step.sent);
      const number = (end: EndId, n: typeof segment.seq): string => showNumber(trace.bases, end, n, 'symbolic');
      const parts = [`${name(from)} ${ARROWS[step.fate]} ${name(to)} ${formatFlags(segment.flags)}`];
      parts.push(`seq=${number(whose.seq, segment.seq)}`);
      if (has(segment, ACK)) parts.push(`ack=${number(whose.ack, segment.ack)}`);
      if (segment.len > 0) parts.push(`len=${segment.len}`);
      if (step.fate === 'dropped') parts.push(` # ${say('panel/dropped')}`);
      return parts.join(' ');
    }
    case 'deliver':
    case 'duplicate': {
      const { segment, from } = step.sent;
      return `# ${say(`run/${step.kind}`, { host: name(from), label: formatFlags(segment.flags) })}`;
    }
    case 'timer':
      return `# ${name(step.end)}: ${say(`panel/timer-${step.timer}`)}`;
    default:
      return undefined;
  }
}

/** The states that a step leads to, as a comment. */
function statesText(trace: Trace, step: number): string {
  const moves = (trace.steps[step]?.moves ?? []).filter((m) => m.from !== m.to);
  if (moves.length === 0) return '';
  return `  # ${moves.map((m) => `${trace.cast.ends[m.end]?.name ?? ''} ${m.to}`).join(', ')}`;
}

/** A time in seconds in the script's notation. */
function at(micros: number): string {
  return `${Number((micros / 1e6).toFixed(6))}s`;
}
