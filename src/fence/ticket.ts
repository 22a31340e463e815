/** A flow for a ticket, a message or a forum: its text as a fence, the ladder as text, and the findings. */
import { PLAIN, diagram, ladderText } from '../diagram';
import { visible } from '../script';
import { type NumberForm, type Trace, gravest } from '../trace';
import { findingText } from '../words/finding';
import type { Say } from '../words/words';

/** The most findings that are listed. */
const MOST_FINDINGS = 50;

/** @param program the program and its version, for the last line */
export function ticketOf(code: string, trace: Trace, numbers: NumberForm, program: string, say: Say): string {
  const findings = gravest(trace.findings, MOST_FINDINGS).map((finding) => {
    const text = visible(findingText(finding, say)).replaceAll('`', "'");
    return `- ${say('fence/finding', { line: finding.line + 1, text })} \`${finding.rule}\``;
  });
  const left = trace.findings.length - findings.length;
  if (left > 0) findings.push(`- ${say('fence/more', { count: left })}`);
  const parts = [
    fenced(code.trimEnd(), 'tcpflow code-only'),
    fenced(ladderText(diagram(trace, PLAIN), numbers, say).trimEnd(), 'text'),
    findings.length === 0 ? say('fence/clean') : findings.join('\n'),
    program,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A fence that is longer than any run of its marks within (CommonMark §4.5). */
function fenced(text: string, info: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([marks]) => marks.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}${info}\n${text}\n${marks}`;
}
