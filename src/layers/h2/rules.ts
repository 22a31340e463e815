/** The rules of HTTP/2: a row a rule. Reading finds those that octets break by themselves, `judge` the others. */
import type { Breach } from '../breach';
import type { LayerRule } from '../rule';
import type { CodeName } from './names';

export interface H2Rule extends LayerRule {
  /** The answer that the peer owes (§5.4): a connection error ends it by GOAWAY, a stream error its stream by RST_STREAM. */
  readonly answer?: 'GOAWAY' | 'RST_STREAM';
  readonly code?: CodeName;
}

type Row = Omit<H2Rule, 'id'>;

function row(level: LayerRule['level'], section: string, answer?: H2Rule['answer'], code?: CodeName): Row {
  const source = /^\d/.test(section) ? `RFC 9113 §${section}` : section;
  return { level, source, ...(answer && { answer }), ...(code && { code }) };
}

function connection(section: string, code: CodeName = 'PROTOCOL_ERROR'): Row {
  return row('error', section, 'GOAWAY', code);
}

function stream(section: string, code: CodeName = 'PROTOCOL_ERROR'): Row {
  return row('error', section, 'RST_STREAM', code);
}

const ROWS = {
  // The beginning of a connection, and its settings.
  preface: connection('3.4'),
  alpn: row('error', '3.2'),
  'settings-ack': connection('6.5.3'),
  'settings-value': connection('6.5.2'),
  // A frame by itself.
  'frame-size': connection('4.2', 'FRAME_SIZE_ERROR'),
  'stream-zero': connection('6'),
  padding: connection('6.1'),
  continuation: connection('6.10'),
  compression: connection('RFC 7541 §2.3.3', 'COMPRESSION_ERROR'),
  reserved: row('hint', '4.1'),
  // Streams.
  'stream-id-parity': connection('5.1.1'),
  'stream-id-order': connection('5.1.1'),
  'max-concurrent': stream('5.1.2', 'REFUSED_STREAM'),
  'frame-on-idle': connection('5.1'),
  'frame-on-closed': connection('5.1', 'STREAM_CLOSED'),
  'headers-after-end': stream('5.1', 'STREAM_CLOSED'),
  // Windows.
  'flow-window': connection('6.9.1', 'FLOW_CONTROL_ERROR'),
  'window-zero': connection('6.9'),
  'window-overflow': connection('6.9.1', 'FLOW_CONTROL_ERROR'),
  // Messages.
  'pseudo-field': stream('8.3'),
  'field-case': stream('8.2.1'),
  'connection-field': stream('8.2.2'),
  'length-differs': stream('8.1.1'),
  trailer: stream('8.1'),
  'push-disabled': connection('8.4'),
  'push-from-client': connection('8.4'),
  'priority-used': row('hint', '5.3.2'),
  // The connection's end, and its place among others.
  'goaway-up': connection('6.8'),
  'after-goaway': row('error', '6.8'),
  'no-goaway': row('warning', '6.8'),
  'second-connection': row('hint', '9.1'),
  'weak-suite': row('hint', '9.2.2'),
  'tcp-hol': row('hint', 'RFC 9293 §3.4'),
  'not-read': row('hint', '4.3'),
} as const satisfies Readonly<Record<string, Row>>;

export type H2RuleId = `h2/${keyof typeof ROWS}`;

/** By id: a breach of HTTP/2 names its rule so. */
export const H2_RULES = Object.fromEntries(
  Object.entries<Row>(ROWS).map(([name, facts]) => [`h2/${name}`, { id: `h2/${name}`, ...facts }]),
) as Readonly<Record<H2RuleId, H2Rule>>;

/** Cases of rules whose answer is another than the rule's. */
const ANSWERS: Readonly<Record<string, Pick<H2Rule, 'answer' | 'code'>>> = {
  'settings-ack/missing': { answer: 'GOAWAY', code: 'SETTINGS_TIMEOUT' },
  'settings-value/window': { answer: 'GOAWAY', code: 'FLOW_CONTROL_ERROR' },
  'flow-window/stream': { answer: 'RST_STREAM', code: 'FLOW_CONTROL_ERROR' },
  'window-zero/stream': { answer: 'RST_STREAM', code: 'PROTOCOL_ERROR' },
  'window-overflow/stream': { answer: 'RST_STREAM', code: 'FLOW_CONTROL_ERROR' },
  'frame-on-closed/reset': { answer: 'RST_STREAM', code: 'STREAM_CLOSED' },
};

/** The answer that whoever finds this breach owes. */
export function answerTo({ rule, says }: Breach): Pick<H2Rule, 'answer' | 'code'> {
  return ANSWERS[says ?? ''] ?? (H2_RULES as Readonly<Record<string, H2Rule>>)[rule] ?? {};
}
