import { check } from '../check';
import { FLOW_RULES, type Finding, type Fix, type FlowRule } from '../trace';
import { type Level, createParser } from '../script';
import { SEGMENT_RULES } from '../tcp/rules';
import { fill, type Language, type Say } from '../words/say';

/** A rule's level and source. Rules about the script alone have no source. */
interface Facts {
  readonly level: Level | undefined;
  readonly source: string | undefined;
}

export function factsOf(id: string, example?: string): Facts {
  // A rule may have several entries, one for each aspect of a line.
  const rows: FlowRule[] = SEGMENT_RULES.filter((r) => r.id === id);
  const flowRule = FLOW_RULES[id];
  if (flowRule !== undefined) rows.push(flowRule);
  const level = (['error', 'warning', 'hint'] as const).find((l) => rows.some((r) => r.level === l));
  const sources = [...new Set(rows.map((r) => r.source))].filter((source) => source !== '');
  if (rows.length > 0) return { level, source: sources.length > 0 ? sources.join('; ') : undefined };
  const found = example === undefined ? undefined : findingOf(id, example);
  return { level: found?.level, source: found?.source };
}

/** The finding of this rule in an example flow. */
function findingOf(id: string, example: string): Finding | undefined {
  return check(createParser().parse(example)).findings.find((f) => f.rule === id);
}

/** The ids of rules that have a page: those with a text that gives their reason. */
export function ruleIds(say: Say): string[] {
  return say.ids.filter((id) => id.startsWith('why/')).map((id) => id.slice('why/'.length));
}

/**
 * A source in the user's language. Sections and requirements are the same in both languages; steps and figures are
 * translated.
 */
function cited(source: string, language: Language): string {
  if (language === 'en') return source;
  return source
    .replace(/ steps (\d) and (\d)/g, ' 第 $1、$2 步')
    .replace(/ step (\d)/g, ' 第 $1 步')
    .replace(/ figure (\d+)/g, ' 图 $1')
    .replace(/ errata (\d+) and (\d+)/g, ' 勘误 $1、$2')
    .replace(/, /g, '、')
    .replace(/; /g, '；');
}

/**
 * Adds links to a source: sections to the standards, requirements to the coverage page. Example: `RFC 9293 §3.2
 * (MUST-65), §3.10.7.4 step 5`.
 */
function linked(source: string, language: Language): string {
  let rfc = '';
  const coverage = language === 'en' ? '../../coverage.md' : `../../coverage.${language}.md`;
  const withRequirements = cited(source, language).replace(/\b(?:MUST|SHLD|MAY)-\d+/g, (id) => `[${id}](${coverage})`);
  return withRequirements.replace(
    /RFC (\d+)|§(\d+(?:\.\d+)*)/g,
    (whole, number: string | undefined, section: string | undefined) => {
      if (number !== undefined) {
        rfc = number;
        return `[${whole}](https://www.rfc-editor.org/rfc/rfc${rfc})`;
      }
      return `[${whole}](https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section ?? ''})`;
    },
  );
}

const HEADS = {
  en: {
    level: 'Level',
    source: 'Source',
    colon: ': ',
    example: 'Example',
    said: 'About line {line}:',
    right: 'Right is:',
    meant: 'On purpose',
    violates:
      'A segment that breaks the rule on purpose says so. Then it is played as it is written, and nothing is reported:',
  },
  'zh-cn': {
    level: '级别',
    source: '出处',
    colon: '：',
    example: '示例',
    said: '关于第 {line} 行：',
    right: '正确的写法：',
    meant: '有意为之',
    violates: '有意违反该规则的报文段可以写明这一点：它会照原样执行，不再报告。',
  },
} as const;

function fence(text: string): string {
  return `\`\`\`tcpflow\n${text.trimEnd()}\n\`\`\``;
}

/** A line after the edits of a fix. */
export function mended(text: string, fix: Fix): string {
  return [...fix.edits]
    .sort((a, b) => b.start - a.start)
    .reduce((line, e) => line.slice(0, e.start) + e.newText + line.slice(e.end), text);
}

/** A flow that breaks the rule, the message, and the corrected line. */
function exampleParts(id: string, example: string, language: Language, say: Say): string[] {
  const head = HEADS[language];
  const trace = check(createParser().parse(example));
  const finding = trace.findings.find((f) => f.rule === id);
  const line = finding === undefined ? undefined : trace.script.lines[finding.line];
  if (finding === undefined || line === undefined) return [];
  const said = [say(finding.says ?? id, finding.args), finding.arithmetic].filter((part) => part !== undefined);
  const parts = [
    `## ${head.example}`,
    fence(example),
    fill(head.said, { line: finding.line + 1 }),
    `> ${said.join('\\\n> ')}`,
  ];
  if (finding.fix !== undefined) parts.push(head.right, fence(mended(line.text, finding.fix)));
  const { statement } = line;
  if (statement?.kind === 'segment' && id.startsWith('tcp/') && finding.level !== 'hint') {
    const rule = id.slice('tcp/'.length);
    const text = `${line.text.slice(0, statement.end)}  violates ${rule}${line.text.slice(statement.end)}`;
    parts.push(`## ${head.meant}`, head.violates, fence(text));
  }
  return parts;
}

/**
 * A rule's page as Markdown.
 *
 * @param say the texts in `language`
 * @param example a flow that breaks the rule
 */
export function rulePage(id: string, language: Language, say: Say, example?: string): string {
  const head = HEADS[language];
  const { level, source } = factsOf(id, example);
  const facts = [
    ...(level === undefined ? [] : [`**${head.level}**${head.colon}${say(`editor/level/${level}`)}`]),
    ...(source === undefined ? [] : [`**${head.source}**${head.colon}${linked(source, language)}`]),
  ];
  const parts = [`# ${id}`, ...(facts.length > 0 ? [facts.join(' · ')] : []), say(`why/${id}`)];
  if (example !== undefined) parts.push(...exampleParts(id, example, language, say));
  return `${parts.join('\n\n')}\n`;
}
