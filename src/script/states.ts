import { STATES } from '../wire';

/** Other names, in upper case and without separators, with the state that they mean. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  // netstat, ss and the kernels' sources.
  CLOSE: 'CLOSED',
  LISTENING: 'LISTEN',
  SYNRCVD: 'SYN-RECEIVED',
  SYNRECV: 'SYN-RECEIVED',
  ESTAB: 'ESTABLISHED',
  // Textbooks and articles.
  SYNSEND: 'SYN-SENT',
  SYNREVD: 'SYN-RECEIVED',
  SYNRECVD: 'SYN-RECEIVED',
  SYNRECEIVE: 'SYN-RECEIVED',
  SYNRCV: 'SYN-RECEIVED',
  ESTABLISH: 'ESTABLISHED',
  CLOSEDWAIT: 'CLOSE-WAIT',
  CLOSEWAITING: 'CLOSE-WAIT',
  TIMEDWAIT: 'TIME-WAIT',
};

const BY_LETTERS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(OTHER_NAMES),
  ...STATES.map((name): [string, string] => [name.replaceAll('-', ''), name]),
]);

const EXACT: ReadonlySet<string> = new Set(STATES);

export interface StateName {
  /** The RFC's name. */
  readonly name: string;
  /** Whether what was written is that name, but for case and `_`. */
  readonly usual: boolean;
}

/**
 * The state that a word means, or undefined. Case and `_` for `-` are a matter of taste and pass in silence; other
 * spellings, from tools and textbooks, are understood and answered with the RFC's name.
 */
export function stateName(written: string): StateName | undefined {
  const upper = written.toUpperCase().replaceAll('_', '-');
  if (EXACT.has(upper)) {
    return { name: upper, usual: true };
  }
  const name = BY_LETTERS.get(upper.replaceAll('-', ''));
  return name === undefined ? undefined : { name, usual: false };
}
