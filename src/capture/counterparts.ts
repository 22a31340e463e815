/** The connections of a capture in another one, which was taken at another place. */
import { SYN, type Seq } from '../wire';
import type { Connection } from './connections';
import { HEAD_CUT, ICMP_ERROR, socketText } from './file';
import type { Capture } from './read';

/**
 * The connections of the first capture that the second has, too: by both sockets and an initial sequence number, where
 * both captures have one; behind an address translator by the initial numbers of both hosts.
 *
 * @returns the number of the connection in the second capture, by that in the first
 */
export function counterpartsIn(first: Capture, second: Capture): ReadonlyMap<number, number> {
  const [own, others] = [initialNumbersIn(first), initialNumbersIn(second)];
  const bySockets = new Map<string, Connection[]>();
  const byNumbers = new Map<string, Connection[]>();
  for (const connection of second.connections) {
    push(bySockets, socketsOf(connection), connection);
    const numbers = others.get(connection.id) ?? NONE;
    if (numbers.length > 1) push(byNumbers, numbers.join(), connection);
  }
  const found = new Map<number, number>();
  const taken = new Set<Connection>();
  for (const connection of first.connections) {
    const numbers = own.get(connection.id) ?? NONE;
    const isSame = ({ id }: Connection): boolean => {
      const there = others.get(id) ?? NONE;
      return numbers.length === 0 || there.length === 0 || numbers.some((number) => there.includes(number));
    };
    const behindTranslator = numbers.length > 1 ? (byNumbers.get(numbers.join()) ?? []) : [];
    const one = [...(bySockets.get(socketsOf(connection)) ?? []), ...behindTranslator].find(
      (candidate) => !taken.has(candidate) && isSame(candidate),
    );
    if (one === undefined) continue;
    taken.add(one);
    found.set(connection.id, one.id);
  }
  return found;
}

const NONE: readonly Seq[] = [];

/** The sequence numbers of the SYNs of each connection, each once, in ascending order. */
function initialNumbersIn({ packets }: Capture): ReadonlyMap<number, readonly Seq[]> {
  const numbers = new Map<number, Seq[]>();
  for (let row = 0; row < packets.count; row++) {
    const isPlain = ((packets.marks[row] ?? 0) & (HEAD_CUT | ICMP_ERROR)) === 0;
    if (!isPlain || ((packets.flags[row] ?? 0) & SYN) === 0) continue;
    const own = numbers.get(packets.connection[row] ?? 0) ?? [];
    const number = (packets.seq[row] ?? 0) as Seq;
    if (own.includes(number)) continue;
    own.push(number);
    numbers.set(packets.connection[row] ?? 0, own);
  }
  for (const own of numbers.values()) own.sort((a, b) => a - b);
  return numbers;
}

/** The sockets of a connection, in an order of their own. */
function socketsOf({ client, server }: Connection): string {
  return [socketText(client), socketText(server)].sort().join();
}

function push<K, V>(lists: Map<K, V[]>, key: K, one: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}
