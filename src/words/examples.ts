import { basic } from './examples/basic';
import type { Examples } from './examples/flow';
import { header } from './examples/header';
import { timing } from './examples/timing';

/** For each rule an example flow that breaks it, or shows it, for the rule's page. */
export const EXAMPLES: Examples = { ...basic, ...header, ...timing };
