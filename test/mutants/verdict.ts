/** The checker's findings about a mutant. */
import { check } from '../../src/check/check';
import type { Finding } from '../../src/trace/finding';
import { mutations, type Mutation } from './mutate';
import { WISHES } from '../unit/check/expecting';
import { spell, type Place, type Spelled } from './spell';

export interface Verdict {
  /** The flow's name. */
  readonly flow: string;
  readonly line: number;
  readonly was: string;
  readonly text: string;
  readonly place: Place;
  readonly mutation: Mutation;
  /** New errors and warnings on the changed line. */
  readonly here: readonly Finding[];
  /** New errors and warnings on other lines. */
  readonly elsewhere: readonly Finding[];
  /** New hints on the line. */
  readonly hints: readonly Finding[];
}

const key = (f: Finding): string => `${f.line} ${f.rule}`;

/** Plays the mutants of a flow whose number is a multiple of `every`; the first mutant has the number `first`. */
export function verdicts(flow: string, text: string, every = 1, first = 0): Verdict[] {
  const spelled = spell(text);
  const known = new Set(spelled.trace.findings.map(key));
  let number = first;
  return spelled.places.flatMap((place) =>
    mutations(place).flatMap((mutation) =>
      number++ % every === 0 ? [judged(flow, spelled, known, place, mutation)] : [],
    ),
  );
}

function judged(flow: string, spelled: Spelled, known: ReadonlySet<string>, place: Place, mutation: Mutation): Verdict {
  const { parser, lines, trace } = spelled;
  const text = place.write(mutation.segment);
  const mutant = parser.parse(lines.map((l, i) => (i === place.line ? text : l)).join('\n'));
  const { findings } = check(mutant, trace, undefined, WISHES);
  const fresh = findings.filter((f) => !known.has(key(f)));
  const serious = fresh.filter((f) => f.level !== 'hint');
  return {
    flow,
    line: place.line + 1,
    was: lines[place.line] ?? '',
    text,
    place,
    mutation,
    here: serious.filter((f) => f.line === place.line),
    elsewhere: serious.filter((f) => f.line !== place.line),
    hints: fresh.filter((f) => f.level === 'hint' && f.line === place.line),
  };
}
