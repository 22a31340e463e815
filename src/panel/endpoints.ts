/** Both endpoints at a step: their variables, what changed, and the sequence space of each direction. */
import type { Seq } from '../wire/seq';
import { OWES_ACK, OWES_REPLY_ACK, OWES_SYN_ACK, peerMss, usesTimestamps, type Tcb } from '../tcp/tcb';
import type { Endpoint, EndId } from '../sim/world';
import { before, type Step, type Trace } from '../trace/trace';
import { threeForms } from '../diagram/build';
import type { Num } from '../diagram/model';
import { rulerOf, type Ruler } from '../diagram/ruler';
import { duration } from '../diagram/terms';
import type { Say } from '../words/words';
import type { Cell, Inspection, Variable } from './inspection';
import { nameOf, peerOf } from './moment';

function same(text: string): Num {
  return [text, text, text];
}

const DASH = same('–');

interface Field {
  /** The name in the standard, or an id of a name in words. */
  readonly name: string;
  readonly label?: string;
  readonly show: (trace: Trace, end: EndId, endpoint: Endpoint, say: Say) => Num;
  /** Shown only where some end has something to show. */
  readonly quiet?: true;
}

function isOpen(tcb: Tcb): boolean {
  return tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
}

/** A field in the numbering of the end itself, known once it has opened. */
function own(name: string, pick: (tcb: Tcb) => Seq): Field {
  return { name, show: (trace, end, { tcb }) => (isOpen(tcb) ? threeForms(trace, end, pick(tcb)) : DASH) };
}

/** A field in the numbering of the peer, known once its SYN has arrived. */
function peers(name: string, pick: (tcb: Tcb) => Seq): Field {
  return {
    name,
    show: (trace, end, { tcb }) =>
      isOpen(tcb) && tcb.synchronised ? threeForms(trace, peerOf(trace, end), pick(tcb)) : DASH,
  };
}

/** A field that has something to say at times only; undefined says nothing. */
function quiet(name: string, pick: (tcb: Tcb, say: Say) => string | number | undefined, label?: string): Field {
  const show: Field['show'] = (_trace, _end, { tcb }, say) => {
    const value = isOpen(tcb) ? pick(tcb, say) : undefined;
    return value === undefined ? DASH : same(String(value));
  };
  return { name, quiet: true, show, ...(label === undefined ? {} : { label }) };
}

function owedText({ tcb, resets }: Endpoint, say: Say): string {
  const parts: string[] = [];
  if ((tcb.owed & OWES_SYN_ACK) !== 0) parts.push('SYN,ACK');
  if ((tcb.owed & (OWES_ACK | OWES_REPLY_ACK)) !== 0) parts.push('ACK');
  if (resets.length > 0) parts.push('RST');
  return parts.length > 0 ? parts.join(', ') : say('panel/owes-nothing');
}

const positive = (n: number): number | undefined => (n > 0 ? n : undefined);

