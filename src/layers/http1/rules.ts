/** The rules of HTTP/1 messages: a row a rule. Reading finds those that octets break by themselves, `judge` the others. */

export interface LayerRule {
  /** `http1/…` */
  readonly id: string;
  readonly level: 'error' | 'warning' | 'hint';
  /** Document and section. */
  readonly source: string;
}

const row = (id: string, level: LayerRule['level'], source: string): [string, LayerRule] => [
  id,
  { id: `http1/${id}`, level, source },
];

export const HTTP1_RULES: ReadonlyMap<string, LayerRule> = new Map([
  // A message by itself.
  row('start-line', 'error', 'RFC 9112 §3'),
  row('host', 'error', 'RFC 9112 §3.2'),
  row('field-syntax', 'error', 'RFC 9112 §5.1'),
  row('obs-fold', 'warning', 'RFC 9112 §5.2'),
  row('line-end', 'warning', 'RFC 9112 §2.2'),
  row('length-conflict', 'error', 'RFC 9112 §6.3'),
  row('length-and-chunked', 'error', 'RFC 9112 §6.2'),
  row('chunk', 'error', 'RFC 9112 §7.1'),
  // Its body.
  row('chunked-to-10', 'error', 'RFC 9112 §6.1'),
  row('body-not-allowed', 'error', 'RFC 9112 §6.3'),
  row('body-too-long', 'error', 'RFC 9112 §6.3'),
  row('body-length-missing', 'warning', 'RFC 9112 §9.3'),
  row('incomplete', 'error', 'RFC 9112 §8'),
  // Its place on the connection.
  row('continue', 'error', 'RFC 9110 §15.2'),
  row('request-after-close', 'error', 'RFC 9112 §9.6'),
  row('http10-reuse', 'error', 'RFC 9112 §9.3'),
  row('pipeline-after-nonidempotent', 'warning', 'RFC 9112 §9.3.2'),
  row('response-without-request', 'error', 'RFC 9112 §9.2'),
  row('response-order', 'error', 'RFC 9112 §9.3.2'),
  row('not-read', 'hint', ''),
  // The connection's end.
  row('close-not-followed', 'error', 'RFC 9112 §9.6'),
  row('body-not-drained', 'warning', 'RFC 9112 §9.3'),
  row('rst-eats-response', 'hint', 'RFC 9112 §9.6'),
  row('fin-is-not-end-of-request', 'hint', 'RFC 9112 §8'),
  row('reconnect', 'hint', 'RFC 9112 §9.3'),
]);
