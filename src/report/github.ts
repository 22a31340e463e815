/** Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request. */
import type { Finding } from '../trace';
import { type Level, visible } from '../script';
import { findingText } from '../words/finding';
import type { Say } from '../words/words';
import type { Reported } from './reported';

const COMMAND: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', open: 'notice', hint: 'notice' };

export function* annotations({ file, trace }: Reported, say: Say): Iterable<string> {
  for (const finding of trace.findings) {
    const { rule, level, line, start, end, arithmetic, source } = finding;
    const parts = [findingText(finding, say), arithmetic, source].filter((part) => part !== undefined);
    yield annotation(file, { rule, level, line, start, end }, parts);
  }
}

/** One annotation. */
export function annotation(
  file: string,
  { rule, level, line, start, end }: Pick<Finding, 'rule' | 'level' | 'line' | 'start' | 'end'>,
  parts: readonly string[],
): string {
  const properties = { file, line: line + 1, col: start + 1, endColumn: end + 1, title: rule };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${COMMAND[level]} ${list.join(',')}::${parts.map(data).join('%0A')}\n`;
}

/** Escapes text for a workflow command: the runner decodes `%25` and `%0A`; control characters become visible escapes. */
function data(text: string): string {
  return visible(text).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
