/**
 * Findings and rules as documents for people and programs. At present: the page of a rule with its text, source and
 * examples.
 */
export { factsOf, ruleIds, rulePage } from './rule-page';
