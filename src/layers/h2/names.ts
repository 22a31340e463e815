/** Names and numbers of HTTP/2 (RFC 9113 §6, §6.5.2, §7, §5.1): frames, settings, error codes, states of streams. */

/** Types of frames (RFC 9113 §6), in the order of their numbers. */
export const FRAMES = [
  'DATA',
  'HEADERS',
  'PRIORITY',
  'RST_STREAM',
  'SETTINGS',
  'PUSH_PROMISE',
  'PING',
  'GOAWAY',
  'WINDOW_UPDATE',
  'CONTINUATION',
] as const;

/** `PREFACE`: the 24 octets with which a client begins (RFC 9113 §3.4). `UNKNOWN`: a frame of a type that is not known here. */
export type FrameName = (typeof FRAMES)[number] | 'PREFACE' | 'UNKNOWN';

/** The frames that flows write. */
export const FRAME_WORDS: readonly FrameName[] = ['PREFACE', ...FRAMES];

/** Settings by their number (RFC 9113 §6.5.2, RFC 8441 §3, RFC 9218 §2.1). */
export const SETTINGS = {
  HEADER_TABLE_SIZE: 1,
  ENABLE_PUSH: 2,
  MAX_CONCURRENT_STREAMS: 3,
  INITIAL_WINDOW_SIZE: 4,
  MAX_FRAME_SIZE: 5,
  MAX_HEADER_LIST_SIZE: 6,
  ENABLE_CONNECT_PROTOCOL: 8,
  NO_RFC7540_PRIORITIES: 9,
} as const;

export type SettingName = keyof typeof SETTINGS;

/** Error codes by their number (RFC 9113 §7). */
export const CODES = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;

export type CodeName = (typeof CODES)[number];

/** States of a stream at one side (RFC 9113 §5.1, Figure 2). */
export const STREAM_STATES = [
  'idle',
  'reserved-local',
  'reserved-remote',
  'open',
  'half-closed-local',
  'half-closed-remote',
  'closed',
] as const;

export type StreamState = (typeof STREAM_STATES)[number];

/**
 * States of a side of a connection: it has not begun; its preface is said and the peer's has not come; both are there; a GOAWAY was
 * said or heard; its direction has ended. RFC 9113 names none.
 */
export const H2_STATES = ['START', 'PREFACE', 'OPEN', 'GOING', 'CLOSED'] as const;

export type H2State = (typeof H2_STATES)[number];

export function settingName(id: number): string {
  return Object.entries(SETTINGS).find(([, n]) => n === id)?.[0] ?? `0x${id.toString(16)}`;
}
