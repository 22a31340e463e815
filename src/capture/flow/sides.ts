import type { Host } from '../explain';

export const other = (host: Host): Host => (host === 0 ? 1 : 0);
