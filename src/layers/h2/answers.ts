/** Answers to mistakes (RFC 9113 §5.4): a connection error ends the connection by GOAWAY, a stream error its stream by RST_STREAM. */
import type { Breach } from '../breach';
import type { CodeName } from './names';
import type { H2RuleId } from './rules';

export interface Answer {
  readonly answer?: 'GOAWAY' | 'RST_STREAM';
  readonly code?: CodeName;
}

/** By rule; a rule that is left out asks for no answer. */
const ANSWERS: Readonly<Partial<Record<H2RuleId, Answer>>> = {
  'h2/preface': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
  'h2/settings-ack': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
  'h2/settings-value': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
  'h2/frame-size': { answer: 'GOAWAY', code: 'FRAME_SIZE_ERROR' },
  'h2/stream-zero': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
  'h2/padding': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
  'h2/continuation': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
  'h2/compression': { answer: 'GOAWAY', code: 'COMPRESSION_ERROR' },
  'h2/stream-id-parity': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
  'h2/stream-id-order': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
  'h2/max-concurrent': { answer: 'RST_STREAM', code: 'REFUSED_STREAM' },
  'h2/frame-on-idle': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
  'h2/frame-on-closed': { answer: 'GOAWAY', code: 'STREAM_CLOSED' },
  'h2/headers-after-end': { answer: 'RST_STREAM', code: 'STREAM_CLOSED' },
  'h2/flow-window': { answer: 'GOAWAY', code: 'FLOW_CONTROL_ERROR' },
  'h2/window-zero': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
  'h2/window-overflow': { answer: 'GOAWAY', code: 'FLOW_CONTROL_ERROR' },
  'h2/pseudo-field': { answer: 'RST_STREAM', code: 'PROTOCOL_ERROR' },
  'h2/field-case': { answer: 'RST_STREAM', code: 'PROTOCOL_ERROR' },
  'h2/connection-field': { answer: 'RST_STREAM', code: 'PROTOCOL_ERROR' },
  'h2/length-differs': { answer: 'RST_STREAM', code: 'PROTOCOL_ERROR' },
  'h2/trailer': { answer: 'RST_STREAM', code: 'PROTOCOL_ERROR' },
  'h2/push-disabled': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
  'h2/push-from-client': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
  'h2/goaway-up': { answer: 'GOAWAY', code: 'PROTOCOL_ERROR' },
};

/** Cases of rules whose answer is another than the rule's. */
const CASES: Readonly<Record<string, Answer>> = {
  'settings-ack/missing': { answer: 'GOAWAY', code: 'SETTINGS_TIMEOUT' },
  'settings-value/window': { answer: 'GOAWAY', code: 'FLOW_CONTROL_ERROR' },
  'flow-window/stream': { answer: 'RST_STREAM', code: 'FLOW_CONTROL_ERROR' },
  'window-zero/stream': { answer: 'RST_STREAM', code: 'PROTOCOL_ERROR' },
  'window-overflow/stream': { answer: 'RST_STREAM', code: 'FLOW_CONTROL_ERROR' },
  'frame-on-closed/reset': { answer: 'RST_STREAM', code: 'STREAM_CLOSED' },
};

/** The answer that a receiver owes to a breach. */
export function answerTo({ rule, says }: Breach): Answer {
  return CASES[says ?? ''] ?? (ANSWERS as Readonly<Record<string, Answer>>)[rule] ?? {};
}
