/** An `explore` line as a search, and a way that the search has found as a flow. */
import { type Bounds, type Claim, type Path, replay } from '../explore';
import { type ExploreStatement, type Line, createParser, formatted, parseLine } from '../script';
import { type Meaning, check, meaningAt, rolesOf, scopeBefore } from '../check';
import type { Cast, Setting, World } from '../sim';
import { type Trace, namedFlights } from '../trace';
import { titled } from './branch';
import { linesOf } from './lines';

/** The arguments of a search. */
export interface Exploration {
  readonly world: World;
  readonly setting: Setting;
  readonly bounds: Bounds;
  readonly claim: Claim;
}

/** The search that a line (from 0) asks for; undefined if it asks for none, or names what the flow does not have. */
export function explorationAt(trace: Trace, line: number): Exploration | undefined {
  const { statement, broken = true } = trace.script.lines[line] ?? {};
  const meaning = meaningAt(trace, line);
  if (statement?.kind !== 'explore' || broken || meaning === undefined) return undefined;
  const bounds = boundsOf(statement, meaning);
  const claim = claimOf(statement, meaning);
  if (bounds === undefined || claim === undefined) return undefined;
  return { world: meaning.world, setting: settingAt(trace, line), bounds, claim };
}

/** Bounds and claim of an `explore` line as they are written, without the keyword. */
export function claimText({ statement, text = '' }: Partial<Line>): string {
  return text.slice(statement?.start, statement?.end).replace(/^\S+\s*/, '');
}

/** The setting of a search. A side whose host listens above the line answers again once its connection is over. */
function settingAt(trace: Trace, line: number): Setting {
  const { cast, configs, roles, tls } = rolesOf(trace);
  return {
    cast,
    configs,
    roles: roles.map(({ bound, listens, servesFrom = Infinity }) => ({
      bound: { receive: bound.receive },
      listens: listens || servesFrom < line,
    })),
    tls,
  };
}

function boundsOf({ allowed }: ExploreStatement, { end }: Meaning): Bounds | undefined {
  const bounds = {
    faults: [] as Bounds['faults'][number][],
    calls: [] as Bounds['calls'][number][],
    crashes: [] as Bounds['crashes'][number][],
    forges: [] as Bounds['forges'][number][],
    isnRepeats: false,
  };
  for (const item of allowed) {
    const who = item.kind === 'fault' ? item.from : item.kind === 'forge' ? item.spoofing : undefined;
    const from = who && end(who);
    if (who !== undefined && from === undefined) return undefined;
    switch (item.kind) {
      case 'fault':
        bounds.faults.push({
          kind: item.fault,
          most: item.most.value,
          flags: item.flags?.bits,
          data: item.data !== undefined,
          from,
        });
        break;
      case 'forge':
        bounds.forges.push({ most: item.most.value, skill: item.skill.text, spoofing: from });
        break;
      case 'crash': {
        const crashing = end(item.who);
        if (crashing === undefined) return undefined;
        bounds.crashes.push({ end: crashing, most: item.most.value });
        break;
      }
      case 'call': {
        const calling = end(item.who, item.peer ?? item.who.peer);
        if (calling === undefined) return undefined;
        bounds.calls.push({ end: calling, call: item.call.text, count: item.count?.value });
        break;
      }
      case 'isn':
        bounds.isnRepeats = true;
        break;
    }
  }
  return bounds;
}

function claimOf({ claim }: ExploreStatement, { condition }: Meaning): Claim | undefined {
  if (claim.kind === 'named') return { kind: 'named', name: claim.name.text };
  const items = claim.items.map(condition);
  const known = items.filter((item) => item !== undefined);
  return known.length < items.length ? undefined : { kind: claim.kind, items: known };
}

/** Names for a forger that the flow does not use. */
const FORGERS = ['mallory', 'eve', 'trudy', 'forger'];

/** Texts of a flow that a search has found. */
export interface FoundTexts {
  /** Its title; undefined to keep that of the old flow. */
  readonly title?: string | undefined;
  /** A comment for a flow that the checker finds errors in, so that it proves nothing. */
  readonly doubt: string;
}

/**
 * The flow that leads to what a search has found: the lines above the `explore` line, the lines of the way, and an
 * `expect` of the states in which it ends. It is checked like any other.
 */
