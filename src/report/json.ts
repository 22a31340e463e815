/**
 * The report of `check --format json`. Keys, their order and meaning are documented in media/docs/cli.md and must not
 * change.
 */
import { type Edit, type Finding, type Trace, final } from '../trace';
import { visibleJson } from '../script';
import { findingText } from '../words/finding';
import type { Say } from '../words/words';
import { framesAt } from './frames';
import type { Reported } from './reported';
import { isOpen } from './state';

/** The report on one file in pieces, one for each diagnostic, so that a long one is not held in memory. */
export function* jsonReport({ file, fence, trace }: Reported, say: Say): Iterable<string> {
  const place = fence === undefined ? '' : `,"fence":${fence}`;
  yield `{"file":${visibleJson(file)}${place},"steps":${trace.steps.length},"diagnostics":[`;
  let separator = '\n';
  for (const finding of trace.findings) {
    yield `${separator}${visibleJson(diagnosticOf(trace, finding, say))}`;
    separator = ',\n';
  }
  yield `],"final":${visibleJson(finalOf(trace))}}`;
}

function place({ line, start, end }: Pick<Finding, 'line' | 'start' | 'end'>): Record<string, number> {
  return { line: line + 1, column: start + 1, endLine: line + 1, endColumn: end + 1 };
}

function editOf(edit: Edit): unknown {
  return { ...place(edit), newText: edit.newText };
}

function diagnosticOf(trace: Trace, finding: Finding, say: Say): unknown {
  const { rule, level, because, arithmetic, source, fix } = finding;
  const frame = framesAt(trace, finding);
  return {
    ...place(finding),
    ...(frame === undefined ? {} : { frame }),
    severity: level,
    rule,
    message: findingText(finding, say),
    ...(because === undefined ? {} : { because }),
    ...(arithmetic === undefined ? {} : { arithmetic }),
    ...(source === undefined ? {} : { source }),
    ...(fix === undefined ? {} : { fix: { title: say(fix.title, fix.args), edits: fix.edits.map(editOf) } }),
  };
}

/** The final state of each side and, with a connection, its variables (RFC 9293 §3.3.1). */
function finalOf(trace: Trace): Record<string, unknown> {
  const world = final(trace);
  const report: Record<string, unknown> = {};
  for (const { id, name } of trace.cast.ends) {
    const tcb = world.ends.get(id)?.tcb;
    if (tcb === undefined) continue;
    report[name] = {
      state: tcb.state,
      ...(isOpen(tcb.state) ? { 'snd.una': tcb.sndUna, 'snd.nxt': tcb.sndNxt } : {}),
      ...(isOpen(tcb.state) && tcb.synchronised ? { 'rcv.nxt': tcb.rcvNxt } : {}),
    };
  }
  return report;
}
