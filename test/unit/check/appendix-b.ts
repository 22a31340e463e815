import type { Requirement } from './requirement';
import { MUST } from './requirements-must';
import { SHOULD_AND_MAY } from './requirements-should';

/**
 * The 119 requirements of RFC 9293 Appendix B. The coverage page (media/docs/coverage.md) is generated from them;
 * coverage.test.ts compares them with the code.
 */
export const REQUIREMENTS: readonly Requirement[] = [...MUST, ...SHOULD_AND_MAY];
