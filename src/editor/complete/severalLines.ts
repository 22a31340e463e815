import {
  type NextLine,
  firstLine,
  MOST_TRIED,
  mostTried,
  nextLines,
  sidesAt,
  type Side,
  type Trials,
} from '../../compose';
import { type State, isSynchronized, nextOf } from '../../tcp';
import type { Item } from './item';

/** The most lines of one offer. */
const MOST = 8;

type Pair = readonly [Side, Side];

/** Both sides of the most recent connection. */
function pairAt(trials: Trials): Pair | undefined {
  const [a, b] = sidesAt(trials);
  return a === undefined || b === undefined ? undefined : [a, b];
}

function states(pair: Pair): readonly State[] {
  return pair.map((s) => s.endpoint.tcb.state);
}

const isOpen = (pair: Pair): boolean => states(pair).every((s) => s === 'ESTABLISHED');
const isOver = (pair: Pair): boolean =>
  states(pair).every((s) => s === 'CLOSED' || s === 'LISTEN' || s === 'TIME-WAIT');
const isOpening = (pair: Pair): boolean =>
  states(pair).every((s) => !isSynchronized(s) || s === 'ESTABLISHED') &&
  !isOpen(pair) &&
  pair.every((s) => s.endpoint.ended === 'never');
const isClosing = (pair: Pair): boolean => states(pair).some((s) => isSynchronized(s) && s !== 'ESTABLISHED');
/** True if no segment is due and everything sent is acknowledged. */
const isQuiet = (pair: Pair): boolean =>
  pair.every(({ endpoint: { tcb, resets } }) => nextOf(tcb, resets).must.length === 0 && tcb.sndUna === tcb.sndNxt);
const owesData = (pair: Pair): boolean => isOpen(pair) && !isQuiet(pair);

/**
 * Groups of lines: the whole handshake, a request with its reply, the close. Each line is the most likely one after the
 * preceding line, and is played before it is offered.
 *
 * @param lines the single lines that may come next
 */
export function severalLines(trials: Trials, lines: readonly Item[]): Item[] {
  // Each line of a group is chosen from several that are tried.
  if (mostTried(trials) < MOST_TRIED / 2) return [];
  const pair = pairAt(trials);
  const found: (Item | undefined)[] = [];
  if (pair === undefined || isOpening(pair)) found.push(block('handshake', trials, lines[0], isOpen));
  else if (isOpen(pair) && isQuiet(pair)) {
    const asks = pair.find((s) => s.role.opens) ?? pair[0];
    const request = lines.find((l) => l.why?.id === 'complete/may/data' && l.why.args?.['host'] === asks.name);
    const close = lines.find((l) => l.why?.id === 'complete/may/close');
    const blocks = [
      block('exchange', trials, request, isQuiet),
      block('close', trials, close, isOver),
      block('close-three', trials, close, isOver, closesToo),
    ];
    found.push(...(asks.spoken < 2 ? blocks : [...blocks.slice(1), blocks[0]]));
  } else if (owesData(pair)) found.push(block('reply', trials, lines[0], isQuiet));
  else if (isClosing(pair)) found.push(block('close', trials, lines[0], isOver));
  return found.filter((item) => item !== undefined);
}

/** The peer's FIN, which also carries its ACK (RFC 9293 §3.6). */
function closesToo(trials: Trials): NextLine | undefined {
  return nextLines(trials).find((l) => l.why.id === 'complete/may/close');
}

/** A group that begins with the given line and ends when `done` holds. */
function block(
  label: string,
  trials: Trials,
  first: Pick<NextLine, 'label'> | undefined,
  isDone: (pair: Pair) => boolean,
  second: (trials: Trials) => NextLine | undefined = firstLine,
): Item | undefined {
  const lines: string[] = [];
  let at = trials;
  for (let next = first; next !== undefined; next = lines.length === 1 ? second(at) : firstLine(at)) {
    lines.push(next.label);
    const behind = at.after(next.label);
    if (behind === undefined) return undefined;
    at = behind;
    const pair = pairAt(at);
    if (pair !== undefined && isDone(pair)) break;
    if (lines.length >= MOST) return undefined;
  }
  const pair = pairAt(at);
  if (lines.length < 2 || pair === undefined || !isDone(pair)) return undefined;
  const title = { id: `complete/lines/${label}`, args: { count: lines.length } };
  return { kind: 'line', label, title, text: lines.join('\n'), why: { id: `complete/${label}` }, goesOn: true };
}
