/**
 * A step as one sentence: what was done and why, how the other side processed it, and which states changed. The
 * sentence is built from the rows of the transition table that were applied, never from the script's text.
 */
import {
  FORMS,
  type Fate,
  type NumberForm,
  type Step,
  type ThreeForms,
  type Trace,
  duration,
  givenEnds,
  isPresumed,
} from '../trace';
import { flagNames } from '../wire';
import type { EndId, Sent } from '../sim';
import { visible } from '../script';
import type { State } from '../tcp';
import type { Say } from '../words/words';
import { bytesText, clause, labelOf, momentOf, nameOf, peerOf, tcbAfter, tcbBefore, type Moment } from './moment';
import { callOf, icmpOf, receivingOf, timeoutOf } from './receiving';
import { sayingOf } from './saying';
import { sendingOf, type Told } from './sending';

export interface Story {
  /** The sentence, with its numbers in each form. */
  readonly text: ThreeForms;
  /** Sections of the standards without duplicates, that of the sender's action first. */
  readonly sources: readonly string[];
}

/** A clause and the end that it is about. That end's change of state follows its last clause. */
interface Clause extends Told {
  readonly about: EndId;
}

export function storyOf(trace: Trace, at: number, say: Say): Story {
  const step = trace.steps[at];
  if (!step) {
    const text = say('story/sentence', { text: say('story/start') });
    return { text: [text, text, text], sources: [] };
  }
  const told = FORMS.map((form) => inForm(trace, at, step, say, form));
  const [symbolic, relative, absolute] = told.map((t) => t.text);
  const sources = (told[0]?.clauses ?? []).map((c) => c.source).filter((source) => source !== '');
  return { text: [symbolic ?? '', relative ?? '', absolute ?? ''], sources: [...new Set(sources)] };
}

function inForm(
  trace: Trace,
  at: number,
  step: Step,
  say: Say,
  form: NumberForm,
): { text: string; clauses: readonly Clause[] } {
  if (step.kind === 'note') return { text: visible(step.text), clauses: [] };
  const m = momentOf(trace, at, step, say, form);
  const above = sayingOf(m).map((told): Clause => ({ ...told, about: -1 }));
  const clauses = [...withStates(m, clausesOf(m)), ...above];
  const text = clauses.map((c) => c.text).reduce((first, second) => say('story/join', { first, second }));
  return { text: say('story/sentence', { text }), clauses };
}

/** The clauses of a step; there is at least one. */
function clausesOf(m: Moment): Clause[] {
  const { step, say } = m;
  const about = (end: EndId, told: readonly Told[]): Clause[] => told.map((t) => ({ ...t, about: end }));
  const one = (end: EndId, id: string, args = {}): Clause[] => [{ text: say(id, args), source: '', about: end }];
  switch (step.kind) {
    case 'segment':
      return ofSegment(m, step.sent, step.fate);
    case 'deliver':
    case 'duplicate': {
      const { from, to } = step.sent;
      const id = step.kind === 'deliver' ? 'story/arrives' : 'story/arrives-copy';
      const names = { peer: nameOf(m.trace, from), host: nameOf(m.trace, to), label: labelOf(m, step.sent) };
      return [...one(from, id, names), ...arrivalOf(m, step.sent)];
    }
    case 'drop': {
      const { from, to } = step.sent;
      const names = { peer: nameOf(m.trace, from), host: nameOf(m.trace, to), label: labelOf(m, step.sent) };
      return one(from, 'story/dropped', names);
    }
    case 'call': {
      const told = about(step.end, callOf(m, step.end, step.count, step.moves));
      return told.length > 0 ? told : one(step.end, 'story/nothing');
    }
    case 'icmp': {
      const told = about(step.end, icmpOf(m, step.end, step, step.moves));
      return told.length > 0 ? told : one(step.end, 'story/nothing');
    }
    case 'given':
      return [
        {
          text: say('story/given', { host: nameOf(m.trace, step.end), state: step.state }),
          source: 'RFC 9293 §3.3.2',
          about: step.end,
        },
        ...presumedPeer(m, step.end),
      ];
    case 'forget':
      return [
        { text: say('story/forgets', { host: nameOf(m.trace, step.end) }), source: 'RFC 9293 §3.5.1', about: step.end },
      ];
    case 'leak':
      return one(step.end, 'story/leaks', { host: nameOf(m.trace, step.end) });
    case 'timer': {
      const told = about(step.end, timeoutOf(m, step.end, step.moves));
      return told.length > 0 ? told : one(step.end, 'story/nothing');
    }
    case 'wait':
      return one(-1, 'story/wait', { duration: duration(step.time - m.was.clock) });
    case 'expect': {
      const text = statementText(m.trace, step.line).replace(/^expect\s+/i, '');
      return one(-1, step.findings.length > 0 ? 'story/expect' : 'story/expect-holds', { text });
    }
    case 'note':
      return one(-1, 'story/nothing');
  }
}

function statementText(trace: Trace, line: number): string {
  const l = trace.script.lines[line];
  return visible((l?.comment ? l.text.slice(0, l.comment.start) : (l?.text ?? '')).trim());
}

