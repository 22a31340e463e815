import type { TlsPart } from '../sim';

/** TLS, loaded when a flow needs it first, with a new table of results. */
export async function tlsPart(): Promise<TlsPart> {
  const { door } = await import('../tls');
  return { door, recall: door.newRecall() };
}
