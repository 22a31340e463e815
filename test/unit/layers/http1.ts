/** HTTP/1 messages at random, and both ends of a connection without TCP between them. */
import fc from 'fast-check';
import { type App, type Message, type Octets, type Wish, end, hear, spoken, write } from '../../../src/layers';
import { ZERO, add } from '../../../src/wire';

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/);
const value = fc.stringMatching(/^(?:[!-~](?:[ -~]{0,12}[!-~])?)?$/);
/** Fields that do not tell where a message ends, or whether the connection goes on. */
const field = fc.record({ name: token.map((t) => `X-${t}`), value });
const body = fc.oneof(
  fc.constant(undefined),
  fc.uint8Array({ maxLength: 300 }).map((octets) => ({ kind: 'octets' as const, octets })),
  fc.integer({ min: 0, max: 3000 }).map((length) => ({ kind: 'length' as const, length })),
  fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 4 }).map((sizes) => ({ kind: 'chunks' as const, sizes })),
);
const shared = { minor: fc.constant(1), fields: fc.array(field, { maxLength: 3 }), without: fc.constant([]), body };

export const request: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constant('request' as const),
  method: fc.constantFrom('GET', 'PUT', 'DELETE', 'OPTIONS'),
  target: fc.stringMatching(/^\/[a-z0-9?=&./-]{0,20}$/),
  status: fc.constant(0),
  ...shared,
});

export const response: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constant('response' as const),
  method: fc.constant(''),
  target: fc.constant(''),
  status: fc.constantFrom(200, 201, 301, 404, 500),
  ...shared,
});

/** As many requests as responses, all requests first. */
export const exchange = fc
  .integer({ min: 1, max: 5 })
  .chain((n) =>
    fc.tuple(fc.array(request, { minLength: n, maxLength: n }), fc.array(response, { minLength: n, maxLength: n })),
  );

/** Octets in parts; each cut is a share of the whole. */
export function cutAt(octets: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((c) => Math.floor(c * octets.length)))].sort((a, b) => a - b);
  return [0, ...places].map((from, i) => octets.subarray(from, places[i] ?? octets.length)).filter((p) => p.length > 0);
}

/** Two sides: one octet stream each way, in order. */
export class Pair {
  private readonly apps: [App | undefined, App | undefined] = [undefined, undefined];
  private readonly octets = [0, 0];
  readonly said: [Message[], Message[]] = [[], []];
  readonly heard: [Message[], Message[]] = [[], []];

  app(side: 0 | 1): App | undefined {
    return this.apps[side];
  }

  /** The octets of messages as a side would write them now. */
  octetsOf(side: 0 | 1, wishes: readonly Wish[]): Uint8Array {
    const parts = spoken(this.apps[side], this.apps[1 - side], wishes, { domain: 'server.example' }).map(
      (w) => w.octets,
    );
    return Uint8Array.from(parts.flatMap((p) => [...p]));
  }

  write(side: 0 | 1, part: Uint8Array | number): void {
    const at = add(ZERO, this.octets[side] ?? 0);
    const outcome = write(this.apps[side], this.apps[1 - side], at, part, { domain: 'server.example' });
    this.apps[side] = outcome.app;
    this.said[side].push(...outcome.messages);
    this.octets[side] = (this.octets[side] ?? 0) + (typeof part === 'number' ? part : part.length);
  }

  /** So many octets of the peer have reached a side in order. */
  hear(side: 0 | 1, upTo: number, ended = false): void {
    const outcome = hear(this.apps[side], this.apps[1 - side], add(ZERO, upTo), ended);
    if (outcome === undefined) return;
    this.apps[side] = outcome.app;
    this.heard[side].push(...outcome.messages);
  }

  end(side: 0 | 1): void {
    const outcome = end(this.apps[side], this.apps[1 - side]);
    if (outcome === undefined) return;
    this.apps[side] = outcome.app;
    this.said[side].push(...outcome.messages);
  }

  /** All that a side has written reaches its peer. */
  deliver(from: 0 | 1, ended = false): void {
    this.hear(from === 0 ? 1 : 0, this.octets[from] ?? 0, ended);
  }
}

/** Octets as text, those without a value as `?`. */
export function shown(octets: Octets): string {
  return octets.map((p) => (typeof p === 'number' ? '?'.repeat(p) : String.fromCharCode(...p))).join('');
}

/** A message as a test states it. */
export function told({ name, fields, body: { from, to, ends }, octets, breaches }: Message): string {
  const lines = fields.filter((f) => f.name !== 'start-line' && f.name !== 'body').map((f) => `${f.name}: ${f.value}`);
  const rules = breaches.map((b) => b.says ?? b.rule);
  return [
    name,
    ...lines,
    `${ends} ${JSON.stringify(shown(octets).slice(from, to))}`,
    ...rules.map((r) => `! ${r}`),
  ].join('\n');
}
