import type { Message } from '../layers';
import type { EndId } from '../sim';
import type { Trace } from '../trace';
import { innermost, wholesAt } from './explain/said';

/** The most steps that are searched for the other half of an exchange. */
const MOST_STEPS = 50_000;

interface Written {
  readonly message: Message;
  readonly line: number;
}

/**
 * The line of the request that a response answers, or of the response to a request. Responses come in the order of their
 * requests (RFC 9112 §9.3.2): the n-th final response of one side belongs to the n-th request of the other.
 */
export function otherHalf(trace: Trace, line: number, index: number): number | undefined {
  const message = wholesAt(trace, line)[index]?.message;
  const end = writerOf(trace, line, message);
  if (message === undefined || end === undefined) return undefined;
  const peer = trace.cast.ends[end]?.peer ?? -1;
  const [own, others] = [writtenBy(trace, end), writtenBy(trace, peer)];
  const place = own.filter(({ message: m }) => counts(m)).findIndex((w) => w.message === message);
  const other = place < 0 ? undefined : others.filter(({ message: m }) => counts(m))[place];
  return other !== undefined && other.message.kind !== message.kind ? other.line : undefined;
}

function counts({ head }: Message): boolean {
  return head !== undefined && (head.kind === 'request' || head.status >= 200);
}

function writerOf(trace: Trace, line: number, message: Message | undefined): EndId | undefined {
  for (const step of trace.steps) {
    if (step.line > line) break;
    const says = step.says?.flatMap((s) => (s.message === undefined ? [] : innermost(s.message)));
    if (message !== undefined && says?.includes(message) === true) return senderOf(step);
  }
  return undefined;
}

function senderOf(step: Trace['steps'][number]): EndId | undefined {
  return step.kind === 'segment' ? step.sent.from : step.kind === 'call' ? step.end : undefined;
}

/** The messages that a side has written, each with the line that made it whole. */
function writtenBy({ steps }: Trace, end: EndId): Written[] {
  const found: Written[] = [];
  const known = new Set<Message>();
  for (const step of steps.slice(0, MOST_STEPS)) {
    if (step.says === undefined || senderOf(step) !== end) continue;
    for (const { message } of step.says) {
      if (message === undefined || known.has(message)) continue;
      known.add(message);
      for (const one of innermost(message)) found.push({ message: one, line: step.line });
    }
  }
  return found;
}
