import { SEGMENT_RULES } from '../tcp/rules';
import type { RuleLevel } from '../tcp/rules/rule';
import { everyText, sayIn } from './words';

/** What is known of a rule besides its words. Rules about the text alone have neither level nor source here. */
interface Facts {
  readonly level: RuleLevel | undefined;
  readonly source: string | undefined;
}

function factsOf(id: string): Facts {
  const rule = SEGMENT_RULES.find((r) => r.id === id);
  return { level: rule?.level, source: rule?.source === '' ? undefined : rule?.source };
}

/** The rules that have a page: those whose reason is told. */
export function ruleIds(): string[] {
  return everyText()
    .filter(({ id }) => id.startsWith('why/'))
    .map(({ id }) => id.slice('why/'.length));
}

/** Links the sections of a source: `RFC 9293 §3.4, §3.10.7.4 step 5`. */
function linked(source: string): string {
  let rfc = '';
  return source.replace(
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
    says: 'What is said',
    meant: 'Where it is meant',
    violates:
      'A segment that breaks the rule on purpose says so; then it is played as written, and nothing is reported:',
  },
  'zh-cn': {
    level: '级别',
    source: '出处',
    says: '提示内容',
    meant: '有意为之',
    violates: '有意违反该规则的报文段可以声明这一点，此时按所写内容演示，不再报告：',
  },
} as const;

/** A message with its arguments as emphasised words. */
function pattern(text: string): string {
  return text.replace(/\{([a-zA-Z]+)\}/g, '*$1*');
}

/** A rule's page, Markdown: media/docs/rules/ID.md and ID.zh-cn.md. */
export function rulePage(id: string, language: 'en' | 'zh-cn'): string {
  const say = sayIn(language);
  const head = HEADS[language];
  const { level, source } = factsOf(id);
  const facts = [
    ...(level === undefined ? [] : [`**${head.level}**: ${say(`editor/level/${level}`)}`]),
    ...(source === undefined ? [] : [`**${head.source}**: ${linked(source)}`]),
  ];
  const parts = [`# ${id}`, ...(facts.length > 0 ? [facts.join(' · ')] : []), say(`why/${id}`)];
  parts.push(`## ${head.says}`, `> ${pattern(say(id))}`);
  if (id.startsWith('tcp/') && level !== 'hint') {
    const line = `client -> server  ACK  violates ${id.slice('tcp/'.length)}`;
    parts.push(`## ${head.meant}`, head.violates, `\`\`\`tcpflow\n${line}\n\`\`\``);
  }
  return `${parts.join('\n\n')}\n`;
}
