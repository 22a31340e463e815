import type { Trace } from '../../src/trace/trace';
import type { State } from '../../src/tcp/state';
import { TWO_SOCKETS } from './explained';
import type { WrittenFlow } from './flow';
import type { KernelEvent, Run } from './run';

/** A change of a socket's state in its kernel's events. */
export interface Change {
  readonly time: number;
  readonly from: string;
  readonly to: State;
}

/** A state entered in the simulation, and the time of the line's event in the capture. */
export interface Entered {
  readonly time: number;
  readonly state: State;
}

/** A common change of state, with the microseconds by which the simulation's was later (negative: earlier). */
export interface Displaced {
  readonly change: Change;
  readonly late: number;
}

/** The comparison of kernel and simulation for one side of one connection. */
export interface Comparison {
  /** Its port and its peer's: `45250 > 9161`. */
  readonly end: string;
  readonly kernel: readonly Change[];
  readonly engine: readonly Entered[];
  /** The number of the kernel's changes that the simulation made too, in the same order. */
  readonly matched: number;
  /** Those of them that the simulation made at another event. */
  readonly displaced: readonly Displaced[];
  readonly agrees: boolean;
}

const NAMES: Readonly<Record<string, State>> = {
  CLOSE: 'CLOSED',
  LISTEN: 'LISTEN',
  SYN_SENT: 'SYN-SENT',
  SYN_RECV: 'SYN-RECEIVED',
  NEW_SYN_RECV: 'SYN-RECEIVED',
  ESTABLISHED: 'ESTABLISHED',
  FIN_WAIT1: 'FIN-WAIT-1',
  FIN_WAIT2: 'FIN-WAIT-2',
  CLOSE_WAIT: 'CLOSE-WAIT',
  CLOSING: 'CLOSING',
  LAST_ACK: 'LAST-ACK',
  TIME_WAIT: 'TIME-WAIT',
};

/**
 * Compares the states in the simulation with those of the kernels. The kernels' events omit two things (NOTES.md).
 * TIME-WAIT, and FIN-WAIT-2 of a closed socket, appear as CLOSE at once. SYN-RECEIVED of a passive open appears only
 * when it is over.
 */
export function compareStates(run: Run, flow: WrittenFlow, trace: Trace): readonly Comparison[] {
  const engine = engineStates(flow, trace);
  return [...kernelChanges(run)].map(([end, all]) => {
    const own = engine.get(end) ?? [];
    const seen = visible(all);
    const kernel = TWO_SOCKETS.some((t) => t.scenario === run.scenario) ? socketOf(seen, own) : seen;
    return { end, kernel, engine: own, ...match(kernel, own) };
  });
}

/**
 * Separates the changes of two sockets with the same ports, and returns those of the socket that resembles the
 * simulation. Each change continues the history of one of both. Returns all of them if there are no two such histories.
 */
function socketOf(changes: readonly Change[], engine: readonly Entered[]): readonly Change[] {
  const follows = (history: readonly Change[], c: Change): boolean => history.at(-1)?.to === c.from || !history.length;
  const tellApart = (at: number, own: readonly Change[], other: readonly Change[]): (readonly Change[])[] => {
    const change = changes[at];
    if (change === undefined) return [own];
    return [
      ...(follows(own, change) ? tellApart(at + 1, [...own, change], other) : []),
      ...(follows(other, change) ? tellApart(at + 1, own, [...other, change]) : []),
    ];
  };
  const alike = tellApart(0, [], []).flatMap((own) => {
    const { matched, agrees, displaced } = match(own, engine);
    return agrees && matched === own.length ? [{ own, late: displaced.length }] : [];
  });
  return alike.sort((a, b) => a.late - b.late)[0]?.own ?? changes;
}

