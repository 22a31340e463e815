/** The rules of HTTP/2: a row a rule. Reading finds those that octets break by themselves, `judge` the others. */
import type { LayerRule } from '../rule';

type Row = Omit<LayerRule, 'id'>;

function of(level: LayerRule['level']): (section: string) => Row {
  return (section) => ({ level, source: /^\d/.test(section) ? `RFC 9113 §${section}` : section });
}

const error = of('error');
const warning = of('warning');
const hint = of('hint');

const ROWS = {
  // The beginning of a connection, and its settings.
  preface: error('3.4'),
  alpn: error('3.2'),
  'settings-ack': error('6.5.3'),
  'settings-value': error('6.5.2'),
  // A frame by itself.
  'frame-size': error('4.2'),
  'stream-zero': error('6'),
  padding: error('6.1'),
  continuation: error('6.10'),
  compression: error('RFC 7541 §2.3.3'),
  reserved: hint('4.1'),
  // Streams.
  'stream-id-parity': error('5.1.1'),
  'stream-id-order': error('5.1.1'),
  'max-concurrent': error('5.1.2'),
  'frame-on-idle': error('5.1'),
  'frame-on-closed': error('5.1'),
  'headers-after-end': error('5.1'),
  // Windows.
  'flow-window': error('6.9.1'),
  'window-zero': error('6.9'),
  'window-overflow': error('6.9.1'),
  // Messages.
  'pseudo-field': error('8.3'),
  'field-case': error('8.2.1'),
  'connection-field': error('8.2.2'),
  'length-differs': error('8.1.1'),
  trailer: error('8.1'),
  'push-disabled': error('8.4'),
  'push-from-client': error('8.4'),
  'priority-used': hint('5.3.2'),
  // The connection's end, and its place among others.
  'goaway-up': error('6.8'),
  'after-goaway': error('6.8'),
  'no-goaway': warning('6.8'),
  'second-connection': hint('9.1'),
  'weak-suite': hint('9.2.2'),
  'tcp-hol': hint('RFC 9293 §3.4'),
  'not-read': hint('4.3'),
} as const satisfies Readonly<Record<string, Row>>;

export type H2RuleId = `h2/${keyof typeof ROWS}`;

/** By id: a breach of HTTP/2 names its rule so. */
export const H2_RULES = Object.fromEntries(
  Object.entries<Row>(ROWS).map(([name, facts]) => [`h2/${name}`, { id: `h2/${name}`, ...facts }]),
) as Readonly<Record<H2RuleId, LayerRule>>;
