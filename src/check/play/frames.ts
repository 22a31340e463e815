/** Frames of HTTP/2 on a line, as wishes to its sender. */
import type { FrameWish } from '../../layers';
import type { SaidSyntax } from '../../script';

/** True for a message that is HTTP/2 by its own words: a frame, or `http/2`. */
export function speaksH2({ layer, frame }: SaidSyntax): boolean {
  return frame !== undefined || layer.text === 'http/2';
}

/**
 * @param filled octets of which only the number is told
 */
export function frameWishOf(said: SaidSyntax, filled: (length: number) => Uint8Array): FrameWish {
  const { frame, stream, method, target, status, fields, body, code, ack, ended } = said;
  const name = frame?.text as FrameWish['wish']['frame'];
  const items = fields?.items ?? [];
  const own = items.flatMap((f) => (f.value === undefined ? [] : [{ name: f.name.text, value: f.value.text }]));
  // The number of GOAWAY is the last stream that its sender may have looked at (RFC 9113 §6.8).
  const isLast = name === 'GOAWAY' && stream !== undefined;
  return {
    kind: 'h2',
    wish: {
      frame: name,
      ...(stream !== undefined && !isLast && { stream: stream.value }),
      ...(method !== undefined && { method: method.text, target: target?.text ?? '' }),
      ...(status !== undefined && { status: status.value }),
      fields: isLast ? [{ name: 'LAST', value: String(stream.value) }, ...own] : own,
      without: items.filter((f) => f.without).map((f) => f.name.text.toLowerCase()),
      ...(code !== undefined && { code: code.text }),
      ...(body !== undefined && {
        body: body.kind === 'text' ? body.text.bytes : filled(body.numbers[0]?.value ?? 0),
      }),
      ...(ended !== undefined && { end: true }),
      ...(ack !== undefined && { ack: true }),
    },
  };
}
