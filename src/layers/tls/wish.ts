/** A wish: a message for a side to say, with values that are others than the side's own. */
import { toHex } from '../../wire';
import { bytesOfHex } from './cursor';
import type { TlsEnd } from './end';
import {
  type AlertName,
  GROUP,
  type MessageName,
  SCHEME,
  TLS12,
  TLS13,
  suiteName,
  suiteNamed,
  RECORD_KEYS,
  WISH_KEYS,
} from './names';

export interface TlsWish {
  readonly name: MessageName;
  /** `random=…`: names with `-`, as written. */
  readonly set: readonly { readonly name: string; readonly value: string }[];
  /** Of an alert. */
  readonly alert?: AlertName;
  /** Of application data. */
  readonly body?: Uint8Array;
  /** Of Certificate: another chain than the side's own; empty for none. */
  readonly chain?: readonly Uint8Array[];
}

export function wishFor(name: MessageName, alert?: AlertName): TlsWish {
  return alert === undefined ? { name, set: [] } : { name, set: [], alert };
}

/** Something in a wish that can't be written. */
export interface WishProblem {
  readonly name: string;
  readonly value: string;
  readonly problem: 'unknown-key' | 'bad-value';
}

/** A key's value as the kind of thing that it is; what is left out is what the side would say. */
export class Draft {
  /** Values that were filled in. */
  readonly filled: { readonly name: string; readonly value: string }[] = [];
  readonly problems: WishProblem[] = [];
  private readonly values = new Map<string, string>();

  constructor(
    readonly s: TlsEnd,
    readonly wish: TlsWish,
  ) {
    const keys: readonly string[] = [...RECORD_KEYS, ...(WISH_KEYS[wish.name] ?? [])];
    for (const { name, value } of wish.set) {
      const key = name.replaceAll('_', '-').toLowerCase();
      if (keys.includes(key)) this.values.set(key, value);
      else this.problems.push({ name, value, problem: 'unknown-key' });
    }
  }

  get(name: string): string | undefined {
    return this.values.get(name);
  }

  /** The value that is written, where it is one; else the one that the side would say. */
  private value<T>(
    name: string,
    read: (text: string) => T | undefined,
    other: () => T,
    shown: (value: T) => string,
  ): T {
    const text = this.values.get(name);
    if (text !== undefined) {
      const value = read(text);
      if (value !== undefined) return value;
      this.problems.push({ name, value: text, problem: 'bad-value' });
    }
    const value = other();
    if (text === undefined) this.filled.push({ name, value: shown(value) });
    return value;
  }

  octets(name: string, other: () => Uint8Array, length?: number): Uint8Array {
    const read = (text: string): Uint8Array | undefined => {
      if (text === 'none' && length === undefined) return new Uint8Array();
      const bytes = bytesOfHex(text.replace(/^0x/i, '').replaceAll(':', ''));
      return length === undefined || bytes?.length === length ? bytes : undefined;
    };
    return this.value(name, read, other, toHex);
  }

  number(name: string, most: number, other: () => number): number {
    const read = (text: string): number | undefined => {
      const n = /^(?:0x[\da-f]+|\d+)$/i.test(text) ? Number(text) : NaN;
      return n <= most ? n : undefined;
    };
    return this.value(name, read, other, String);
  }

  version(name: string, other: () => number): number {
    return this.value(name, versionNamed, other, (n) => `0x0${n.toString(16)}`);
  }

  versions(name: string, other: () => readonly number[]): readonly number[] {
    const read = (text: string): readonly number[] | undefined => all(text, versionNamed);
    return this.value(name, read, other, (list) => list.map((n) => `0x0${n.toString(16)}`).join('+'));
  }

  suite(name: string, other: () => number): number {
    return this.value(name, suiteRead, other, suiteName);
  }

  suites(name: string, other: () => readonly number[]): readonly number[] {
    return this.value(
      name,
      (text) => all(text, suiteRead),
      other,
      (list) => list.map(suiteName).join('+'),
    );
  }

  scheme(name: string, other: () => number): number {
    return this.value(
      name,
      (text) => named(SCHEME, text),
      other,
      (n) => shownBy(SCHEME, n),
    );
  }

  group(name: string, other: () => number): number {
    return this.value(
      name,
      (text) => named(GROUP, text),
      other,
      (n) => shownBy(GROUP, n),
    );
  }

  /** Is an extension left out? */
  isWithout(extension: string): boolean {
    const list = this.values.get('without')?.split('+') ?? [];
    return list.some((one) => one.replaceAll('-', '_').toLowerCase() === extension);
  }
}

function all<T>(text: string, read: (text: string) => T | undefined): readonly T[] | undefined {
  const values = text.split('+').map(read);
  return values.every((v) => v !== undefined) ? values : undefined;
}

const NAMED_VERSIONS: ReadonlyMap<string, number> = new Map([
  ['1.0', 0x0301],
  ['1.1', 0x0302],
  ['1.2', TLS12],
  ['1.3', TLS13],
]);

function versionNamed(text: string): number | undefined {
  if (/^0x[\da-f]{1,4}$/i.test(text)) return Number(text);
  return NAMED_VERSIONS.get(text.replace(/^TLS ?v?/i, ''));
}

function suiteRead(text: string): number | undefined {
  return /^0x[\da-f]{1,4}$/i.test(text) ? Number(text) : suiteNamed(text)?.id;
}

function named(table: Readonly<Record<string, number>>, text: string): number | undefined {
  return /^0x[\da-f]{1,4}$/i.test(text) ? Number(text) : table[text.toLowerCase().replaceAll('-', '_')];
}

function shownBy(table: Readonly<Record<string, number>>, n: number): string {
  return Object.keys(table).find((name) => table[name] === n) ?? String(n);
}
