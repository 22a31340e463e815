import { basic } from './examples/basic';
import type { Examples } from './examples/flow';
import { header } from './examples/header';
import { timing } from './examples/timing';

/** For each rule a flow that breaks it (or shows it), as its page prints it. */
export const EXAMPLES: Examples = { ...basic, ...header, ...timing };
