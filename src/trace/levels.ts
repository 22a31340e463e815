import type { Level } from '../script';
import type { Finding } from './finding';

/**
 * What somebody wants of rules, by rule id (`tcp/ack-late`) or by the beginning of ids (`tcp/opt-*`, `flow/*`): the
 * level at which a rule speaks, or `off` where it is to be silent. The key that says most counts.
 */
export type Levels = Readonly<Record<string, Level | 'off'>>;

export const NO_LEVELS: Levels = {};

/** The level that is wanted of a rule; undefined where none is. */
export function wantedLevel(rule: string, levels: Levels): Level | 'off' | undefined {
  if (Object.hasOwn(levels, rule)) return levels[rule];
  let best = '';
  for (const key of Object.keys(levels)) {
    if (key.endsWith('*') && key.length > best.length && rule.startsWith(key.slice(0, -1))) best = key;
  }
  return best === '' ? undefined : levels[best];
}

/** The findings as they are wanted: at other levels, or not at all. */
export function atLevels(findings: readonly Finding[], levels: Levels): readonly Finding[] {
  if (levels === NO_LEVELS || findings.length === 0) return findings;
  return findings.flatMap((finding) => {
    const level = wantedLevel(finding.rule, levels) ?? finding.level;
    if (level === 'off') return [];
    // A verdict that can't be told gets no graver by a setting.
    if (finding.level === 'open') return [finding];
    return level === finding.level ? [finding] : [{ ...finding, level }];
  });
}

/** Levels as somebody wrote them: what is no level is left out. */
export function readLevels(value: unknown): Levels {
  if (typeof value !== 'object' || value === null) return NO_LEVELS;
  const levels = Object.entries(value).filter((entry): entry is [string, Level | 'off'] => isLevel(entry[1]));
  return levels.length === 0 ? NO_LEVELS : Object.fromEntries(levels);
}

function isLevel(value: unknown): boolean {
  return value === 'off' || value === 'hint' || value === 'warning' || value === 'error';
}
