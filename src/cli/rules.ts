/** `tcp-flow rules`: the rules, and their pages. */
import { factsOf, ruleIds, rulePage } from '../report';
import { nearest, visible, visibleJson } from '../script';
import { ruleId } from '../trace';
import { exampleOf } from '../words/examples';
import { CANNOT_RUN, CLEAN } from './exit';
import type { RulesRequest } from './requests';
import type { Session } from './session';
import { parts } from './parts';

export async function runRules({ names, format }: RulesRequest, session: Session): Promise<number> {
  const { out, tell, complain, language } = session;
  const all = ruleIds();
  const wanted = names.map(ruleId);
  const unknown = names.filter((name) => !all.includes(ruleId(name)));
  for (const name of unknown) {
    const near = nearest(ruleId(name), all);
    complain(near === undefined ? tell('rules/unknown', { name }) : tell('rules/unknown-near', { name, near }));
  }
  if (unknown.length > 0) return CANNOT_RUN;
  const shown = names.length === 0 ? all : wanted;
  if (format === 'json') {
    const rules = shown.map((id) => ({ rule: id, ...factsOf(id), why: tell.say(`why/${id}`) }));
    await out.write(`${visibleJson({ rules })}\n`);
  } else if (names.length === 0) {
    for (const id of shown) await out.write(rowOf(id, session));
  } else {
    const loaded = { tls: await parts.tls(), h2: await parts.h2() };
    const pages = shown.map((id) => rulePage(id, language, tell.say, exampleOf(id), loaded));
    await out.write(pages.join('\n'));
  }
  return CLEAN;
}

/** A rule in one line: its id, level and source. */
function rowOf(id: string, { tell }: Session): string {
  const { level, source = '' } = factsOf(id);
  const name = level === undefined ? '' : tell.say(`editor/level/${level}`);
  return `${[id.padEnd(36), name.padEnd(8), visible(source)].join(' ').trimEnd()}\n`;
}
