/** The syntax tree of messages of the layers above TCP. */
import type { Num, Span, Str, Word } from './tokens';

/** `{Accept: text/html, -Host}`: header fields to send, and fields (`-Host`) that must not be added by default. */
export interface SaidFields extends Span {
  readonly items: readonly (Span & { readonly name: Word; readonly value?: Word | Str; readonly without?: boolean })[];
}

/** The body of a message: a string, a number of octets, or the sizes of chunks. */
export type SaidBody =
  | (Span & { readonly kind: 'text'; readonly text: Str })
  | (Span & { readonly kind: 'len' | 'chunked'; readonly numbers: readonly Num[] });

/** One message of a layer above TCP: a request with method and target, or a response with its status. */
export interface SaidSyntax extends Span {
  /** One of `LAYER_WORDS`; the previous message's word if it is omitted after `+`. */
  readonly layer: Word;
  readonly method?: Word;
  readonly target?: Word;
  readonly status?: Num;
  readonly fields?: SaidFields;
  readonly body?: SaidBody;
  /**
   * For TLS: one of `TLS_MESSAGES`, an alert's name, and values that replace those that the simulated sender would
   * choose.
   */
  readonly message?: Word;
  readonly alert?: Word;
  readonly set?: readonly SaidSetting[];
  /** For HTTP/2: one of `FRAME_WORDS`. */
  readonly frame?: Word;
  /** The stream number; for GOAWAY the last stream that its sender may have processed. */
  readonly stream?: Num;
  /** An error code: its name, or its number as written. */
  readonly code?: Word;
  /** `ack`: the ACK flag of SETTINGS and PING. */
  readonly ack?: Word;
  /** `end`: the END_STREAM flag. */
  readonly ended?: Word;
}

/** A value in a TLS message, such as `random=00…`. */
export interface SaidSetting extends Span {
  readonly key: Word;
  readonly value: Word;
}

/** `http GET / + GET /b`: messages that are handed to TCP together. */
export interface Saying extends Span {
  readonly items: readonly SaidSyntax[];
}
