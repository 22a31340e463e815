import type { Octets } from './octets';

export const NO_OCTETS: Octets = [];
