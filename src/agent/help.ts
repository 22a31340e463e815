import { type RuleParts, factsOf, ruleIds, rulePage } from '../report';
import { nearest } from '../script';
import { ruleId } from '../trace';
import type { Language } from '../words/languages';
import type { Say } from '../words/words';
import type { Draft } from './answer';

/** A section of the language's reference. */
interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The page of a rule, or the section of the reference that a name is explained in. */
export function helped(
  name: string,
  reference: string,
  parts: RuleParts,
  door: { readonly language: Language; example(rule: string): string | undefined },
  say: Say,
): Draft {
  const wanted = name.trim();
  const rule = ruleIds().find((id) => id === ruleId(wanted.toLowerCase()));
  if (rule !== undefined) {
    const page = rulePage(rule, door.language, say, door.example(rule), parts);
    return draftOf(page.trimEnd().split('\n'), say, { rule, ...factsOf(rule) });
  }
  const sections = sectionsOf(reference);
  const section = best(sections, wanted);
  if (section !== undefined) return draftOf([`## ${section.title}`, ...section.lines], say, { section: section.title });
  const near = nearestThree(wanted, [...ruleIds(), ...namesIn(sections)]);
  const text =
    near.length === 0
      ? say('agent/unknown', { name: wanted })
      : say('agent/unknown-near', { name: wanted, near: near.join(', ') });
  return draftOf([text], say, { near });
}

function draftOf(lines: readonly string[], say: Say, data: Draft['data']): Draft {
  return {
    head: [],
    items: lines,
    tail: [],
    more: (shown) => say('agent/more-lines', { count: lines.length - shown }),
    data: { ...data, text: lines.join('\n') },
  };
}

function sectionsOf(markdown: string): Section[] {
  const parts = markdown.split(/^#{2,3} /m).slice(1);
  return parts.map((part) => {
    const [title = '', ...lines] = part.trimEnd().split('\n');
    return { title, lines };
  });
}

/** The section that is called so, that lists the name in a table, or that has it in a grammar or an example. */
function best(sections: readonly Section[], name: string): Section | undefined {
  const word = name.toLowerCase();
  if (word === '') return undefined;
  const code = new RegExp(`(?<![\\w-])${word.replace(/[^\w\u0080-\uffff]/g, '\\$&')}(?![\\w-])`, 'i');
  const ways: ((section: Section) => boolean)[] = [
    ({ title }) => title.toLowerCase() === word,
    ({ lines }) => lines.some((line) => /^\| *`/.test(line) && code.test(line.split('|')[1] ?? '')),
    ({ lines }) => lines.some((line) => new RegExp(`^\\w+ += .*"${code.source}"`, 'i').test(line)),
    ({ lines }) => lines.some((line) => codesOf(line).some((piece) => code.test(piece))),
    ({ title }) => code.test(title),
  ];
  for (const way of ways) {
    const found = sections.find(way);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The pieces of a line that are set as code. */
function codesOf(line: string): string[] {
  return [...line.matchAll(/`([^`]+)`/g)].map(([, piece = '']) => piece);
}

function namesIn(sections: readonly Section[]): string[] {
  const codes = sections.flatMap(({ lines }) => lines.flatMap(codesOf)).filter((piece) => /^[\w-]+$/.test(piece));
  return [...sections.map(({ title }) => title), ...codes];
}

function nearestThree(name: string, all: readonly string[]): string[] {
  const left = new Set(all);
  const found: string[] = [];
  while (found.length < 3) {
    const near = nearest(name, left) ?? nearest(ruleId(name), left);
    if (near === undefined) break;
    found.push(near);
    left.delete(near);
  }
  return found;
}
