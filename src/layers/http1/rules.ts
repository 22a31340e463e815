import type { LayerRule } from '../rule';

/** The rules of HTTP/1 messages: a row a rule. Reading finds those that octets break by themselves, `judge` the others. */

export type { LayerRule } from '../rule';

function rows<K extends string>(table: Readonly<Record<K, Omit<LayerRule, 'id'>>>): Readonly<Record<K, LayerRule>> {
  const all = Object.entries<Omit<LayerRule, 'id'>>(table).map(([name, facts]) => [
    name,
    { id: `http1/${name}`, ...facts },
  ]);
  return Object.fromEntries(all) as Record<K, LayerRule>;
}

/** By name; a breach names its rule so. */
export const HTTP1_RULES = rows({
  // A message by itself.
  'start-line': { level: 'error', source: 'RFC 9112 §3' },
  host: { level: 'error', source: 'RFC 9112 §3.2' },
  'field-syntax': { level: 'error', source: 'RFC 9112 §5.1' },
  'obs-fold': { level: 'warning', source: 'RFC 9112 §5.2' },
  'line-end': { level: 'warning', source: 'RFC 9112 §2.2' },
  'length-conflict': { level: 'error', source: 'RFC 9112 §6.3' },
  'length-and-chunked': { level: 'error', source: 'RFC 9112 §6.2' },
  chunk: { level: 'error', source: 'RFC 9112 §7.1' },
  // Its body.
  'chunked-to-10': { level: 'error', source: 'RFC 9112 §6.1' },
  'body-not-allowed': { level: 'error', source: 'RFC 9112 §6.3' },
  'body-too-long': { level: 'error', source: 'RFC 9112 §6.3' },
  'body-length-missing': { level: 'warning', source: 'RFC 9112 §9.3' },
  incomplete: { level: 'error', source: 'RFC 9112 §8' },
  'not-read': { level: 'hint', source: 'RFC 9112 §2.2' },
  // Its place on the connection.
  continue: { level: 'error', source: 'RFC 9110 §15.2' },
  'request-after-close': { level: 'error', source: 'RFC 9112 §9.6' },
  'http10-reuse': { level: 'error', source: 'RFC 9112 §9.3' },
  'pipeline-after-nonidempotent': { level: 'warning', source: 'RFC 9112 §9.3.2' },
  'response-without-request': { level: 'error', source: 'RFC 9112 §9.2' },
  'response-order': { level: 'error', source: 'RFC 9112 §9.3.2' },
  // The connection's end.
  'close-not-followed': { level: 'hint', source: 'RFC 9112 §9.6' },
  'body-not-drained': { level: 'warning', source: 'RFC 9112 §9.3' },
  'rst-eats-response': { level: 'hint', source: 'RFC 9112 §9.6' },
  'fin-is-not-end-of-request': { level: 'hint', source: 'RFC 9112 §9.6' },
  reconnect: { level: 'hint', source: 'RFC 9112 §9.3' },
});

/** The rule on a server that leaves a connection open whose last response is out (RFC 9112 §9.6). */
export function closeNotFollowed(): LayerRule {
  return HTTP1_RULES['close-not-followed'];
}
