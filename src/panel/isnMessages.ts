/** Messages between the page on initial sequence numbers and its host. */

/** Ids of the page's texts. */
export const ISN_TEXTS = [
  'isn/title',
  'isn/lead',
  'isn/tuple',
  'isn/local',
  'isn/remote',
  'isn/port',
  'isn/secret',
  'isn/new-secret',
  'isn/secret-hint',
  'isn/clock',
  'isn/seconds',
  'isn/second-later',
  'isn/run',
  'isn/pause',
  'isn/ticks',
  'isn/hash',
  'isn/sum',
  'isn/space',
  'isn/hashed',
  'isn/stepped',
  'isn/space-note',
  'isn/changes',
  'isn/what',
  'isn/difference',
  'isn/unrelated',
  'isn/invalid',
  'isn/source',
] as const;
export type IsnText = (typeof ISN_TEXTS)[number];

export interface IsnSetup {
  readonly type: 'setup';
  readonly texts: Readonly<Record<string, string>>;
}

export function isReady(message: unknown): message is { type: 'ready' } {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}

export function isSetup(message: unknown): message is IsnSetup {
  if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'setup') return false;
  return 'texts' in message && typeof message.texts === 'object' && message.texts !== null;
}

/** The user's input, which the page also stores as its state. */
export interface IsnInput {
  readonly local: string;
  readonly localPort: string;
  readonly remote: string;
  readonly remotePort: string;
  /** The key: 32 hexadecimal digits. */
  readonly secret: string;
  /** The host's clock, microseconds. */
  readonly clock: number;
}

export const FIRST_INPUT: IsnInput = {
  local: '10.0.0.1',
  localPort: '49152',
  remote: '10.0.0.2',
  remotePort: '80',
  secret: '000102030405060708090a0b0c0d0e0f',
  clock: 3_600_000_000,
};

export function readInput(value: unknown): IsnInput | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const kept = value as Record<string, unknown>;
  const text = (key: string): string | undefined => (typeof kept[key] === 'string' ? kept[key] : undefined);
  const [local, localPort, remote, remotePort, secret] = [
    text('local'),
    text('localPort'),
    text('remote'),
    text('remotePort'),
    text('secret'),
  ];
  const { clock } = kept;
  if (local === undefined || localPort === undefined || remote === undefined || remotePort === undefined)
    return undefined;
  if (secret === undefined || typeof clock !== 'number' || !(clock >= 0 && clock <= Number.MAX_SAFE_INTEGER))
    return undefined;
  return { local, localPort, remote, remotePort, secret, clock };
}
