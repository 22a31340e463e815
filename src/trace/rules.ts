import { H2_RULES, HTTP1_RULES, TLS_RULES } from '../layers';
import { SEGMENT_RULES } from '../tcp/rules';
import { FLOW_RULES } from './flow-rules';
import type { RuleRow } from './rule-row';

/**
 * Every row that a finding may come from, but those of the lexer and the parser (`syntax/…`). Settings, pages, hovers and tests
 * read this list.
 */
export const RULES: readonly RuleRow[] = [
  ...SEGMENT_RULES,
  ...Object.values(FLOW_RULES),
  ...Object.values(HTTP1_RULES),
  ...Object.values(H2_RULES),
  ...Object.values(TLS_RULES),
];

/** The rows of a rule: one for each part of the line that it speaks about. */
export function rowsOf(id: string): readonly RuleRow[] {
  return RULES.filter((row) => row.id === id);
}
