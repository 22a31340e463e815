/**
 * Findings and rules as documents for people and programs: so far the page of a rule, with its text, source and examples.
 */
export { factsOf, ruleIds, rulePage } from './rule-page';
