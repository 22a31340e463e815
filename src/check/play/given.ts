/**
 * Plays `given A STATE …` in a flow that begins in the middle of a connection: it gives the known facts of a side; all
 * others are unknown. A side without `given` gets the state that its peer's makes likely, and no known facts.
 */
import { type EndId, type Endpoint, endpointOf, infoOf, nextIss } from '../../sim';
import type { Expr, Fact, GivenStatement } from '../../script';
import { MOST_WINDOW, type State } from '../../tcp';
import { type Seq, seq } from '../../wire';
import { begin, type Known } from './begin';
import { endFor } from './ends';
import { evaluate } from './evaluate';
import { bind, namesIn } from './names';
import { addBase, push, report, stepsBack, type Player } from './player';
import { agree } from './evidence';
import { durationOf } from './time';
import { FLOW_RULES } from '../../trace';

export function playGiven(p: Player, s: GivenStatement): void {
  const end = endFor(p, s.who);
  if (end === undefined) return;
  const before = endpointOf(p.world, end);
  const { peer } = infoOf(p, end);
  const state = s.state.text as State;
  if (hasActed(before) || hasActed(endpointOf(p.world, peer)) || isGivenAbove(p, end)) {
    report(p, FLOW_RULES['flow/given-late'], s, { args: { host: infoOf(p, end).name } });
    return;
  }
  bindNames(p, s, end);
  begin(p, end, state, knownOf(p, s));
  if (p.roles.roles[peer]?.given !== true) {
    const likely = likelyPeer(state);
    if (likely !== undefined) begin(p, peer, likely, {});
  }
  agree(p, end);
  push(p, { kind: 'given', end, state });
}

/** True if something has happened at this end already, so that the flow does not begin here. */
function hasActed({ tcb, lastSent, lastHeard, ended }: Endpoint): boolean {
  const isOpen = tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN' && tcb.unknown === 0;
  return lastSent !== undefined || lastHeard !== undefined || isOpen || (ended !== 'never' && tcb.state !== 'CLOSED');
}

function isGivenAbove(p: Player, end: EndId): boolean {
  for (const step of stepsBack(p)) if (step.kind === 'given' && step.end === end) return true;
  return false;
}

/** Binds names without a value to numbers of an assumed connection, or to the value of a `let` below. */
function bindNames(p: Player, s: GivenStatement, end: EndId): void {
  const { peer } = infoOf(p, end);
  for (const fact of s.facts) {
    const expr = exprOf(fact);
    const numbering = fact.key.text === 'rcv.nxt' || fact.key.text === 'irs' ? peer : end;
    for (const name of expr === undefined ? [] : namesIn(expr)) {
      if (p.scope.names.has(name)) continue;
      const value = p.roles.lets.get(name) ?? (isSequence(fact) ? nextIss(p, numbering) : undefined);
      if (value === undefined) continue;
      bind(p, name, { kind: 'number', value });
      if (isSequence(fact)) addBase(p, numbering, seq(value % 2 ** 32), name);
    }
  }
}

const isSequence = ({ key }: Fact): boolean => /^(?:snd\.una|snd\.nxt|rcv\.nxt|iss|irs)$/.test(key.text);

function exprOf({ value }: Fact): Expr | undefined {
  return value !== undefined && 'kind' in value ? value : undefined;
}

function knownOf(p: Player, s: GivenStatement): Known {
  const numbers = new Map<string, number>();
  const words = new Map<string, boolean>();
  for (const fact of s.facts) {
    const { key, value } = fact;
    if (value === undefined) words.set(key.text, true);
    else if ('unit' in value) numbers.set(key.text, durationOf(p, value));
    else if ('text' in value) words.set(key.text, value.text === 'on');
    else {
      const found = evaluate(p, value)?.value;
      if (found !== undefined) numbers.set(key.text, inRange(p, fact, found));
    }
  }
  const number = (key: string): Seq | undefined => {
    const value = numbers.get(key);
    return value === undefined ? undefined : seq(value);
  };
  const off = words.get('wscale');
  return {
    una: number('snd.una'),
    nxt: number('snd.nxt'),
    rcvNxt: number('rcv.nxt'),
    sndWnd: numbers.get('snd.wnd'),
    rcvWnd: numbers.get('rcv.wnd'),
    iss: number('iss'),
    irs: number('irs'),
    mss: numbers.get('mss'),
    wscale: off === undefined ? numbers.get('wscale') : off ? 7 : 'off',
    sack: words.get('sack'),
    timestamps: words.get('timestamps'),
    ecn: words.get('ecn'),
    rto: numbers.get('rto'),
    idle: numbers.get('idle'),
  };
}

const MOST: Readonly<Record<string, number>> = {
  mss: 65535,
  wscale: 14,
  'snd.wnd': MOST_WINDOW,
  'rcv.wnd': MOST_WINDOW,
};

function inRange(p: Player, fact: Fact, value: number): number {
  const name = fact.key.text;
  const max = MOST[name] ?? 0xffff_ffff;
  if (value <= max) return value;
  report(p, FLOW_RULES['flow/setting-range'], fact, { args: { name, written: value, max } });
  return max;
}

/** The most likely state of the peer of a side; undefined for none. */
function likelyPeer(state: State): State | undefined {
  switch (state) {
    case 'CLOSED':
    case 'LISTEN':
    case 'SYN-SENT':
      return undefined;
    case 'SYN-RECEIVED':
    case 'ESTABLISHED':
    case 'FIN-WAIT-1':
      return 'ESTABLISHED';
    case 'FIN-WAIT-2':
      return 'CLOSE-WAIT';
    case 'CLOSE-WAIT':
    case 'LAST-ACK':
      return 'FIN-WAIT-2';
    case 'CLOSING':
      return 'CLOSING';
    case 'TIME-WAIT':
      return 'LAST-ACK';
  }
}
