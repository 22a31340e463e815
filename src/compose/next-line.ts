import { nextSaid } from '../layers';
import { labelOf, lineSending, namedFlights, writeNumber, written } from '../trace';
import type { Args } from '../script';
import type { Endpoint } from '../sim';
import { type Free, type Owed, nextOf, nextTimer, peerMss, sendEdge } from '../tcp';
import { FIN, PSH, SYN, add, difference, formatFlags, has } from '../wire';
import { filledClauses } from './segment-text';
import { freshName, isFirstSyn, leavesNumbersOut, numbersOf } from './next-numbers';
import { sidesAt, type Side } from './sides';
import type { Trials } from './trial';

/** A complete line that may come next. */
export interface NextLine {
  readonly label: string;
  /** The numbers that the simulation fills in. */
  readonly detail?: string;
  /** The reason why it may come here: a message's id with its arguments. */
  readonly why: Message;
  /** True unless the connection is over. */
  readonly goesOn?: true;
}

/** A message id with its arguments. */
export interface Message {
  readonly id: string;
  readonly args?: Args;
}

/** A line that may come next, before it is tried. */
interface Candidate {
  /** Lower values are more likely. */
  readonly rank: number;
  /** Texts to try in this order; the first without an error or warning is offered. */
  readonly texts: readonly string[];
  /** For a segment: its sender and flags. Its numbers are then written out. */
  readonly sends?: { readonly side: Side; readonly flags: number };
  readonly why: Message;
  /** True if the connection is over, so that nothing need follow. */
  readonly last?: boolean;
}

/** The most lines that are offered. */
const MOST = 14;
/** The most lines that are tried in an ordinary flow; each is played. */
export const MOST_TRIED = 40;
/** The number of lines that are tried even in the largest flow. */
const LEAST_TRIED = 4;
/** The most hosts and ends that are visited for all tried lines together. */
const LOOKED_AT = 40_000;

/** The number of lines that may be tried in a flow; fewer if thousands of hosts take part. */
export function mostTried({ roles: { cast } }: Trials): number {
  const fits = Math.floor(LOOKED_AT / (cast.hosts.length + cast.ends.length + 1));
  return Math.max(LEAST_TRIED, Math.min(MOST_TRIED, fits));
}

/** Complete lines that may come next, most likely first, each played before it is offered. */
export function nextLines(trials: Trials): NextLine[] {
  return [...offers(trials)];
}

/** The most likely next line. */
export function firstLine(trials: Trials): NextLine | undefined {
  return offers(trials).next().value ?? undefined;
}

function* offers(trials: Trials): Generator<NextLine, undefined> {
  const sides = sidesAt(trials);
  const candidates = [...opening(trials, sides), ...sides.flatMap((s) => fromSide(trials, s)), ...flights(trials)];
  candidates.push(...timers(trials, sides), ...expectation(trials, sides));
  candidates.sort((a, b) => a.rank - b.rank);
  const bare = leavesNumbersOut(trials);
  const labels = new Set<string>();
  const most = mostTried(trials);
  let tried = 0;
  for (const candidate of candidates) {
    for (const text of candidate.texts) {
      if (labels.size >= MOST || tried >= most) return undefined;
      tried++;
      const item = offered(trials, candidate, text, bare);
      if (item === undefined) continue;
      if (!labels.has(item.label)) yield candidate.last ? item : { ...item, goesOn: true };
      labels.add(item.label);
      break;
    }
  }
  return undefined;
}

/** The line with its numbers if it has no error or warning; else undefined. */
function offered(trials: Trials, { sends, why }: Candidate, text: string, bare: boolean): NextLine | undefined {
  const tried = trials.try(text);
  if (!tried.clean) return undefined;
  if (sends === undefined || tried.step === undefined) return { label: text, why };
  const detail = filledClauses(tried.trace, tried.step).join(' ');
  const head = `${sends.side.name} -> ${sends.side.peerName}  ${formatFlags(sends.flags)}`;
  // `resend NAME`, and a line with `seq=`, need no further numbers.
  if (bare || text.includes('seq=') || !text.startsWith(head)) return { label: text, why, detail };
  const { seq, ack } = numbersOf(tried.trace, tried.step.sent);
  const name = isFirstSyn(sends.side, sends.flags) ? freshName(trials) : undefined;
  const rest = text.slice(head.length).trim();
  const parts = [head, `seq=${name ?? seq}`, ...(ack === undefined ? [] : [`ack=${ack}`]), ...(rest ? [rest] : [])];
  return { label: parts.join('  '), why, detail };
}

