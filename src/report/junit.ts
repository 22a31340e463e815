/** Findings as a JUnit report: a file is a suite, an `expect` is a case, and all else that a flow has is one case more. */
import type { Finding, Trace } from '../trace';
import { visible } from '../script';
import { findingText } from '../words/finding';
import type { Say } from '../words/words';
import { type Reported, nameOf } from './reported';

export const JUNIT = {
  before: '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="tcp-flow">\n',
  between: '',
  after: '</testsuites>\n',
} as const;

interface Case {
  readonly name: string;
  /** From 0. */
  readonly line: number;
  readonly failures: readonly Finding[];
}

/** The suite of a flow. Errors are failures; all other findings are left to the other formats. */
export function* junitSuite(reported: Reported, say: Say): Iterable<string> {
  const cases = casesOf(reported.trace, say);
  const name = attribute(nameOf(reported));
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  yield `  <testsuite name="${name}" tests="${cases.length}" failures="${failed}" errors="0" skipped="0">\n`;
  for (const one of cases) yield caseText(one, reported.file, name, say);
  yield '  </testsuite>\n';
}

function casesOf({ script, findings }: Trace, say: Say): Case[] {
  const failures = new Map<number, Finding[]>();
  const elsewhere: Finding[] = [];
  const isExpect = (line: number): boolean => script.lines[line]?.statement?.kind === 'expect';
  for (const finding of findings) {
    if (finding.level !== 'error') continue;
    if (!isExpect(finding.line)) elsewhere.push(finding);
    else failures.set(finding.line, [...(failures.get(finding.line) ?? []), finding]);
  }
  const expects = script.lines.flatMap(({ text, statement }, line): Case[] =>
    statement?.kind === 'expect'
      ? [{ name: text.slice(statement.start, statement.end), line, failures: failures.get(line) ?? [] }]
      : [],
  );
  return [{ name: say('report/flow-case'), line: elsewhere[0]?.line ?? 0, failures: elsewhere }, ...expects];
}

function caseText({ name, line, failures }: Case, file: string, suite: string, say: Say): string {
  const head = `    <testcase name="${attribute(name)}" classname="${suite}" file="${attribute(file)}" line="${line + 1}"`;
  if (failures.length === 0) return `${head}/>\n`;
  const texts = failures.map((finding) => {
    const { rule, arithmetic, source, line: at, start } = finding;
    const message = visible(findingText(finding, say));
    const place = `${visible(file)}:${at + 1}:${start + 1}`;
    const more = [arithmetic, source].filter((part) => part !== undefined).map(visible);
    const body = [`${place}: ${message}`, ...more].map(escaped).join('\n');
    return `      <failure type="${attribute(rule)}" message="${attribute(message)}">${body}</failure>\n`;
  });
  return `${head}>\n${texts.join('')}    </testcase>\n`;
}

function attribute(text: string): string {
  return escaped(visible(text)).replaceAll('"', '&quot;');
}

/** Text without control characters, for XML. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
