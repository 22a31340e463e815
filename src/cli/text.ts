/** The report of `check` as text. */
import { type Finding, type Trace, final, gravest } from '../trace';
import { type Level, visible } from '../script';
import { findingText as messageOf } from '../words/finding';
import { type Reported, framesAt, nameOf } from '../report';
import { excerpt } from './excerpt';
import type { Tell } from './words';

/** Select Graphic Rendition codes (ECMA-48) for each level. */
const COLOUR: Readonly<Record<Level, string>> = { error: '1;31', warning: '1;33', open: '1;36', hint: '1;36' };
const BOLD = '1';
const FAINT = '2';

type Paint = (code: string, text: string) => string;

/** The most findings that are shown, the gravest ones. */
const MOST_FINDINGS = 1000;

/** The most ends that the summary names. */
const MOST_ENDS = 8;

export function* textReport(reported: Reported, tell: Tell, colours: boolean): Iterable<string> {
  const { file, trace } = reported;
  const paint: Paint = (code, text) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);
  const shown = gravest(trace.findings, MOST_FINDINGS);
  for (const finding of shown) yield `${findingText(file, trace, finding, tell, paint)}\n`;
  const count = trace.findings.length - shown.length;
  if (count > 0) yield `${tell('more-findings', { count })}\n\n`;
  yield `${summary(nameOf(reported), trace, tell, paint)}\n`;
}

function findingText(file: string, trace: Trace, finding: Finding, tell: Tell, paint: Paint): string {
  const { rule, level, line, start, end, arithmetic, source, related = [], fix } = finding;
  const { say } = tell;
  const frames = framesAt(trace, finding)?.join(', ');
  const place = `${visible(file)}:${line + 1}:${start + 1}`;
  const head = tell('header', {
    place: paint(BOLD, frames === undefined ? place : tell('at-frame', { place, frames })),
    level: paint(COLOUR[level], say(`editor/level/${level}`)),
    message: visible(messageOf(finding, say)),
  });
  const lines = [`${head}  ${paint(FAINT, `[${rule}]`)}`];
  if (arithmetic !== undefined) lines.push(`    ${visible(arithmetic)}`);
  if (source !== undefined) lines.push(`    ${source}`);
  for (const r of related) {
    lines.push(`    ${tell('related', { line: r.line + 1, text: visible(say(r.message, r.args)) })}`);
  }
  if (fix !== undefined) lines.push(`    ${tell('fix', { title: visible(say(fix.title, fix.args)) })}`);
  const { shown, mark } = excerpt(trace.script.lines[line]?.text ?? '', start, end);
  const number = String(line + 1);
  lines.push(`  ${paint(FAINT, `${number} |`)} ${shown}`);
  lines.push(
    `  ${paint(FAINT, `${' '.repeat(number.length)} |`)} ${mark.replace(/\^+/, (carets) => paint(COLOUR[level], carets))}`,
  );
  return `${lines.join('\n')}\n`;
}

function summary(file: string, trace: Trace, tell: Tell, paint: Paint): string {
  const count: Record<Level, number> = { error: 0, warning: 0, open: 0, hint: 0 };
  for (const { level } of trace.findings) count[level]++;
  const counts = (['error', 'warning', 'open', 'hint'] as const)
    .filter((level) => count[level] > 0)
    .map((level) =>
      paint(COLOUR[level], tell(count[level] === 1 ? `one-${level}` : `many-${level}`, { count: count[level] })),
    );
  const found = counts.length === 0 ? tell('clean') : counts.join(tell('list-comma'));
  const world = final(trace);
  const ends = trace.cast.ends.map(({ id, name }) => `${visible(name)} ${world.ends.get(id)?.tcb.state ?? ''}`);
  const named = ends.slice(0, MOST_ENDS);
  if (ends.length > MOST_ENDS) named.push(tell('more-ends', { count: ends.length - MOST_ENDS }));
  const states = named.length === 0 ? '' : ` · ${named.join(tell('list-comma'))}`;
  return `${paint(BOLD, `${visible(file)}:`)} ${found}${states}`;
}