export function counterexample(
  trace: Trace,
  line: number,
  { world, setting, bounds }: Exploration,
  path: Path,
  { title, doubt }: FoundTexts,
): string {
  const { happened, world: end } = replay(world, setting, bounds, path);
  const { cast, configs, arrows, hostByName } = rolesOf(trace);
  const scope = scopeBefore(trace, line);
  const lines = linesOf(happened, {
    cast,
    configs,
    refs: new Map(arrows.all.map(({ from, to, end: of }) => [of, [from, to]])),
    taken: new Set(scope.names.keys()),
    inFlight: new Map(namedFlights(world, scope).map(([name, { id }]) => [id, name])),
    forger: FORGERS.find((name) => !hostByName.has(name)) ?? 'mallory',
    isnRepeats: bounds.isnRepeats,
    clock: world.clock,
  });
  const above = linesAbove(trace, line);
  const way = formatted({ lines: [...lines, expected(trace, end)].map((text) => parseLine(text)) });
  const written = (hosts: readonly string[]): { readonly flow: string; readonly checked: Trace } => {
    const first = above.findIndex(({ statement }) => statement !== undefined && !HEADS.has(statement.kind));
    const texts = [...above.map((one) => one.text), ...way];
    const text = texts.toSpliced(first < 0 ? above.length : first, 0, ...hosts);
    const flow = [...(title === undefined ? text : titled(text, trace, title)), ''].join('\n');
    return { flow, checked: check(createParser().parse(flow)) };
  };
  const plain = written([]);
  const { flow, checked } = hasAddresses(plain.checked, cast) ? plain : written(hostLines(cast, above));
  return checked.findings.some(({ level }) => level === 'error') ? `# ${doubt}\n${flow}` : flow;
}

/** The lines above a line (from 0), but those that explore. */
function linesAbove({ script }: Trace, line: number): readonly Line[] {
  return script.lines.slice(0, line).filter(({ statement }) => statement?.kind !== 'explore');
}

/** The flow in which the calls of an `explore` line are given one after another, and no fault strikes; its title is `title`. */
export function undisturbed(trace: Trace, line: number, title: string): string {
  const { statement, text } = trace.script.lines[line] ?? {};
  if (statement?.kind !== 'explore' || text === undefined) return '';
  const calls = statement.allowed.flatMap((item) => (item.kind === 'call' ? [text.slice(item.start, item.end)] : []));
  const lines = [...linesAbove(trace, line).map((one) => one.text), ...calls.flatMap((call) => [call, 'run'])];
  return [...titled(lines, trace, title), ''].join('\n');
}

/** Statements that stand at the head of a flow. */
const HEADS: ReadonlySet<string> = new Set(['flow', 'profile', 'variant', 'host', 'today', 'certificate']);

/**
 * True if the sides of a flow have the addresses and ports of a cast. Hosts that a flow does not declare have them by the
 * order in which its lines name them, and ISNs follow from them.
 */
function hasAddresses(trace: Trace, { hosts, ends }: Cast): boolean {
  const { cast } = rolesOf(trace);
  return hosts.every(({ name, address, ends: own }) => {
    const host = cast.hosts.find((other) => other.name === name);
    const ports = own.map((end) => ends[end]?.port).join();
    return host?.address === address && host.ends.map((end) => cast.ends[end]?.port).join() === ports;
  });
}

/** The hosts of a cast that no line declares, as lines. */
function hostLines({ hosts, ends }: Cast, above: readonly Line[]): string[] {
  const declared = new Set(above.flatMap(({ statement: s }) => (s?.kind === 'host' ? [s.name.text] : [])));
  return hosts
    .filter(({ name }) => !declared.has(name))
    .map(({ name, address, ends: own }) => {
      const port = own.length === 1 && own[0] !== undefined ? `:${ends[own[0]]?.port ?? 0}` : '';
      return `host ${name} ${address}${port}`;
    });
}

/** The states of all sides that a host has, as an `expect` line. */
function expected(trace: Trace, world: World): string {
  const { cast, arrows } = rolesOf(trace);
  const ends = cast.hosts.flatMap((host) => host.ends);
  const items = ends.map((end) => {
    const ref = arrows.all.find((arrow) => arrow.end === end)?.from ?? cast.ends[end]?.name ?? '';
    return `${ref} ${world.ends.get(end)?.tcb.state ?? 'CLOSED'}`;
  });
  return `expect ${items.join(', ')}`;
}
