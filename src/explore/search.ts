/**
 * The search: all states that can be reached, by the number of faults on the path and then by the number of acts. So
 * the first violation found has the fewest faults, and the shortest path among those.
 *
 * A state that was reached before with no more faults of any kind is dropped: it has no futures that the earlier one
 * lacks. A state is also dropped if its path is no shorter than that of a known violation.
 */
import type { Setting, World } from '../sim';
import { STATES, type RowId, type State } from '../tcp';
import { Acts } from './acts';
import { type Watch, watchOf } from './claims';
import { Edges } from './edges';
import type { Node } from './node';
import { StateKeys } from './state-key';
import { type Reached, Table } from './table';
import type { Bounds, Claim, Figures, Limits, Outcome, Path, Progress } from './types';

/** The number of states visited between two yields: a few milliseconds. */
const SLICE = 64;

/** A state that is to be visited, with its number. */
interface Waiting {
  readonly node: Node;
  readonly state: number;
  /** True if the state's key omits retransmission timers that can't expire any more. */
  readonly isSettled: boolean;
}

/** An act whose event violates the claim, and the state in which the act happens. */
interface Break {
  readonly parent: number;
  readonly act: number;
}

/** The states to visit with one number of faults, by the length of their path. */
interface Level {
  readonly waiting: (Waiting[] | undefined)[];
  readonly breaks: (Break | undefined)[];
}

export interface Searched {
  readonly outcome: Outcome;
  readonly reached: Reached;
}

/** A caller's answer to a progress report: `give-up` ends the search as if its limit were reached. */
export type Answer = 'give-up' | undefined;

/** Runs the search; returns the outcome together with all states that were reached. */
export function* search(
  world: World,
  setting: Setting,
  bounds: Bounds,
  claim: Claim | undefined,
  limits: Limits,
  reached: Reached = new Table(),
): Generator<Progress, Searched, Answer> {
  const searching = new Search(world, setting, bounds, claim, limits, reached);
  for (;;) {
    const outcome = searching.go();
    if (outcome !== undefined) return { outcome, reached };
    if ((yield searching.progress()) === 'give-up') return { outcome: searching.limited(), reached };
  }
}

class Search {
  private readonly acts: Acts;
  private readonly watch: Watch;
  private readonly keys: StateKeys;
  private readonly levels: Level[] = [];
  private readonly edges: Edges | undefined;
  private transitions = 0;
  private longest = 0;
  private atRest = 0;
  private dropped = 0;
  private readonly byFaults: number[] = [];
  private readonly pairs = new Map<number, { readonly states: readonly [State, State]; readonly state: number }>();
  private readonly rows = new Map<RowId, Break>();
  private readonly list: number[] = [];
  private faults = 0;
  private depth = 0;
  /** The numbers of faults and acts of the shortest known path that violates the claim by an event. */
  private shortest = { faults: Infinity, length: Infinity };
  /** The number of states visited since the last yield. */
  private looked = 0;

  constructor(
    world: World,
    setting: Setting,
    bounds: Bounds,
    claim: Claim | undefined,
    private readonly limits: Limits,
    private readonly reached: Reached,
  ) {
    this.acts = new Acts(world, setting, bounds);
    this.watch = watchOf(claim, setting.cast);
    this.keys = new StateKeys(this.acts, this.watch.countsOctets);
    this.edges = this.watch.walksBack ? new Edges() : undefined;
    this.reach(this.acts.root(world), -1, 0, 0);
  }

  progress(): Progress {
    return {
      states: this.reached.size - this.dropped,
      transitions: this.transitions,
      faults: this.faults,
      mostFaults: this.acts.spent.most.reduce((sum, n) => sum + n, 0),
    };
  }

  /** Continues the search for one slice; returns the outcome once it is known. */
  go(): Outcome | undefined {
    for (;;) {
      const level = this.levels[this.faults];
      if (level === undefined) {
        if (this.faults >= this.levels.length) return this.ended();
        this.faults++;
        this.depth = 0;
        continue;
      }
      if (this.depth >= level.waiting.length && this.depth >= level.breaks.length) {
        this.levels[this.faults] = { waiting: [], breaks: [] };
        this.faults++;
        this.depth = 0;
        continue;
      }
      const outcome = this.goThrough(level);
      if (outcome !== undefined) return outcome;
      if (this.looked >= SLICE) {
        this.looked = 0;
        return undefined;
      }
    }
  }

  /** Visits the states with paths of one length, up to the end of the slice. */
  private goThrough({ waiting, breaks }: Level): Outcome | undefined {
    const { depth, faults } = this;
    const broken = breaks[depth];
    if (broken !== undefined) return { ...this.figures(), kind: 'broken', path: this.pathBy(broken), faults };
    const here = waiting[depth];
    for (let next = here?.pop(); next !== undefined; next = here?.pop()) {
      if (this.reached.depthOf(next.state) !== depth || this.isDropped(next)) continue;
      const outcome = this.lookAt(next);
      if (outcome !== undefined) return outcome;
      if (++this.looked >= SLICE) return undefined;
    }
    this.depth++;
    return undefined;
  }

  /** True if the state has meanwhile been reached with no more faults: the other path has all its futures. */
  private isDropped({ node, state, isSettled }: Waiting): boolean {
    this.usedNow = node.used;
    let better = this.reached.alike(state, this.covers);
    if (better === undefined && isSettled) {
      this.keys.write(node);
      better = this.known();
    }
    if (better === undefined || better === state) return false;
    this.dropped++;
    this.byFaults[this.faults] = (this.byFaults[this.faults] as number) - 1;
    this.edges?.add(state, better);
    return true;
  }

