/** Both endpoints at a step: their variables, what changed, and the sequence space of each direction. */
import {
  type Step,
  type ThreeForms,
  type Trace,
  before,
  duration,
  formsFrom,
  givenEnds,
  isPresumed,
  threeForms,
} from '../trace';
import { rulerOf, type Ruler } from './ruler';
import type { Seq } from '../wire';
import {
  IDLE,
  ISS,
  OWES_ACK,
  OWES_REPLY_ACK,
  OWES_SYN_ACK,
  PEER_MSS,
  RCV_NXT,
  RCV_WND,
  RTT,
  type Reason,
  SND_NXT,
  SND_SHIFT,
  SND_UNA,
  SND_WND,
  STAMP,
  TIMESTAMPS,
  type Tcb,
  WND_SCALE,
  peerMss,
  usesTimestamps,
} from '../tcp';
import type { EndId, Endpoint, World } from '../sim';
import type { Say } from '../words/words';
import { nameOf, peerOf } from './moment';
import { endOfStep } from './secured';

/** The value of a variable at one end, with the value before the step if it changed. */
export interface Cell {
  readonly now: ThreeForms;
  readonly was?: ThreeForms;
  /** The reason why the value is unknown or uncertain; absent for a certain value. */
  readonly because?: string;
}

export interface Variable {
  /** The variable's name in RFC 9293: `SND.UNA`. */
  readonly name: string;
  /** The variable's meaning in the user's language. */
  readonly about: string;
  /** One cell for each end, in the order of `Endpoints.ends`. */
  readonly cells: readonly Cell[];
}

function same(text: string): ThreeForms {
  return [text, text, text];
}

const DASH = same('–');

interface Field {
  /** The name in the standard. */
  readonly name: string;
  /** Message id of the name, for a variable without a name in the standard. */
  readonly label?: string;
  /** Gives the reason why the value is unknown, for a side in the middle of a connection; undefined if it is known. */
  readonly why?: (tcb: Tcb, peer: Tcb | undefined) => Reason | undefined;
  readonly show: (trace: Trace, end: EndId, endpoint: Endpoint, say: Say) => ThreeForms;
  /** If true, the row is shown only if some end has a value. */
  readonly quiet?: true;
}

function isOpen(tcb: Tcb): boolean {
  return tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
}

/** Gives the reason if one of these facet bits of `tcp/unknown.ts` is set. */
const unless =
  (bits: number, reason: Reason): NonNullable<Field['why']> =>
  ({ unknown }) =>
    (unknown & bits) === 0 ? undefined : reason;

/** Gives the reason for a variable that only the handshake tells, if the flow begins in the middle of the connection. */
const fromSyns: NonNullable<Field['why']> = ({ opening }) => (opening.below === undefined ? undefined : 'not-captured');

/** A row for one of the end's own sequence numbers, known once the end has opened the connection. */
function own(name: string, bit: number, pick: (tcb: Tcb) => Seq): Field {
  return {
    name,
    why: unless(bit, bit === ISS ? 'syn-not-captured' : 'not-captured'),
    show: (trace, end, { tcb }) => (isOpen(tcb) ? formsFrom(trace, end, pick(tcb), tcb.iss) : DASH),
  };
}

/** A row for one of the peer's sequence numbers, known once the peer's SYN has arrived. */
function peers(name: string, why: NonNullable<Field['why']>, pick: (tcb: Tcb) => Seq): Field {
  return {
    name,
    why,
    show: (trace, end, { tcb }) =>
      isOpen(tcb) && tcb.synchronised ? formsFrom(trace, peerOf(trace, end), pick(tcb), tcb.irs) : DASH,
  };
}

/** A variable without a value at most times; `undefined` means no value. */
function quiet(
  name: string,
  pick: (tcb: Tcb, say: Say) => string | number | undefined,
  { label, why }: Pick<Field, 'label' | 'why'> = {},
): Field {
  const show: Field['show'] = (_trace, _end, { tcb }, say) => {
    const value = isOpen(tcb) ? pick(tcb, say) : undefined;
    return value === undefined ? DASH : same(String(value));
  };
  return { name, quiet: true, show, ...(label === undefined ? {} : { label }), ...(why === undefined ? {} : { why }) };
}

