import type { PartLoads } from '../check';

/** TLS and HTTP/2, each loaded when a flow needs it first; TLS with a new table of results. */
export const parts: PartLoads = {
  async tls() {
    const { door } = await import('../tls');
    return { door, recall: door.newRecall() };
  },
  async h2() {
    const { door } = await import('../h2');
    return door;
  },
};
