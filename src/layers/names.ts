/** Words of the layers' protocols: what the language, completion and explanations know by name. */
import {
  ALERT,
  MESSAGES,
  RECORD_KEYS,
  SECRET_WORDS,
  type Suite,
  TLS_STATES,
  WISH_KEYS,
  secretNamed,
  suiteNamed,
} from './tls/names';
import { CODES, FRAME_WORDS, H2_STATES, SETTINGS, STREAM_STATES } from './h2/names';

/** RFC 9110 §9.3, and PATCH (RFC 5789). */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT'] as const;

/** RFC 9110 §15: status codes and their reason phrases. */
export const STATUSES: ReadonlyMap<number, string> = new Map([
  [100, 'Continue'],
  [101, 'Switching Protocols'],
  [103, 'Early Hints'],
  [200, 'OK'],
  [201, 'Created'],
  [202, 'Accepted'],
  [204, 'No Content'],
  [206, 'Partial Content'],
  [301, 'Moved Permanently'],
  [302, 'Found'],
  [303, 'See Other'],
  [304, 'Not Modified'],
  [307, 'Temporary Redirect'],
  [308, 'Permanent Redirect'],
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
  [408, 'Request Timeout'],
  [411, 'Length Required'],
  [413, 'Content Too Large'],
  [414, 'URI Too Long'],
  [417, 'Expectation Failed'],
  [429, 'Too Many Requests'],
  [431, 'Request Header Fields Too Large'],
  [500, 'Internal Server Error'],
  [501, 'Not Implemented'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
  [505, 'HTTP Version Not Supported'],
]);

/** Header fields that flows write most (RFC 9110, RFC 9111, RFC 9112, RFC 6265), with values that are offered. */
export const HEADER_FIELDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Host', []],
  ['Connection', ['close', 'keep-alive']],
  ['Content-Length', []],
  ['Transfer-Encoding', ['chunked']],
  ['Content-Type', ['text/html', 'application/json', 'application/x-www-form-urlencoded']],
  ['Accept', ['text/html', '*/*']],
  ['Accept-Encoding', ['gzip']],
  ['Accept-Language', ['en', 'zh-CN']],
  ['Authorization', ['Basic …', 'Bearer …']],
  ['Cache-Control', ['no-cache', 'max-age=3600']],
  ['Content-Encoding', ['gzip']],
  ['Content-Location', []],
  ['Cookie', ['id=1']],
  ['Date', []],
  ['ETag', []],
  ['Expect', ['100-continue']],
  ['If-Modified-Since', []],
  ['If-None-Match', []],
  ['Keep-Alive', ['timeout=5, max=100']],
  ['Last-Modified', []],
  ['Location', ['/']],
  ['Range', ['bytes=0-99']],
  ['Referer', []],
  ['Retry-After', ['120']],
  ['Server', []],
  ['Set-Cookie', ['id=1']],
  ['Trailer', []],
  ['Upgrade', []],
  ['User-Agent', []],
  ['Vary', []],
  ['WWW-Authenticate', ['Basic']],
]);

/** The words that begin a message of a layer: `http` speaks what the connection speaks, `https` only over TLS. */
export const LAYER_WORDS = ['http', 'http/1.0', 'http/1.1', 'http/2', 'https', 'tls', 'h2'] as const;
export type LayerWord = (typeof LAYER_WORDS)[number];

/** Messages of TLS as flows write them; `alert` and `data` go on with what they say. */
export const TLS_MESSAGES: readonly string[] = [
  ...Object.keys(MESSAGES).filter((name) => name !== 'MessageHash'),
  'HelloRetryRequest',
  'ChangeCipherSpec',
  'alert',
  'data',
];
export const TLS_ALERTS: readonly string[] = Object.keys(ALERT);

/** Keys of messages of TLS: a value that a flow writes stands in place of the one that the sender would say. */
export const TLS_KEYS: readonly string[] = [...new Set([...RECORD_KEYS, ...Object.values(WISH_KEYS).flat()])];

/** Error codes of HTTP/2, and names of its settings. */
export const H2_CODES: readonly string[] = CODES;
export const H2_SETTINGS: readonly string[] = Object.keys(SETTINGS);

/** Keys in the braces of a frame, in place of what its sender would say; HEADERS has them beside its header fields. */
export const H2_KEYS: Readonly<Record<string, readonly string[]>> = {
  DATA: ['PAD', 'FLAGS'],
  HEADERS: ['PAD', 'WEIGHT', 'DEPENDS', 'FLAGS', 'INDEX', 'TABLE'],
  PRIORITY: ['WEIGHT', 'DEPENDS', 'FLAGS'],
  RST_STREAM: ['FLAGS'],
  SETTINGS: [...H2_SETTINGS, 'FLAGS'],
  PUSH_PROMISE: ['PROMISES', 'PAD', 'FLAGS'],
  PING: ['DATA', 'FLAGS'],
  GOAWAY: ['LAST', 'FLAGS'],
  WINDOW_UPDATE: ['INCREMENT', 'FLAGS'],
  CONTINUATION: ['FLAGS'],
};

export { FRAME_WORDS, H2_STATES, SECRET_WORDS, STREAM_STATES, type Suite, TLS_STATES, secretNamed, suiteNamed };
export { momentOf } from './day';

/** Names of the fixed keys that a certificate can have. */
export const RING_KEYS = ['ring1', 'ring2', 'ring3', 'ring4'] as const;

/** The key of an endpoint with this name; undefined if there is none. */
export function ringKeyNamed(name: string): (typeof RING_KEYS)[number] | undefined {
  return RING_KEYS.find((one) => one === name);
}

/** States of a side of HTTP/1 on one connection, as h11 names them. */
export const HTTP1_STATES = ['IDLE', 'SEND_BODY', 'SEND_RESPONSE', 'DONE', 'MUST_CLOSE', 'CLOSED'] as const;
export type Http1State = (typeof HTTP1_STATES)[number];

/** Parties that look at messages: an end of a connection, or the wire, which its segments pass. */
export const EYES = ['client', 'wire', 'server'] as const;
export type Eyes = (typeof EYES)[number];