function ofSegment(m: Moment, sent: Sent, fate: Fate): Clause[] {
  if (fate === 'not-sent') return [unsent(m, sent)];
  const { text, source } = sendingOf(m, sent);
  const peer = nameOf(m.trace, sent.to);
  const about = sent.spoofed === undefined ? sent.from : -1;
  const first = { text, source, about };
  const forgets = m.step.moves.some(({ row }) => row === 'Q06')
    ? [{ text: clause(m, 'Q06', sent.from), source: 'RFC 4987 §3.6', about: sent.from }]
    : [];
  const supposed = sent.supposed !== undefined ? [{ text: m.say('story/supposed'), source: '', about: -1 }] : [];
  if (fate === 'arrived' || fate === 'dropped') return [first, ...forgets, ...supposed, ...arrivalOf(m, sent)];
  if (fate === 'open') {
    const told = { text: m.say('story/open', { peer }), source: '', about: -1 };
    const presumed = { text: m.say('story/open-arrived'), source: '', about: -1 };
    return [first, ...forgets, ...supposed, told, presumed, ...arrivalOf(m, sent)];
  }
  const rest = m.say(fate === 'lost' ? 'story/lost' : 'story/in-flight', { peer });
  return [first, ...forgets, ...supposed, { text: rest, source: '', about: -1 }];
}

/**
 * The clause about the peer of an end that a `given` statement sets: the peer's state follows from that end's state.
 */
function presumedPeer(m: Moment, end: EndId): Clause[] {
  const peer = peerOf(m.trace, end);
  if (peer === end || !isPresumed(m.step.after.ends.get(peer), givenEnds(m.trace).has(peer))) return [];
  const args = { host: nameOf(m.trace, peer), state: tcbAfter(m, peer).state };
  return [{ text: m.say('story/given-peer', args), source: '', about: peer }];
}

/** The clause about a segment that the sender could not send in its state. */
function unsent(m: Moment, sent: Sent): Clause {
  const label = flagNames(sent.segment.flags).join(', ') || m.say('panel/no-flags');
  const args = { label, state: tcbBefore(m, sent.from).state };
  return { text: clause(m, 'not-sent', sent.from, args), source: 'RFC 9293 §3.10', about: sent.from };
}

/** The clauses about the arrival at the receiver. */
function arrivalOf(m: Moment, sent: Sent): Clause[] {
  const { to, segment } = sent;
  const moves = m.step.moves.filter((move) => move.end === to && !move.row.startsWith('U01'));
  const told = receivingOf(m, to, segment, moves);
  if (moves.length === 0 && 'fate' in m.step && m.step.fate === 'dropped') {
    const id = segment.raw === undefined ? 'unread-many' : 'unread';
    told.push({ text: clause(m, id, to), source: segment.raw === undefined ? 'RFC 9293 §3.9.2.3' : 'RFC 9293 §3.1' });
  }
  return told.map((t) => ({ ...t, about: to }));
}

/** The states that an end went through in the step, including the one before; a single entry if nothing changed. */
function pathOf(m: Moment, end: EndId): State[] {
  const path: State[] = [tcbBefore(m, end).state];
  const add = (state: State): void => {
    if (path[path.length - 1] !== state) path.push(state);
  };
  for (const move of m.step.moves) {
    if (move.end !== end) continue;
    add(move.from);
    add(move.to);
  }
  add(tcbAfter(m, end).state);
  return path;
}

/** The clauses with each end's change of state added to the last clause about it, or as a clause of its own. */
function withStates(m: Moment, clauses: readonly Clause[]): Clause[] {
  // A `given` state is no change; the flow begins with it.
  if (m.was.ends === m.step.after.ends || m.step.kind === 'given') return [...clauses];
  const out = [...clauses];
  for (const { id } of m.trace.cast.ends) {
    const path = pathOf(m, id);
    if (path.length < 2 || isToldWith(m, id, path)) continue;
    const states = path.join(' → ');
    const last = out.findLastIndex((c) => c.about === id);
    const spoken = out[last];
    if (spoken) out[last] = { ...spoken, text: m.say('story/state', { text: spoken.text, states }) };
    else out.push({ text: m.say('story/now', { host: nameOf(m.trace, id), states }), source: '', about: id });
  }
  return out;
}

/**
 * True if a call for all connections of a port changed this end's state in the same way as that of the end in the
 * story.
 */
function isToldWith({ trace, step, ...m }: Moment, end: EndId, path: readonly State[]): boolean {
  if (step.kind !== 'call' || step.end === end) return false;
  const [own, other] = [trace.cast.ends[end], trace.cast.ends[step.end]];
  if (own?.host !== other?.host || own?.port !== other?.port) return false;
  return pathOf({ trace, step, ...m }, step.end).join() === path.join();
}

/** The title of a step for lists: who does what. */
export function headline(trace: Trace, step: Step, say: Say): string {
  switch (step.kind) {
    case 'segment':
    case 'deliver':
    case 'duplicate':
    case 'drop': {
      const { from, to, segment } = step.sent;
      const len = segment.len > 0 ? ` · ${bytesText(say, segment.len)}` : '';
      // The flags have the same form as in the diagram.
      const flags = flagNames(segment.flags).join(', ') || say('panel/no-flags');
      return `${nameOf(trace, from)} → ${nameOf(trace, to)}  ${flags}${len}`;
    }
    case 'call':
      return `${nameOf(trace, step.end)}  ${step.call}(${step.count ?? ''})`;
    case 'icmp':
      return `${nameOf(trace, step.end)}  ICMP ${step.error}`;
    case 'given':
      return `${nameOf(trace, step.end)}  given ${step.state}`;
    case 'forget':
      return `${nameOf(trace, step.end)}  forgets`;
    case 'leak':
      return `${nameOf(trace, step.end)}  leak`;
    case 'timer':
      return `${nameOf(trace, step.end)}  ${say(`panel/timer-${step.timer}`)}`;
    case 'wait':
      return statementText(trace, step.line);
    case 'expect':
      return 'expect';
    case 'note':
      return 'note';
  }
}