function owedText({ tcb, resets }: Endpoint, say: Say): string {
  const parts: string[] = [];
  if ((tcb.owed & OWES_SYN_ACK) !== 0) parts.push('SYN,ACK');
  if ((tcb.owed & (OWES_ACK | OWES_REPLY_ACK)) !== 0) parts.push('ACK');
  if (resets.length > 0) parts.push('RST');
  return parts.length > 0 ? parts.join(', ') : say('panel/owes-nothing');
}

/** SND.WND as text; a lower bound if the window's shift count is unknown. */
function sndWndText({ sndWnd, unknown }: Tcb): string {
  return (unknown & WND_SCALE) === 0 ? String(sndWnd) : `≥ ${sndWnd}`;
}

/** Gives the reason for a timer value while the retransmission timer runs and the round-trip time is unknown. */
const whileTimed: NonNullable<Field['why']> = ({ timers, unknown }) =>
  timers.retransmitAt !== undefined && (unknown & RTT) !== 0 ? 'not-captured' : undefined;

const positive = (n: number): number | undefined => (n > 0 ? n : undefined);

const FIELDS: readonly Field[] = [
  { name: 'STATE', show: (_trace, _end, { tcb }) => same(tcb.state) },
  own('SND.UNA', SND_UNA, (tcb) => tcb.sndUna),
  own('SND.NXT', SND_NXT, (tcb) => tcb.sndNxt),
  {
    name: 'SND.WND',
    why: unless(SND_WND, 'not-captured'),
    show: (_trace, _end, { tcb }) => (tcb.synchronised && isOpen(tcb) ? same(sndWndText(tcb)) : DASH),
  },
  peers('RCV.NXT', unless(RCV_NXT, 'not-captured'), (tcb) => tcb.rcvNxt),
  {
    name: 'RCV.WND',
    why: unless(RCV_WND, 'not-captured'),
    show: (_trace, _end, { tcb }) => (isOpen(tcb) ? same(String(tcb.rcvWnd)) : DASH),
  },
  own('ISS', ISS, (tcb) => tcb.iss),
  peers(
    'IRS',
    (_tcb, peer) => peer && unless(ISS, 'syn-not-captured')(peer, undefined),
    (tcb) => tcb.irs,
  ),
  { name: 'owes', label: 'panel/owes', show: (_trace, _end, endpoint, say) => same(owedText(endpoint, say)) },
  quiet('MSS', (tcb) => (tcb.synchronised ? peerMss(tcb) : undefined), { why: unless(PEER_MSS, 'syn-not-captured') }),
  quiet('Snd.Wind.Shift', (tcb) => positive(tcb.opening.sndShift), {
    label: 'inspect/name-shift',
    why: unless(SND_SHIFT, 'syn-not-captured'),
  }),
  quiet('RTO', ({ timers }) => (timers.retransmitAt === undefined ? undefined : duration(timers.rto)), {
    why: whileTimed,
  }),
  quiet('TIMER', ({ timers: { retransmitAt: at } }) => (at === undefined ? undefined : duration(at)), {
    label: 'inspect/name-timer',
    why: whileTimed,
  }),
  quiet('TIMEOUTS', ({ timers }) => positive(timers.loss.timeouts), { label: 'inspect/name-timeouts' }),
  quiet('SRTT', ({ timers }) =>
    timers.rtt && timers.rtt.srtt > 0 ? duration(Math.round(timers.rtt.srtt)) : undefined,
  ),
  quiet('DUPACKS', (tcb) => positive(tcb.duplicateAcks), { label: 'inspect/name-dupacks' }),
  quiet('cwnd', ({ congestion }) => positive(congestion.cwnd), { why: fromSyns }),
  quiet('ssthresh', ({ congestion: { ssthresh: s } }) => (s < Number.MAX_SAFE_INTEGER ? s : undefined), {
    why: (tcb) => (tcb.congestion.ssthresh < Number.MAX_SAFE_INTEGER ? fromSyns(tcb, undefined) : undefined),
  }),
  quiet('TS.Recent', (tcb) => (usesTimestamps(tcb) ? tcb.ts.recent : undefined), {
    why: ({ unknown }) =>
      (unknown & TIMESTAMPS) !== 0 ? 'syn-not-captured' : (unknown & STAMP) !== 0 ? 'not-captured' : undefined,
  }),
  quiet('UNREAD', (tcb) => positive(tcb.unread), { label: 'inspect/name-unread' }),
  quiet('2MSL', ({ timeWaitEnd: at }) => (at === undefined ? undefined : duration(at)), {
    why: ({ timeWaitEnd, unknown }) =>
      timeWaitEnd !== undefined && (unknown & IDLE) !== 0 ? 'not-captured' : undefined,
  }),
];