function segmentLine(side: Side, flags: number, rest = ''): string {
  return `${side.name} -> ${side.peerName}  ${formatFlags(flags)}${rest === '' ? '' : `  ${rest}`}`;
}

function message(id: string, side: Side): Message {
  return { id: `complete/${id}`, args: { host: side.name, peer: side.peerName } };
}

/** Lines that open the first connection: between the first two hosts of the text, or `client` and `server`. */
function opening({ roles, base }: Trials, sides: readonly Side[]): Candidate[] {
  if (sides.length > 0) return [];
  const [from = 'client', to = from === 'server' ? 'client' : 'server'] = roles.cast.hosts.map((h) => h.name);
  const why = { id: 'complete/may/connect', args: { host: from, peer: to } };
  const quiet = base.script.lines.every((l) => l.statement?.kind !== 'segment');
  const bare = `${from} -> ${to}  SYN`;
  return [{ rank: 5, texts: quiet ? [`${bare}  seq=x`, bare] : [bare], why }];
}

function fromSide(trials: Trials, side: Side): Candidate[] {
  const { must, may } = nextOf(side.endpoint.tcb, side.endpoint.resets);
  return [
    ...must.map((owed, i) => owedLine(trials, side, owed, i)),
    ...may.map((free) => freeLine(trials, side, free, must)).filter((c) => c !== undefined),
  ];
}

function owedLine(trials: Trials, side: Side, owed: Owed, index: number): Candidate {
  const { flags, why } = owed;
  const plain = segmentLine(side, flags);
  const texts = {
    resend: againTexts(trials, side),
    probe: [segmentLine(side, flags, 'len=1'), probeText(trials, side, flags)],
  };
  return {
    rank: index,
    texts: why === 'resend' || why === 'probe' ? [...texts[why], plain] : [plain],
    sends: { side, flags },
    why: message(`must/${why}`, side),
  };
}

/** A keepalive probe, with SND.NXT - 1 (RFC 9293 §3.8.4). */
function probeText({ base }: Trials, side: Side, flags: number): string {
  return segmentLine(side, flags, `seq=${writeNumber(base, side.end, add(side.endpoint.tcb.sndNxt, -1))}`);
}

/** Texts for a retransmission of the oldest unacknowledged segment: by its name, or with its numbers and payload. */
function againTexts({ base }: Trials, side: Side): string[] {
  const sent = side.endpoint.unacked.get(0);
  if (sent === undefined) return [];
  const name = labelOf(base.steps, sent);
  if (name !== undefined) return [`${side.name} -> ${side.peerName}  resend ${name}`];
  const { segment } = sent;
  const line = base.script.lines[lineSending(base.steps, sent.id) ?? -1];
  const written = line?.statement?.kind === 'segment' ? line.statement.payload : undefined;
  const data = written === undefined ? `len=${segment.len}` : (line?.text.slice(written.start, written.end) ?? '');
  const { seq, ack } = numbersOf(base, { ...sent, segment: { ...segment, ack: side.endpoint.tcb.rcvNxt } });
  const parts = [`seq=${seq}`, ...(ack === undefined ? [] : [`ack=${ack}`]), ...(segment.len > 0 ? [data] : [])];
  return [segmentLine(side, segment.flags, parts.join('  '))];
}

/** True for the side that is expected to send data: one that was sent a request, or else the active opener. */
function speaks({ endpoint, peer, role, tls, h2 }: Side): boolean {
  const next = nextSaid(endpoint.app, peer.app, role.opens, tls?.door, h2);
  if (next?.kind === 'h2') return next.must.length > 0 || next.may.some((frame) => frame.startsWith('HEADERS'));
  if (next !== undefined) return next.kind !== 'close';
  if (endpoint.app?.http !== undefined && peer.app?.voice.kind !== 'opaque') return false;
  const { lastHeard, lastSent } = endpoint;
  if ((lastHeard?.segment.len ?? 0) > 0) return true;
  return role.opens && (lastSent?.segment.len ?? 0) === 0;
}

