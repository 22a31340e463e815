import { STATES } from '../wire';

/** Other names of states, in upper case without separators, with the RFC's name. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  // Names in netstat, ss and kernel sources.
  CLOSE: 'CLOSED',
  LISTENING: 'LISTEN',
  SYNRCVD: 'SYN-RECEIVED',
  SYNRECV: 'SYN-RECEIVED',
  ESTAB: 'ESTABLISHED',
  // Names in textbooks and articles.
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
  /** The name in RFC 9293. */
  readonly name: string;
  /** True if the written word is that name except for case and `_`. */
  readonly usual: boolean;
}

/**
 * The state that a word means; undefined for none. Case, and `_` for `-`, are accepted without a hint. Spellings of
 * tools and textbooks are accepted with a hint that gives the RFC's name.
 */
export function stateName(written: string): StateName | undefined {
  const upper = written.toUpperCase().replaceAll('_', '-');
  if (EXACT.has(upper)) {
    return { name: upper, usual: true };
  }
  const name = BY_LETTERS.get(upper.replaceAll('-', ''));
  return name === undefined ? undefined : { name, usual: false };
}
