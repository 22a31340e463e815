import { type Wishes, check } from '../check';
import { type Fix, NO_LEVELS, RULES, meantName, rowsOf, spaceOf } from '../trace';
import { type Level, createParser } from '../script';
import { type Language, pageEnding } from '../words/languages';
import type { Say } from '../words/say';

/** TLS and HTTP/2, where they are loaded: the flows of some rules are played with them. */
export type RuleParts = Pick<Wishes, 'tls' | 'h2'>;

/** What is known of a rule besides its words. */
interface Facts {
  readonly level: Level | undefined;
  /** Absent for rules of the notation, which no document states. */
  readonly source: string | undefined;
}

/** Of a rule in several rows, the gravest level and all sources. */
export function factsOf(id: string): Facts {
  const rows = rowsOf(id);
  const level = (['error', 'warning', 'hint'] as const).find((l) => rows.some((r) => r.level === l));
  const sources = [...new Set(rows.map((r) => r.source))].filter((source) => source !== '');
  return { level, source: sources.length > 0 ? sources.join('; ') : undefined };
}

/** The rules that have a page, each once. */
export function ruleIds(): string[] {
  return [...new Set(RULES.map((row) => row.id))].filter((id) => spaceOf(id).hasPages);
}

/** A source in the reader's language: the names of documents, their sections and requirements are the same in all. */
function cited(source: string, say: Say): string {
  return source
    .replace(/\b(steps?|groups?|figure|errata) (\d+)(?: and (\d+))?/g, (_, word: string, n: string, m?: string) =>
      say(`source/${word}`, { n: m === undefined ? n : say('source/and', { n, m }) }),
    )
    .replaceAll(', ', say('source/comma'))
    .replaceAll('; ', say('source/semicolon'));
}

/** Links the sections of a source, and the requirements to the coverage page: `RFC 9293 §3.2 (MUST-65), §3.10.7.4 step 5`. */
function linked(id: string, source: string, language: Language, say: Say): string {
  const space = spaceOf(id);
  let document = '';
  const coverage = `../../coverage${pageEnding(language)}.md`;
  const withRequirements = cited(source, say).replace(/\b(?:MUST|SHLD|MAY)-\d+/g, (name) => `[${name}](${coverage})`);
  return withRequirements.replace(/RFC \d+|§\d+(?:\.\d+)*/g, (part) => {
    if (!part.startsWith('§')) document = part;
    const target = space.link(part === document ? document : `${document} ${part}`);
    return target === undefined ? part : `[${part}](${target})`;
  });
}

function fence(text: string): string {
  return `\`\`\`tcpflow\n${text.trimEnd()}\n\`\`\``;
}

/** A line (from 0) with the edits of a fix that are made in it. */
export function mended(text: string, line: number, fix: Fix): string {
  return fix.edits
    .filter((e) => e.line === line)
    .sort((a, b) => b.start - a.start)
    .reduce((now, e) => now.slice(0, e.start) + e.newText + now.slice(e.end), text);
}

/** A flow that breaks the rule, what is said about it, and the line as it would be right. */
function exampleParts(id: string, example: string, say: Say, loaded: RuleParts): string[] {
  const wishes = { profile: 'rfc9293', levels: NO_LEVELS, ...loaded };
  const trace = check(createParser().parse(example), undefined, undefined, wishes);
  const finding = trace.findings.find((f) => f.rule === id);
  const line = finding === undefined ? undefined : trace.script.lines[finding.line];
  // Rules of TLS find nothing where it is not loaded.
  if (finding === undefined || line === undefined) return [`## ${say('page/example')}`, fence(example)];
  const said = [say(finding.says ?? id, finding.args), finding.arithmetic].filter((part) => part !== undefined);
  const parts = [
    `## ${say('page/example')}`,
    fence(example),
    say('page/said', { line: finding.line + 1 }),
    `> ${said.join('\\\n> ')}`,
  ];
  if (finding.fix !== undefined) parts.push(say('page/right'), fence(mended(line.text, finding.line, finding.fix)));
  const { statement } = line;
  const name = meantName(id);
  if (statement?.kind === 'segment' && name !== undefined && finding.level !== 'hint') {
    const text = `${line.text.slice(0, statement.end)}  violates ${name}${line.text.slice(statement.end)}`;
    parts.push(`## ${say('page/meant')}`, say('page/violates'), fence(text));
  }
  return parts;
}

/**
 * A rule's page as Markdown.
 *
 * @param say the texts in `language`
 * @param example a flow that breaks the rule
 * @param loaded the parts that play the example
 */
export function rulePage(id: string, language: Language, say: Say, example?: string, loaded: RuleParts = {}): string {
  const { level, source } = factsOf(id);
  const facts = [
    say(spaceOf(id).title),
    ...(level === undefined ? [] : [say('page/level', { level: say(`editor/level/${level}`) })]),
    ...(source === undefined ? [] : [say('page/source', { source: linked(id, source, language, say) })]),
  ];
  const parts = [`# ${id}`, facts.join(' · '), say(`why/${id}`)];
  if (example !== undefined) parts.push(...exampleParts(id, example, say, loaded));
  return `${parts.join('\n\n')}\n`;
}
