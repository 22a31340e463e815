/**
 * A step told in plain words, as one of two images: two people who write letters to each other, or who talk on the
 * telephone. The text follows only from states, segment and fate (arrived, lost, dropped), so every flow has one.
 * Numbers and rules are in the story only.
 *
 * A step has up to three sentences: the act of the sender, its fate, and what the receiver learns from it. The limits
 * of each analogy are in the text `panel/plain-IMAGE-limits`.
 */
import type { Step, Trace } from '../trace';
import { ACK, FIN, RST, SYN, add, has, lt } from '../wire';
import type { EndId, Move, Sent } from '../sim';
import type { RowId } from '../tcp';
import type { Say } from '../words/words';
import { type Moment, endpointBefore, momentOf, nameOf, peerOf, tcbBefore } from './moment';

export const IMAGES = ['letters', 'call'] as const;
export type Image = (typeof IMAGES)[number];

/** The text for step `at`; empty if the images have no sentence for this kind of step. */
export function plainOf(trace: Trace, at: number, say: Say, image: Image): string {
  const step = trace.steps[at];
  if (step === undefined) return '';
  const m = momentOf(trace, at, step, say, 'symbolic');
  const told = sentences(m, step).map(({ id, host }) =>
    say(`plain/${image}/${id}`, { host: nameOf(trace, host), peer: nameOf(trace, peerOf(trace, host)) }),
  );
  return told.length === 0 ? '' : told.reduce((first, second) => say('plain/join', { first, second }));
}

/** A sentence, and the end that it is about. */
interface Sentence {
  readonly id: string;
  readonly host: EndId;
}

function sentences(m: Moment, step: Step): Sentence[] {
  switch (step.kind) {
    case 'segment': {
      const { sent, fate } = step;
      if (fate === 'not-sent') return [];
      const act = actOf(m, sent);
      const first = { id: act, host: sent.from };
      if (fate === 'lost') return [first, { id: lossOf(act), host: sent.from }];
      if (fate === 'open') return [first, { id: 'open', host: sent.from }];
      if (fate === 'in-flight') return [first, { id: 'in-flight', host: sent.from }];
      if (fate === 'dropped') return [first, { id: 'dropped', host: sent.to }];
      return act === 'probe' ? [first] : [first, ...heard(step.moves, sent.to)];
    }
    case 'deliver':
    case 'duplicate': {
      const { sent } = step;
      const first = { id: step.kind === 'deliver' ? 'late' : 'copy', host: sent.from };
      return [first, ...(step.fate === 'dropped' ? [{ id: 'dropped', host: sent.to }] : heard(step.moves, sent.to))];
    }
    case 'drop':
      return [{ id: 'lost-other', host: step.sent.from }];
    case 'call':
      return step.call === 'listen' ? [{ id: 'listen', host: step.end }] : [];
    case 'timer':
      return expired(step.moves, step.end);
    case 'forget':
      return [{ id: 'forgets', host: step.end }];
    default:
      return [];
  }
}

/** The act of a segment's sender. */
function actOf(m: Moment, sent: Sent): string {
  const { from, segment, spoofed, repeats } = sent;
  if (spoofed !== undefined) return 'forged';
  if (has(segment, RST)) return (endpointBefore(m, from)?.resets.length ?? 0) > 0 ? 'refuse' : 'abort';
  const again = repeats === undefined ? '' : '-again';
  const x = tcbBefore(m, from);
  if (has(segment, SYN)) {
    if (!has(segment, ACK)) return `syn${again}`;
    return x.opening.origin === 'active' && again === '' ? 'synack-crossed' : `synack${again}`;
  }
  if (has(segment, FIN)) {
    if (again !== '') return 'fin-again';
    return x.state === 'CLOSE-WAIT' || x.finRcvd !== undefined ? 'fin-second' : 'fin';
  }
  if (x.synchronised && x.sndUna === x.sndNxt && segment.seq === add(x.sndNxt, -1) && segment.len <= 1) return 'probe';
  if (segment.len > 0) return `data${again}`;
  return ackOf(m, sent);
}

/** The purpose of an ACK without data. */
function ackOf(m: Moment, { from, segment }: Sent): string {
  const x = tcbBefore(m, from);
  const last = endpointBefore(m, from)?.lastHeard;
  if (x.finRcvd !== undefined && lt(x.finRcvd, segment.ack)) {
    if (x.state !== 'TIME-WAIT') return x.state === 'CLOSE-WAIT' ? 'ack-fin' : 'ack-fin-both';
    return last?.repeats === undefined && last?.copyOf === undefined ? 'ack-last' : 'ack-last-again';
  }
  if (last === undefined) return 'ack';
  if (has(last.segment, SYN) && has(last.segment, ACK)) return 'ack-syn';
  // A segment with the number before RCV.NXT and without data was a keepalive probe.
  return last.segment.len === 0 &&
    !has(last.segment, SYN) &&
    add(last.segment.seq, 1) === x.rcvNxt &&
    segment.ack === x.rcvNxt
    ? 'ack-probe'
    : 'ack';
}

const LOSSES: Readonly<Record<string, string>> = {
  syn: 'lost-syn',
  synack: 'lost-synack',
  'synack-crossed': 'lost-synack',
  'ack-syn': 'lost-ack-syn',
  data: 'lost-data',
  ack: 'lost-ack',
  fin: 'lost-fin',
  'fin-second': 'lost-fin',
  'ack-fin': 'lost-ack-fin',
  'ack-fin-both': 'lost-ack-fin',
  'ack-last': 'lost-ack-last',
};

/** The sentence on the loss of a segment, by the sender's act. */
function lossOf(act: string): string {
  return LOSSES[act] ?? LOSSES[act.replace(/-again$/, '')] ?? 'lost-other';
}

/** The sentences on a receiver, by the row of the transition table that was applied. */
const LEARNT: Readonly<Partial<Record<RowId, string>>> = {
  C02: 'nobody',
  C03: 'nobody',
  S03: 'broken-off',
  E22: 'broken-off',
  E23: 'broken-off',
  E24: 'broken-off',
  E12: 'unfit',
  E52: 'both-know',
  E58: 'known-fin',
  E59: 'known-fin',
  E60: 'all-done',
};

function heard(moves: readonly Move[], to: EndId): Sentence[] {
  const ids = moves.flatMap(({ end, row }) => (end === to ? (LEARNT[row] ?? []) : []));
  return ids.slice(0, 1).map((id) => ({ id, host: to }));
}

function expired(moves: readonly Move[], end: EndId): Sentence[] {
  const own = moves.filter((move) => move.end === end);
  const tells = (row: RowId, over: boolean): boolean =>
    own.some((move) => move.row === row && (move.to === 'CLOSED') === over);
  if (tells('T05', true)) return [{ id: 'waited', host: end }];
  if (tells('T03', true) || tells('T04', true) || tells('T07', true)) return [{ id: 'give-up', host: end }];
  return tells('T01', false) || tells('T02', false) ? [{ id: 'timer', host: end }] : [];
}