const FIELDS: readonly Field[] = [
  { name: 'STATE', show: (_trace, _end, { tcb }) => same(tcb.state) },
  own('SND.UNA', (tcb) => tcb.sndUna),
  own('SND.NXT', (tcb) => tcb.sndNxt),
  {
    name: 'SND.WND',
    show: (_trace, _end, { tcb }) => (tcb.synchronised && isOpen(tcb) ? same(String(tcb.sndWnd)) : DASH),
  },
  peers('RCV.NXT', (tcb) => tcb.rcvNxt),
  { name: 'RCV.WND', show: (_trace, _end, { tcb }) => (isOpen(tcb) ? same(String(tcb.rcvWnd)) : DASH) },
  own('ISS', (tcb) => tcb.iss),
  peers('IRS', (tcb) => tcb.irs),
  { name: 'owes', label: 'panel/owes', show: (_trace, _end, endpoint, say) => same(owedText(endpoint, say)) },
  quiet('MSS', (tcb) => (tcb.synchronised ? peerMss(tcb) : undefined)),
  quiet('Snd.Wind.Shift', (tcb) => positive(tcb.opening.sndShift), 'inspect/name-shift'),
  quiet('RTO', ({ timers }) => (timers.retransmitAt === undefined ? undefined : duration(timers.rto))),
  quiet(
    'TIMER',
    ({ timers: { retransmitAt: at } }) => (at === undefined ? undefined : duration(at)),
    'inspect/name-timer',
  ),
  quiet('TIMEOUTS', ({ timers }) => positive(timers.loss.timeouts), 'inspect/name-timeouts'),
  quiet('SRTT', ({ timers }) =>
    timers.rtt && timers.rtt.srtt > 0 ? duration(Math.round(timers.rtt.srtt)) : undefined,
  ),
  quiet('DUPACKS', (tcb) => positive(tcb.duplicateAcks), 'inspect/name-dupacks'),
  quiet('cwnd', ({ congestion }) => positive(congestion.cwnd)),
  quiet('ssthresh', ({ congestion: { ssthresh: s } }) => (s < Number.MAX_SAFE_INTEGER ? s : undefined)),
  quiet('TS.Recent', (tcb) => (usesTimestamps(tcb) ? tcb.ts.recent : undefined)),
  quiet('UNREAD', (tcb) => positive(tcb.unread), 'inspect/name-unread'),
  quiet('2MSL', ({ timeWaitEnd: at }) => (at === undefined ? undefined : duration(at))),
];

/** Both sides of the connection that the step is about; of the first one where it is about none. */
export function endsOf(trace: Trace, step: Step | undefined): EndId[] {
  const main = ((): EndId => {
    switch (step?.kind) {
      case 'segment':
      case 'deliver':
      case 'drop':
      case 'duplicate':
        return Math.min(step.sent.from, step.sent.to);
      case 'call':
      case 'icmp':
      case 'given':
      case 'forget':
      case 'timer':
        return step.end;
      case 'wait':
      case 'expect':
      case 'note':
      case undefined:
        return 0;
    }
  })();
  const end = trace.cast.ends[main];
  if (!end) return [];
  const pair = end.peer === end.id || !trace.cast.ends[end.peer] ? [end.id] : [end.id, end.peer];
  // In the order in which the lifelines stand.
  return pair.sort((a, b) => (trace.cast.ends[a]?.host ?? 0) - (trace.cast.ends[b]?.host ?? 0));
}

function equal(a: Num, b: Num): boolean {
  return a.every((text, i) => text === b[i]);
}

export function endpointsOf(trace: Trace, at: number, say: Say): Extract<Inspection, { tab: 'endpoints' }> {
  const step = trace.steps[at];
  const was = before(trace, Math.max(0, at)).ends;
  const is = step?.after.ends ?? was;
  const ends = endsOf(trace, step);
  const variables = FIELDS.map((field): Variable & { readonly hidden: boolean } => {
    const cells = ends.map((end): Cell => {
      const [a, b] = [was.get(end), is.get(end)];
      const now = b ? field.show(trace, end, b, say) : DASH;
      const old = a ? field.show(trace, end, a, say) : DASH;
      return equal(now, old) ? { now } : { now, was: old };
    });
    const name = field.label === undefined ? field.name : say(field.label);
    const hidden = field.quiet === true && cells.every((cell) => cell.was === undefined && cell.now === DASH);
    return { name, about: say(`inspect/${field.name}`), cells, hidden };
  });
  const rulers = ends.flatMap((end): Ruler[] => {
    const peer = peerOf(trace, end);
    const names = { sender: nameOf(trace, end), receiver: nameOf(trace, peer) };
    const made = rulerOf(names, is.get(end)?.tcb, is.get(peer)?.tcb, (n) => threeForms(trace, end, n));
    return made ? [made] : [];
  });
  return {
    tab: 'endpoints',
    ends: ends.map((end) => nameOf(trace, end)),
    variables: variables.filter((v) => !v.hidden).map(({ name, about, cells }) => ({ name, about, cells })),
    rulers,
  };
}
