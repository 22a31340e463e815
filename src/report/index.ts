/**
 * Findings and rules as documents for people and programs.
 *
 * A checked flow (`Reported`) is written as JSON (`json.ts`), annotations of GitHub (`github.ts`), a SARIF log
 * (`sarif.ts`) or a suite of JUnit (`junit.ts`), piece by piece.
 *
 * `rule-page.ts` writes a rule's page in Markdown, in one language: the rule's message, its levels and sources (of
 * several rows the gravest level and all sources), the reason, and an example, which is checked so that the page shows
 * the finding. A page is made when it is opened, and none is shipped. `exercise.ts` says how far an exercise has come.
 */
export { type Verdict, coverageOf, grouped, transitionsOf, verdictOf } from './explored';
export { gradeText } from './exercise';
export { framesAt } from './frames';
export { annotation, annotations } from './github';
export { jsonReport } from './json';
export { JUNIT, junitSuite } from './junit';
export { type Reported, nameOf } from './reported';
export { type RuleParts, factsOf, mended, ruleIds, rulePage } from './rule-page';
export { SarifLog } from './sarif';