/** True if the peer has just sent a request with PSH, so that the reply can carry the ACK that is due. */
function answers({ endpoint: { tcb, lastHeard }, role }: Side, owed: readonly Owed[]): boolean {
  if (role.opens || lastHeard === undefined || !has(lastHeard.segment, PSH)) return false;
  return lastHeard.segment.len > 0 && tcb.sndUna === tcb.sndNxt && owed.length === 1 && owed[0]?.why === 'ack';
}

/** The number of requests after which closing is more likely than another request. */
const REQUESTS = 2;

function freeLine(trials: Trials, side: Side, { flags, why }: Free, owed: readonly Owed[]): Candidate | undefined {
  const { endpoint, peer } = side;
  const { tcb } = endpoint;
  const likely = speaks(side) ? 0 : 1;
  const reason = message(`may/${why}`, side);
  const plain = segmentLine(side, flags);
  const sends = { side, flags };
  switch (why) {
    case 'connect':
      return connectLine(side, flags, reason);
    case 'data':
      return {
        rank: answers(side, owed) ? -1 : (tcb.state === 'CLOSE-WAIT' ? 30 : side.spoken < REQUESTS ? 20 : 24) + likely,
        texts: [...dataTexts(side), `${side.name} send 100`],
        sends,
        why: reason,
      };
    case 'close':
      return {
        rank: tcb.state === 'CLOSE-WAIT' ? 15 : 22 + likely,
        texts: [plain, `${side.name} close`],
        sends,
        why: reason,
      };
    case 'again':
      return { rank: 27, texts: [...againTexts(trials, side), segmentLine(side, flags)], sends, why: reason };
    case 'window':
      return tcb.rcvWnd >= side.config.window
        ? undefined
        : { rank: 40, texts: [windowText(side, flags)], sends, why: reason };
    case 'keepalive':
      return { rank: 41 + likely, texts: [probeText(trials, side, flags)], sends, why: reason };
    case 'abort':
      return peer.tcb.state === 'CLOSED' && tcb.state !== 'SYN-RECEIVED'
        ? undefined
        : { rank: 45 + likely, texts: [plain, `${side.name} abort`], sends, why: reason };
  }
}

function windowText(side: Side, flags: number): string {
  const win = Math.min(65535, Math.floor(side.config.window / 2 ** side.endpoint.tcb.opening.rcvShift));
  return segmentLine(side, flags, `win=${win}`);
}

/** An active opener may open again; a listener waits. */
function connectLine(side: Side, flags: number, why: Message): Candidate | undefined {
  const { endpoint, peer, role } = side;
  const idle = (e: Endpoint): boolean => e.tcb.state === 'CLOSED' || e.tcb.state === 'LISTEN';
  if (endpoint.tcb.state === 'LISTEN' || role.servesFrom !== undefined || !idle(peer)) return undefined;
  const rank = endpoint.ended !== 'never' ? 50 : role.opens ? 5 : 6;
  return { rank, texts: [segmentLine(side, flags)], sends: { side, flags }, why };
}

function dataTexts(side: Side): string[] {
  const { tcb } = side.endpoint;
  const flags = nextOf(tcb, []).may.find((f) => f.why === 'data')?.flags ?? PSH;
  const room = difference(tcb.sndNxt, sendEdge(tcb));
  const usable = Math.min(100, room);
  const plain = segmentLine(side, flags, `len=${usable}`);
  return [...saidTexts(side, room).map((said) => segmentLine(side, flags, said)), plain];
}

/** Messages of HTTP/1 or TLS that the side may write next, by what it knows of the connection. */
function saidTexts({ endpoint, peer, role, tls, h2, sealed }: Side, usable: number): string[] {
  const next = nextSaid(endpoint.app, peer.app, role.opens, tls?.door, h2);
  switch (next?.kind) {
    case 'request':
      if (sealed && endpoint.app === undefined) return ['tls ClientHello', 'http GET /'];
      // A side of TLS says that it ends before it closes (RFC 8446 §6.1).
      return (endpoint.app?.tls?.inner.http?.requests ?? 0) >= REQUESTS
        ? ['tls alert close_notify', 'http GET /']
        : ['http GET /'];
    case 'tls':
      return [`tls ${next.flight.join(' + ')}`];
    case 'h2': {
      const due = next.must.length > 0 ? [`h2 ${next.must.join(' + ')}`] : [];
      const answers = next.may.some((frame) => /^HEADERS \d+ \d{3}/.test(frame)) ? ['http 200 "hello"'] : [];
      const asks = next.may.some((frame) => /^HEADERS \d+ [A-Z]/.test(frame)) ? ['http GET /'] : [];
      return [...due, ...answers, ...asks, ...next.may.map((frame) => `h2 ${frame}`)];
    }
    case 'response':
      return next.asked.method === 'HEAD'
        ? ['http 200 len=100', 'http 204']
        : ['http 200 "hello"', 'http 204', 'http 404'];
    case 'body':
      return next.left === undefined ? [] : [`len=${Math.min(next.left, usable, peerMss(endpoint.tcb))}`];
    default:
      return [];
  }
}

