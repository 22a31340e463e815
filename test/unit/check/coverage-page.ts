/** Generates the coverage page of RFC 9293 Appendix B from the requirements, the rules and the tests' flows. */
import { readdirSync } from 'node:fs';
import { rowsOf, ruleId } from '../../../src/trace';
import { english, fill, sayIn } from '../../../src/words/words';
import { REQUIREMENTS } from './appendix-b';
import { OPEN, type Requirement } from './requirement';
import { flowsIn, type Flow } from './table';

/** A flow of the tests, with its file in test/fixtures/flows. */
interface Place {
  readonly file: string;
  readonly id: string;
  readonly verdict: Flow['verdict'];
}

function placesIn(file: string): Place[] {
  return flowsIn(file).map(({ id, verdict }) => ({ file, id, verdict }));
}

const OWN = 'requirements.tcpflow';

/** All flows that keep or break a rule, by rule. */
function places(): ReadonlyMap<string, readonly Place[]> {
  const files = [OWN, ...readdirSync('test/fixtures/flows/rules').map((f) => `rules/${f}`)];
  const found = new Map<string, Place[]>();
  for (const place of files.sort().flatMap(placesIn)) {
    const list = found.get(place.id);
    if (list === undefined) found.set(place.id, [place]);
    else list.push(place);
  }
  return found;
}

/** Whether the checker implements the requirement, with a flow that keeps it and one that breaks it. */
export interface Coverage {
  readonly requirement: Requirement;
  readonly keeps: Place | undefined;
  readonly breaks: Place | undefined;
  readonly covered: boolean;
}

export function coverage(): Coverage[] {
  const all = places();
  return REQUIREMENTS.map((requirement) => {
    const about = [requirement.id, ...(requirement.rules ?? []).map(ruleId)];
    const both = (id: string): boolean =>
      ['keeps', 'breaks'].every((v) => all.get(id)?.some((p) => p.verdict === v) === true);
    const shown = all.get(about.find(both) ?? '') ?? [];
    const keeps = shown.find((p) => p.verdict === 'keeps');
    const breaks = shown.find((p) => p.verdict === 'breaks');
    const observable = requirement.seen !== 'no' && requirement.open === undefined;
    return { requirement, keeps, breaks, covered: observable && keeps !== undefined && breaks !== undefined };
  });
}

/** Rules of the catalogue are named without their `tcp/`. */
export function ruleExists(rule: string): boolean {
  return rowsOf(ruleId(rule)).length > 0;
}

const TEXTS = {
  en: {
    title: 'Coverage of RFC 9293 Appendix B',
    intro:
      'Appendix B of [RFC 9293](https://www.rfc-editor.org/rfc/rfc9293#appendix-B) lists {all} requirements. Of these, {observable} can be seen in a flow: {segments} from segments alone (with times and header bytes), {events} with user calls, timers or settings. The checker covers **{covered} of {observable}**: each has a rule, or transitions of the state machine, and two flows among the tests, one that keeps the requirement and one that breaks it.',
    open: 'Not covered, though it could be seen',
    openIntro: 'A flow has no words for these, or they cannot be told from what is right.',
    covered: 'Covered',
    unseen: 'Not to be seen in a flow',
    unseenIntro:
      'These are about interfaces, settings and abilities of an implementation. Where a rule gives a hint all the same, it is named.',
    id: 'Requirement',
    asks: 'What it asks for',
    seen: 'Seen in',
    by: 'Rules and transitions',
    flows: 'Flows (test/fixtures/flows)',
    why: 'Why',
    segments: 'segments',
    events: 'events',
    transitions: 'Transitions',
    transitionsIntro: 'The transitions that the table names, as the checker tells them:',
  },
  'zh-cn': {
    title: 'RFC 9293 附录 B 的覆盖情况',
    intro:
      '[RFC 9293](https://www.rfc-editor.org/rfc/rfc9293#appendix-B) 附录 B 列出 {all} 项要求，其中 {observable} 项能在流程中看到：{segments} 项只凭报文段（包括时间和首部字节），{events} 项还需要用户调用、定时器或设置。检查器覆盖 **{observable} 项中的 {covered} 项**：每一项都有规则或状态机的转换，测试中各有一个遵守和一个违反该要求的流程。',
    open: '能看到但没有覆盖',
    openIntro: '流程无法表达这些内容，或无法把它们与正确的情况区分开。',
    covered: '已覆盖',
    unseen: '流程中看不到',
    unseenIntro: '这些要求涉及实现的接口、设置和能力。如果有规则仍能给出提示，则予以列出。',
    id: '要求',
    asks: '内容',
    seen: '体现于',
    by: '规则和转换',
    flows: '流程（test/fixtures/flows）',
    why: '原因',
    segments: '报文段',
    events: '事件',
    transitions: '转换',
    transitionsIntro: '表中所列的转换，按检查器的说法：',
  },
} as const;

type Language = keyof typeof TEXTS;

/** A Markdown table with the given head and rows. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function holders(r: Requirement, language: Language): string {
  const ending = language === 'en' ? '.md' : `.${language}.md`;
  const rules = (r.rules ?? []).map((rule) => `[${rule}](rules/${ruleId(rule)}${ending})`);
  return [...rules, ...(r.rows ?? [])].join(', ');
}

/** The place of the flows: `rules/windows: tcp/zwp-first`. Both are in one file under one id. */
function flowsOf(c: Coverage): string {
  return c.keeps === undefined ? '' : `${c.keeps.file.replace('.tcpflow', '')}: ${c.keeps.id}`;
}

/** The page as Markdown: media/docs/coverage.md and coverage.zh-cn.md. */
export function coveragePage(language: Language): string {
  const t = TEXTS[language];
  const say = language === 'en' ? english : sayIn(language);
  const all = coverage();
  const asks = (r: Requirement): string => (language === 'en' ? r.en : r.zh);
  const count = (seen: Requirement['seen']): number => all.filter((c) => c.requirement.seen === seen).length;
  const covered = all.filter((c) => c.covered);
  const open = all.flatMap(({ requirement: r }) => (r.open === undefined ? [] : [{ r, why: OPEN[r.open] }]));
  const unseen = all.filter((c) => c.requirement.seen === 'no').map((c) => c.requirement);
  const rows = [...new Set(covered.flatMap((c) => c.requirement.rows ?? []))].sort();
  const someone = { host: 'A', peer: 'B' };
  const parts = [
    `# ${t.title}`,
    fill(t.intro, {
      all: all.length,
      observable: count('segments') + count('events'),
      segments: count('segments'),
      events: count('events'),
      covered: covered.length,
    }),
    `## ${t.covered}`,
    table(
      [t.id, t.asks, t.seen, t.by, t.flows],
      covered.map((c) => {
        const { requirement: r } = c;
        return [r.id, asks(r), r.seen === 'events' ? t.events : t.segments, holders(r, language), flowsOf(c)];
      }),
    ),
    `## ${t.open}`,
    t.openIntro,
    table(
      [t.id, t.asks, t.why],
      open.map(({ r, why }) => [r.id, asks(r), why[language === 'en' ? 'en' : 'zh']]),
    ),
    `## ${t.unseen}`,
    t.unseenIntro,
    table(
      [t.id, t.asks, t.by],
      unseen.map((r) => [r.id, asks(r), holders(r, language)]),
    ),
    `## ${t.transitions}`,
    t.transitionsIntro,
    rows.map((row) => `- **${row}**: ${say('moved/in', { what: say(`move/${row}`, someone) })}`).join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}
