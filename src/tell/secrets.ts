/** Who knows which secret of a TLS connection at a step: one row for each secret, one cell for each party. */
import type { Knowledge, Party, SecretName } from '../layers';
import type { Trace } from '../trace';
import { sameOctets, toHex } from '../wire';
import type { Say } from '../words/words';
import { nameOf } from './moment';
import { passedTo } from './passed';
import { securedIn } from './secured';

/** One party's value of a secret; {@link LACKS} if the party has no value. */
export interface SecretCell {
  /** The value's first octets, in hexadecimal digits. */
  readonly head: string;
  /** All octets of the value, in hexadecimal digits. */
  readonly value: string;
  /** How the party got the value, such as `decrypted`. */
  readonly how: string;
  /** The step (from 0) in which the party got the value. */
  readonly step: number;
  /** The first column with the same value, which may be this cell's own; -1 for a party without a value. */
  readonly as: number;
}

export const LACKS: SecretCell = { head: '', value: '', how: '', step: -1, as: -1 };

export interface SecretRow {
  /**
   * The secret's name in flows: `pre-master-secret`. A number follows if the secret has several values:
   * `client-traffic-secret 2`.
   */
  readonly sign: string;
  /** The secret's name in words: `pre-master secret`. */
  readonly name: string;
  readonly about: string;
  /** The formula of the secret, as the standard writes it; empty if the secret is not computed. */
  readonly formula: string;
  /** One cell for each party. */
  readonly cells: readonly SecretCell[];
  /** A sentence: which parties have the secret, and whose values are the same. */
  readonly who: string;
}

export interface Secrets {
  /** Names of the parties, one for each column; empty if the step's connection does not use TLS. */
  readonly parties: readonly string[];
  readonly rows: readonly SecretRow[];
}

const PARTIES: readonly Party[] = ['client', 'wire', 'server'];
/** The number of a value's octets that a cell shows. */
const HEAD = 6;
/** The most rows that are shown, since the number of key updates has no limit. */
const MOST_ROWS = 64;

export function secretsAt(trace: Trace, at: number, say: Say): Secrets {
  const door = trace.tls?.door;
  const found = door && securedIn(trace, at);
  if (door === undefined || found === undefined) return { parties: [], rows: [] };
  const { ends, now, last } = found;
  const parties = [nameOf(trace, ends.client), say('secrets/wire'), nameOf(trace, ends.server)];
  const known = door.secretsOf(now);
  const wire = known.filter((k) => k.party === 'wire');
  const all = [...known.filter((k) => k.party !== 'wire'), ...passedTo(trace, at, found, wire)];
  const side = last.client ?? last.server;
  const rows = [...new Set(door.secretsOf(last).map((k) => k.secret))].flatMap((secret): SecretRow[] => {
    const lists = PARTIES.map((party) => all.filter((k) => k.secret === secret && k.party === party));
    const count = Math.max(1, ...lists.map((list) => list.length));
    const formula = (side && door.formulaOf(side, secret)) ?? '';
    return Array.from({ length: count }, (_, i) =>
      rowOf(
        secret,
        i,
        lists.map((list) => list[i]),
        formula,
        parties,
        say,
      ),
    );
  });
  return { parties, rows: rows.slice(0, MOST_ROWS) };
}

function rowOf(
  secret: SecretName,
  place: number,
  known: readonly (Knowledge | undefined)[],
  formula: string,
  parties: readonly string[],
  say: Say,
): SecretRow {
  const cells = known.map((k): SecretCell => {
    if (k === undefined) return LACKS;
    const as = known.findIndex((other) => other !== undefined && sameOctets(other.value, k.value));
    return { head: headOf(k.value), value: grouped(toHex(k.value)), how: say(`secrets/${k.reason}`), step: k.step, as };
  });
  const sign = place === 0 ? secret : `${secret} ${place + 1}`;
  const name = say(`secrets/name-${secret}`) + (place === 0 ? '' : ` ${place + 1}`);
  return { sign, name, about: say(`secrets/about-${secret}`), formula, cells, who: whoText(cells, parties, say) };
}

function headOf(value: Uint8Array): string {
  return grouped(toHex(value.subarray(0, HEAD))) + (value.length > HEAD ? '…' : '');
}

/** Hexadecimal digits with a space after every two octets. */
function grouped(hex: string): string {
  return hex.replace(/(....)(?=.)/g, '$1 ');
}

/** The sentence on who has a secret: `client and server have the same value. wire does not have it.` */
function whoText(cells: readonly SecretCell[], parties: readonly string[], say: Say): string {
  const listed = (columns: readonly number[]): string => {
    const names = columns.map((column) => parties[column] ?? '');
    return [names.slice(0, -1).join(say('secrets/comma')), ...names.slice(-1)].filter(Boolean).join(say('secrets/and'));
  };
  const columns = cells.map((_, column) => column);
  const having = columns.filter((column) => cells[column]?.as !== -1);
  if (having.length === 0) return say('secrets/nobody');
  const groups = having
    .filter((column) => cells[column]?.as === column)
    .map((first) => having.filter((column) => cells[column]?.as === first));
  const said = groups.map((group) =>
    say(group.length > 1 ? 'secrets/same' : 'secrets/alone', { parties: listed(group) }),
  );
  if (groups.length > 1) said.push(say('secrets/differ'));
  const lacking = columns.filter((column) => cells[column]?.as === -1);
  if (lacking.length > 0) said.push(say('secrets/lacks', { parties: listed(lacking) }));
  return said.reduce((first, second) => say('secrets/then', { first, second }));
}