  private lookAt({ node, state }: Waiting): Outcome | undefined {
    const isAtRest = !this.acts.list(node, this.list);
    if (isAtRest) {
      this.atRest++;
      this.edges?.rests(state);
    }
    this.note(node, state);
    if (this.watch.isBroken(node, isAtRest))
      return { ...this.figures(), kind: 'broken', path: this.pathTo(state), faults: this.faults };
    for (let i = 0; i < this.list.length; i++) {
      if (this.reached.size - this.dropped >= this.limits.states) return this.limited();
      this.take(node, state, this.list[i] as number);
    }
    return undefined;
  }

  /** The outcome of a search that has not visited all states. */
  limited(): Outcome {
    return { ...this.figures(), kind: 'limit', faults: this.faults === 0 ? undefined : this.faults - 1 };
  }

  /** Performs one act in a state. */
  private take(node: Node, state: number, act: number): void {
    const { acts, watch } = this;
    const after = acts.do(node, act);
    const { events } = acts;
    this.transitions++;
    for (const { row } of acts.m.moves) if (!this.rows.has(row)) this.rows.set(row, { parent: state, act });
    watch.saw(events);
    if ((events & watch.forbidden) !== 0) this.noteBreak(acts.spent.total(after.used), { parent: state, act });
    this.reach(after, state, act, this.depth + 1);
  }

  /** Notes an act that violates the claim. The search ends once all shorter paths have been visited. */
  private noteBreak(faults: number, found: Break): void {
    const length = this.depth + 1;
    this.level(faults).breaks[length] ??= found;
    if (this.isInVain(faults, length)) return;
    this.shortest = { faults, length };
  }

  /** True if a path with this many faults and acts is no shorter than a known one that violates the claim. */
  private isInVain(faults: number, length: number): boolean {
    const { shortest } = this;
    return faults > shortest.faults || (faults === shortest.faults && length >= shortest.length);
  }

  /** Handles a state that was reached: adds it, or notes the shorter path to a known state, or drops it. */
  private reach(node: Node, parent: number, act: number, depth: number): void {
    const { reached, keys, acts } = this;
    const faults = acts.spent.total(node.used);
    if (this.isInVain(faults, depth)) return;
    this.usedNow = node.used;
    keys.write(node);
    let known = this.known();
    const isSettled = known === undefined && keys.writeSettled(node);
    if (isSettled) known = this.known();
    const isFree = parent >= 0 && node.used === reached.usedOf(parent);
    if (known === undefined) {
      const state = reached.add(parent, act, node.used, depth);
      this.byFaults[faults] = (this.byFaults[faults] ?? 0) + 1;
      this.await(faults, depth, { node, state, isSettled });
      if (isFree) this.edges?.add(parent, state);
      return;
    }
    if (isFree) this.edges?.add(parent, known);
    if (depth < reached.depthOf(known) && reached.usedOf(known) === node.used) {
      reached.shorten(known, parent, act, depth);
      this.await(faults, depth, { node, state: known, isSettled });
    }
  }

  /**
   * The known state with the key written last, if it was reached with no more faults of any kind than the current one.
   */
  private known(): number | undefined {
    const { out, length } = this.keys.keys;
    return this.reached.find(out, length, this.covers);
  }

  private usedNow = 0;
  private readonly covers = (used: number): boolean => this.acts.spent.covers(used, this.usedNow);

  private level(faults: number): Level {
    while (this.levels.length <= faults) this.levels.push({ waiting: [], breaks: [] });
    return this.levels[faults] as Level;
  }

  private await(faults: number, depth: number, waiting: Waiting): void {
    const { waiting: all } = this.level(faults);
    (all[depth] ??= []).push(waiting);
  }

  /** Notes the states of both sides, for the coverage. */
  private note({ world }: Node, state: number): void {
    this.longest = Math.max(this.longest, this.depth);
    for (const { id, peer } of this.acts.m.setting.cast.ends) {
      if (peer < id) continue;
      const [a, b] = [world.ends.get(id)?.tcb.state ?? 'CLOSED', world.ends.get(peer)?.tcb.state ?? 'CLOSED'];
      const both = STATES.indexOf(a) * STATES.length + STATES.indexOf(b);
      if (!this.pairs.has(both)) this.pairs.set(both, { states: [a, b], state });
    }
  }

  /** The outcome after all states have been visited. */
  private ended(): Outcome {
    const { edges, reached, watch } = this;
    const stuck = edges?.stuck(reached, (state) => this.acts.spent.total(reached.usedOf(state)));
    if (stuck !== undefined) {
      const faults = this.acts.spent.total(reached.usedOf(stuck));
      return { ...this.figures(), kind: 'broken', path: this.pathTo(stuck), faults };
    }
    return { ...this.figures(), kind: watch.isIdle() ? 'idle' : 'holds' };
  }

  private pathTo(state: number): Path {
    return pathTo(this.reached, state);
  }

  private pathBy({ parent, act }: Break): Path {
    return [...this.pathTo(parent), act];
  }

  private figures(): Figures {
    return {
      states: this.reached.size - this.dropped,
      transitions: this.transitions,
      byFaults: Array.from(this.byFaults, (n) => n),
      longest: this.longest,
      atRest: this.atRest,
      pairs: [...this.pairs.values()].map(({ states, state }) => ({ states, path: this.pathTo(state) })),
      rows: [...this.rows].map(([row, step]) => ({ row, path: this.pathBy(step) })),
    };
  }
}

/** The acts that lead to a state. */
export function pathTo(reached: Reached, state: number): Path {
  const path: number[] = [];
  for (let at = state; reached.parentOf(at) >= 0; at = reached.parentOf(at)) path.push(reached.actOf(at));
  return path.reverse();
}
