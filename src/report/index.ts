/**
 * Findings and rules as documents for people and programs. At present: the page of a rule, the state of an exercise.
 *
 * `rule-page.ts` writes a rule's page in Markdown, in one language: the rule's message, its levels and sources (of
 * several rows the gravest level and all sources), the reason, and an example, which is checked so that the page shows
 * the finding. A page is made when it is opened, and none is shipped. `exercise.ts` says how far an exercise has come.
 */
export { type Verdict, coverageOf, grouped, verdictOf } from './explored';
export { gradeText } from './exercise';
export { factsOf, ruleIds, rulePage } from './rule-page';
