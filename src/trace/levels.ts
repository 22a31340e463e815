import type { Level } from '../script';
import type { Finding } from './finding';

/**
 * The user's levels of rules, by rule id (`tcp/ack-late`) or by a prefix of ids (`tcp/opt-*`, `flow/*`). `off`
 * suppresses a rule. The most specific key applies.
 */
export type Levels = Readonly<Record<string, Level | 'off'>>;

export const NO_LEVELS: Levels = {};

/** The user's level for a rule; undefined if none is set. */
export function wantedLevel(rule: string, levels: Levels): Level | 'off' | undefined {
  if (Object.hasOwn(levels, rule)) return levels[rule];
  let best = '';
  for (const key of Object.keys(levels)) {
    if (key.endsWith('*') && key.length > best.length && rule.startsWith(key.slice(0, -1))) best = key;
  }
  return best === '' ? undefined : levels[best];
}

/** The findings at the user's levels, without suppressed ones. */
export function atLevels(findings: readonly Finding[], levels: Levels): readonly Finding[] {
  if (levels === NO_LEVELS || findings.length === 0) return findings;
  return findings.flatMap((finding) => {
    const level = wantedLevel(finding.rule, levels) ?? finding.level;
    if (level === 'off') return [];
    // An `open` finding does not change its level.
    if (finding.level === 'open') return [finding];
    return level === finding.level ? [finding] : [{ ...finding, level }];
  });
}

/** Levels from a setting; values that are no level are ignored. */
export function readLevels(value: unknown): Levels {
  if (typeof value !== 'object' || value === null) return NO_LEVELS;
  const levels = Object.entries(value).filter((entry): entry is [string, Level | 'off'] => isLevel(entry[1]));
  return levels.length === 0 ? NO_LEVELS : Object.fromEntries(levels);
}

function isLevel(value: unknown): boolean {
  return value === 'off' || value === 'hint' || value === 'warning' || value === 'error';
}
