import {
  type App,
  type Breach,
  type FrameWish,
  H2_RULES,
  HTTP1_RULES,
  type H2Wish,
  type LayerRule,
  type Message,
  TLS_RULES,
  type Wish,
  end,
  hear,
  spoken,
  write,
} from '../../../src/layers';
import type { TlsHost } from '../../../src/layers/door';
import * as door from '../../../src/layers/h2';
import { add, ZERO } from '../../../src/wire';

export type By = 'client' | 'server';

export const peerOf = (by: By): By => (by === 'client' ? 'server' : 'client');

const ROWS: Readonly<Record<string, LayerRule>> = { ...HTTP1_RULES, ...H2_RULES, ...TLS_RULES };

/** A rule that a side has broken: `client: h2/preface`, with the id of its message where it has one of its own; no hints. */
export function told(by: By, breaches: readonly Breach[]): string[] {
  return breaches
    .filter((b) => (b.level ?? ROWS[b.rule]?.level) !== 'hint')
    .map((b) => `${by}: ${b.rule}${b.says === undefined ? '' : ` ${b.says}`}`);
}

/** Two sides over a stream that loses nothing, in clear or over TLS. */
export class Pair {
  readonly apps: Record<By, App | undefined> = { client: undefined, server: undefined };
  readonly said: Record<By, Message[]> = { client: [], server: [] };
  readonly heard: Record<By, Message[]> = { client: [], server: [] };
  readonly mistakes: string[] = [];

  constructor(private readonly tls?: (by: By) => TlsHost) {}

  /** The side that speaks HTTP/2: in TLS the one inside. */
  inner(by: By): App | undefined {
    return this.apps[by]?.tls?.inner ?? this.apps[by];
  }

  end(by: By): door.H2End {
    const h2 = this.inner(by)?.h2;
    if (h2 === undefined) throw new Error(`the ${by} does not speak HTTP/2`);
    return h2.end;
  }

  /** A side writes octets, and unless they wait, its peer hears them. */
  write(by: By, octets: Uint8Array | number, waits = false): void {
    const how = { domain: 'server.example', tls: this.tls?.(by), h2: { door } };
    const at = add(ZERO, this.apps[by]?.voice.octets ?? 0);
    const outcome = write(this.apps[by], this.apps[peerOf(by)], at, octets, how);
    this.apps[by] = outcome.app;
    this.note(by, outcome.messages, outcome.remarks);
    if (!waits) this.deliver(by);
  }

  private note(by: By, messages: readonly Message[], remarks: readonly { readonly breach: Breach }[]): void {
    for (const message of messages) {
      const all = message.layer === 'tls' ? (message.inside ?? []) : [message];
      this.said[by].push(...all);
      for (const m of [message, ...(message.inside ?? [])]) this.mistakes.push(...told(by, m.breaches));
    }
    this.mistakes.push(
      ...told(
        by,
        remarks.map((r) => r.breach),
      ),
    );
  }

  /** All that a side has written reaches its peer. */
  deliver(by: By): void {
    const own = this.apps[by];
    const to = peerOf(by);
    if (own?.start === undefined) return;
    const outcome = hear(this.apps[to], own, add(own.start, own.voice.octets), own.voice.ended, this.tls?.(to), door);
    if (outcome === undefined) return;
    this.apps[to] = outcome.app;
    this.heard[to].push(...outcome.messages);
    this.mistakes.push(
      ...told(
        by,
        outcome.remarks.map((r) => r.breach),
      ),
    );
  }

  octetsOf(by: By, ...wishes: readonly (Wish | H2Wish)[]): Uint8Array {
    const all = wishes.map((w): Wish | FrameWish => ('frame' in w ? { kind: 'h2', wish: w } : w));
    const how = { domain: 'server.example', tls: this.tls?.(by), h2: { door } };
    const parts = spoken(this.apps[by], this.apps[peerOf(by)], all, how);
    return Buffer.concat(parts.map((p) => p.octets));
  }

  say(by: By, ...wishes: readonly (Wish | H2Wish)[]): void {
    this.write(by, this.octetsOf(by, ...wishes));
  }

  /** Both sides say what is due, until nothing is. */
  settle(): void {
    for (let i = 0; i < 12; i++) {
      const due = (['client', 'server'] as const).filter((by) => {
        const h2 = this.inner(by)?.h2;
        const must = h2 === undefined ? [] : door.nextH2(h2.end).must;
        if (must.length > 0) this.say(by, ...must);
        return must.length > 0;
      });
      if (due.length === 0) return;
    }
  }

  finish(by: By): void {
    const outcome = end(this.apps[by], this.apps[peerOf(by)], this.tls?.(by), undefined, { door });
    if (outcome === undefined) return;
    this.apps[by] = outcome.app;
    this.note(by, outcome.messages, outcome.remarks);
    this.deliver(by);
  }

  names(by: By): string {
    return this.said[by].map((m) => m.name).join(', ');
  }
}

export function request(method: string, target: string, more: Partial<Wish> = {}): Wish {
  const none = { fields: [], without: [], body: undefined, minor: undefined, status: 0 };
  return { kind: 'request', method, target, major: 2, ...none, ...more };
}

export function response(status: number, more: Partial<Wish> = {}): Wish {
  return { ...request('', ''), kind: 'response', status, ...more };
}

/** A pair behind its prefaces and settings. */
export function opened(): Pair {
  const pair = new Pair();
  pair.say('client', { frame: 'PREFACE' }, { frame: 'SETTINGS' });
  pair.settle();
  return pair;
}