/** An end of the connection that a step belongs to; undefined for a step without a connection. */
function endOf(step: Step | undefined): EndId | undefined {
  return step !== undefined && 'sent' in step ? Math.min(step.sent.from, step.sent.to) : endOfStep(step);
}

/**
 * Both ends of the connection of step `at`. For a step without a connection: the ends of the nearest earlier step that
 * has one, or else of the next step that has one.
 */
export function endsOf({ steps, cast }: Trace, at: number): EndId[] {
  let own: EndId | undefined;
  for (let i = at; own === undefined && i >= 0; i--) own = endOf(steps[i]);
  for (let i = at + 1; own === undefined && i < steps.length; i++) own = endOf(steps[i]);
  const end = cast.ends[own ?? 0];
  if (!end) return [];
  const pair = end.peer === end.id || !cast.ends[end.peer] ? [end.id] : [end.id, end.peer];
  // Both ends in the order of their lifelines in the diagram.
  return pair.sort((a, b) => (cast.ends[a]?.host ?? 0) - (cast.ends[b]?.host ?? 0));
}

function equal(a: ThreeForms, b: ThreeForms): boolean {
  return a.every((text, i) => text === b[i]);
}

const NONE: ReadonlySet<EndId> = new Set();

/** The reason why a shown value is uncertain. */
function becauseOf({ name }: Field, endpoint: Endpoint, isGiven: boolean, say: Say): string | undefined {
  if (name === 'STATE') return isPresumed(endpoint, isGiven) ? say('inspect/because-peer') : undefined;
  const isLeast = name === 'SND.WND' && isOpen(endpoint.tcb) && (endpoint.tcb.unknown & WND_SCALE) !== 0;
  return isLeast ? say('open/syn-not-captured') : undefined;
}

/** Both ends of a connection at a step: their variables and the sequence space of each direction. */
export interface Endpoints {
  /** The names of both ends. */
  readonly ends: readonly string[];
  readonly variables: readonly Variable[];
  readonly rulers: readonly Ruler[];
}

export function endpointsOf(trace: Trace, at: number, say: Say): Endpoints {
  const step = trace.steps[at];
  const was = before(trace, Math.max(0, at)).ends;
  const is = step?.after.ends ?? was;
  const ends = endsOf(trace, at);
  const given = ends.some((end) => (is.get(end)?.tcb.unknown ?? 0) !== 0) ? givenEnds(trace) : NONE;
  const variables = FIELDS.map((field): Variable & { readonly hidden: boolean } => {
    const shown = (end: EndId, { ends: all }: Pick<World, 'ends'>): Cell => {
      const endpoint = all.get(end);
      if (!endpoint) return { now: DASH };
      const why = isOpen(endpoint.tcb) ? field.why?.(endpoint.tcb, all.get(peerOf(trace, end))?.tcb) : undefined;
      if (why !== undefined) return { now: same(say('inspect/unknown')), because: say(`open/${why}`) };
      const now = field.show(trace, end, endpoint, say);
      const because = becauseOf(field, endpoint, given.has(end), say);
      return because === undefined ? { now } : { now, because };
    };
    const cells = ends.map((end): Cell => {
      const now = shown(end, { ends: is });
      const { now: old } = shown(end, { ends: was });
      return equal(now.now, old) ? now : { ...now, was: old };
    });
    const name = field.label === undefined ? field.name : say(field.label);
    const hidden = field.quiet === true && cells.every((cell) => cell.was === undefined && cell.now === DASH);
    return { name, about: say(`inspect/${field.name}`), cells, hidden };
  });
  const rulers = ends.flatMap((end): Ruler[] => {
    const peer = peerOf(trace, end);
    const names = { sender: nameOf(trace, end), receiver: nameOf(trace, peer) };
    const isn = is.get(end)?.tcb.iss;
    const forms = (n: Seq): ThreeForms =>
      isn === undefined ? threeForms(trace, end, n) : formsFrom(trace, end, n, isn);
    const made = rulerOf(names, is.get(end)?.tcb, is.get(peer)?.tcb, forms);
    return made ? [made] : [];
  });
  return {
    ends: ends.map((end) => nameOf(trace, end)),
    variables: variables.filter((v) => !v.hidden).map(({ name, about, cells }) => ({ name, about, cells })),
    rulers,
  };
}
