import type { Finding } from './finding';

const WEIGHT = { error: 0, warning: 1, open: 2, hint: 3 } as const;

/** The findings that are shown, in text order: all of them, or the `most` gravest. */
export function gravest(findings: readonly Finding[], most: number): readonly Finding[] {
  if (findings.length <= most) return findings;
  return [...findings]
    .sort((a, b) => WEIGHT[a.level] - WEIGHT[b.level])
    .slice(0, most)
    .sort((a, b) => a.line - b.line || a.start - b.start);
}