/** A kernel's changes by socket, identified by its ports, its own first: `45250 > 9161`. */
export function kernelChanges(run: Run): ReadonlyMap<string, readonly Change[]> {
  const ends = new Map<string, Change[]>();
  const events = run.events.filter((e) => e.event === 'inet_sock_set_state' && e.remote !== 0);
  const claimed = new Set<KernelEvent>();
  events.forEach((e, i) => {
    const [from = '', to = ''] = e.detail.split(' -> ');
    const state = NAMES[to];
    if (state === undefined) return;
    const local = e.local === 0 ? portGiven(events.slice(i + 1), e, claimed) : e.local;
    const key = endKey(local, e.remote);
    const list = ends.get(key) ?? [];
    list.push({ time: e.time, from: NAMES[from] ?? from, to: state });
    ends.set(key, list);
  });
  return ends;
}

/** A connecting socket has no port in its first event; it is that of the next socket that makes progress. */
function portGiven(later: readonly KernelEvent[], opened: KernelEvent, claimed: Set<KernelEvent>): number {
  const next = later.find(
    (e) => e.side === opened.side && e.remote === opened.remote && e.detail.startsWith('SYN_SENT') && !claimed.has(e),
  );
  if (next !== undefined) claimed.add(next);
  return next?.local ?? 0;
}

export function endKey(own: number, peer: number): string {
  return `${own} > ${peer}`;
}

/** The changes without those that the simulation shows at another time or not at all. */
function visible(changes: readonly Change[]): readonly Change[] {
  return changes.filter((c, i) => {
    if (c.from === c.to) return false;
    return !(c.to === 'SYN-RECEIVED' && c.from === 'LISTEN') && !(c.to === 'CLOSED' && c.from === 'CLOSED' && i > 0);
  });
}

/** The states that each end entered in the trace, except LISTEN and the SYN-RECEIVED after it. */
function engineStates(flow: WrittenFlow, trace: Trace): ReadonlyMap<string, Entered[]> {
  const ends = new Map<string, Entered[]>();
  for (const step of trace.steps) {
    const line = flow.lines.get(step.line);
    for (const move of step.moves) {
      if (move.from === move.to || move.to === 'LISTEN') continue;
      const info = trace.cast.ends[move.end];
      const host = trace.cast.hosts[info?.host ?? -1]?.name;
      if (info === undefined || host === undefined || line === undefined) continue;
      if (move.to === 'SYN-RECEIVED' && move.from !== 'SYN-SENT') continue;
      const { clientPort, serverPort } = line;
      const key = host === 'client' ? endKey(clientPort, serverPort) : endKey(serverPort, clientPort);
      const list = ends.get(key) ?? [];
      const receives = host !== line.sender;
      list.push({ time: receives ? (line.arrived ?? line.time) : line.time, state: move.to });
      ends.set(key, list);
    }
  }
  return ends;
}

/** The most time between a kernel's event and its frame in the capture, either way, microseconds. */
const NEAR = 5_000;

/** Matches both lists. A socket that is closed for the kernel may be in TIME-WAIT or FIN-WAIT-2. */
function match(
  kernel: readonly Change[],
  engine: readonly Entered[],
): Pick<Comparison, 'matched' | 'displaced' | 'agrees'> {
  let at = 0;
  let matched = 0;
  const displaced: Displaced[] = [];
  for (const change of kernel) {
    const entered = engine[at];
    if (change.to === 'CLOSED' && (change.from === 'FIN-WAIT-2' || change.from === 'CLOSING')) {
      // The kernel continues with a minimal socket, so later states of this connection are not visible.
      while (engine[at]?.state === 'TIME-WAIT' || engine[at]?.state === 'CLOSED') at++;
    } else if (entered?.state === change.to) {
      const late = Math.round(entered.time - change.time);
      if (Math.abs(late) > NEAR) displaced.push({ change, late });
      at++;
    } else {
      return { matched, displaced, agrees: false };
    }
    matched++;
  }
  return { matched, displaced, agrees: at === engine.length };
}