/** The most segments in flight that are offered for `deliver` and `drop`. */
const MOST_FLIGHTS = 3;

function flights({ world, scope, roles }: Trials): Candidate[] {
  const found: Candidate[] = [];
  for (const [name, sent] of namedFlights(world, scope)) {
    if (sent.arrives !== undefined) continue;
    if (found.length >= 2 * MOST_FLIGHTS) break;
    const args = { name, host: roles.cast.ends[sent.to]?.name ?? '' };
    found.push({ rank: 10, texts: [`deliver ${name}`], why: { id: 'complete/deliver', args } });
    found.push({ rank: 26, texts: [`drop ${name}`], why: { id: 'complete/drop', args } });
  }
  return found;
}

/** The time until the next timer of these sides expires, in the script's notation, and the timer's owner. */
export function nextWait(
  { world }: Trials,
  sides: readonly Side[],
): { readonly text: string; readonly why: Message; readonly side: Side } | undefined {
  let best: { readonly side: Side; readonly timer: string; readonly left: number } | undefined;
  for (const side of sides) {
    const due = nextTimer(side.endpoint.tcb, side.config);
    const left = due === undefined ? 0 : due.at - world.clock;
    if (due !== undefined && left > 0 && left < (best?.left ?? Infinity)) best = { side, timer: due.timer, left };
  }
  if (best === undefined) return undefined;
  const { side, timer, left } = best;
  const text = timer === 'time-wait' && left === 2 * side.config.msl ? '2MSL' : written(left);
  return { text, why: message(`wait/${timer}`, side), side };
}

function timers(trials: Trials, sides: readonly Side[]): Candidate[] {
  const next = nextWait(trials, sides);
  if (next === undefined) return [];
  const outstanding = next.side.endpoint.tcb.sndUna !== next.side.endpoint.tcb.sndNxt;
  const over = next.side.endpoint.tcb.state === 'TIME-WAIT';
  return [{ rank: over || outstanding ? 14 : 43, texts: [`wait ${next.text}`], why: next.why }];
}

/** An `expect` line with the present states, unless the flow has just stated them. */
function expectation({ base, line }: Trials, sides: readonly Side[]): Candidate[] {
  const [a, b] = sides;
  if (a === undefined || b === undefined) return [];
  let last = line - 1;
  while (last >= 0 && base.script.lines[last]?.statement === undefined) last--;
  const kind = base.script.lines[last]?.statement?.kind;
  if (kind === undefined || kind === 'expect' || kind === 'host' || kind === 'flow') return [];
  const text = `expect ${[a, b].map((s) => `${s.name} ${s.endpoint.tcb.state}`).join(', ')}`;
  const over = [a, b].every((s) => s.endpoint.tcb.state === 'CLOSED');
  return [{ rank: over ? 16 : 25, texts: [text], why: { id: 'complete/expect' }, last: over }];
}

/** The likely flags of a side's next segment, with reasons; determines the order of flags within a line. */
export function likelyFlags(side: Side | undefined): { readonly flags: number; readonly why: Message | undefined }[] {
  if (side === undefined) return [{ flags: SYN, why: undefined }];
  const { must, may } = nextOf(side.endpoint.tcb, side.endpoint.resets);
  const all = [
    ...must.map((o) => ({ flags: o.flags, why: message(`must/${o.why}`, side) })),
    ...may.filter((f) => (f.flags & FIN) === 0).map((f) => ({ flags: f.flags, why: message(`may/${f.why}`, side) })),
    ...may.filter((f) => (f.flags & FIN) !== 0).map((f) => ({ flags: f.flags, why: message(`may/${f.why}`, side) })),
  ];
  return all.filter((one, i) => all.findIndex((other) => other.flags === one.flags) === i);
}
