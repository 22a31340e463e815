/** The syntax tree of messages of the layers above TCP. */
import type { Num, Span, Str, Word } from './tokens';

/** `{Accept: text/html, -Host}`: header fields, and those that are not filled in. */
export interface SaidFields extends Span {
  readonly items: readonly (Span & { readonly name: Word; readonly value?: Word | Str; readonly without?: boolean })[];
}

/** The body of a message: a string, so many octets, or chunks of so many. */
export type SaidBody =
  | (Span & { readonly kind: 'text'; readonly text: Str })
  | (Span & { readonly kind: 'len' | 'chunked'; readonly numbers: readonly Num[] });

/** One message of a layer above TCP: a request with method and target, or a response with its status. */
export interface SaidSyntax extends Span {
  /** One of `LAYER_WORDS`; where it is left out behind `+`, that of the message before. */
  readonly layer: Word;
  readonly method?: Word;
  readonly target?: Word;
  readonly status?: Num;
  readonly fields?: SaidFields;
  readonly body?: SaidBody;
  /** Of TLS: one of `TLS_MESSAGES`, an alert's name, and what is written in place of what the sender would say. */
  readonly message?: Word;
  readonly alert?: Word;
  readonly set?: readonly SaidSetting[];
  /** Of HTTP/2: one of `FRAME_WORDS`. */
  readonly frame?: Word;
  /** The stream; of GOAWAY the last one that its sender may have looked at. */
  readonly stream?: Num;
  /** An error code: its name, or its number as it is written. */
  readonly code?: Word;
  /** `ack`, of SETTINGS and PING. */
  readonly ack?: Word;
  /** `end`: END_STREAM. */
  readonly ended?: Word;
}

/** `random=00…`, in a message of TLS. */
export interface SaidSetting extends Span {
  readonly key: Word;
  readonly value: Word;
}

/** `http GET / + GET /b`: messages that are written in one go. */
export interface Saying extends Span {
  readonly items: readonly SaidSyntax[];
}
