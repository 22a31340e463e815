/**
 * The TLS and HTTP messages that a step concerns: their fields and octets, as far as the chosen observer (client, wire
 * or server) can read them.
 */
import { type App, type FieldOf, type Message, type Octets, type Said, count, octetsIn, sliced } from '../layers';
import type { Step, Trace } from '../trace';
import { visible } from '../script';
import type { Say } from '../words/words';
import { type CertificateView, type CheckView, NO_CHAIN, chainOf } from './certificates';
import { type Course, coursesOf } from './courses';
import type { Eyes } from '../layers/names';
import { partyOf } from './eyes';
import { type Lock, lockAt, outerName, wireOpening } from './lock';
import { type MessagePart, type Written, endText, partsOf } from './message-parts';
import { nameOf, peerOf } from './moment';
import { recordFields } from './record';

/**
 * Consecutive octets: 0 to 255, -1 for a value that the flow does not give, -2 for one that the chosen observer has not
 * seen yet.
 */
export interface OctetPiece {
  /** Offset of the first octet from the message's beginning. */
  readonly from: number;
  readonly octets: readonly number[];
}

/** A message as the chosen observer sees it at a step. */
export interface MessageView {
  /** The message's name and direction: `200 OK, server → client`. */
  readonly title: string;
  /** The lock of an encrypted record or of its content: shut if the chosen observer can't decrypt it. */
  readonly lock: Lock;
  /** Sentences: who has the message after this step, which of its octets the segment carries, and where it ends. */
  readonly notes: readonly string[];
  /**
   * Octets of the message in the step's segment; `to` exclusive. Both are 0 if the segment carries none or all of them.
   */
  readonly here: { readonly from: number; readonly to: number };
  /** The message's fields; empty while the chosen observer can't read the message. */
  readonly parts: readonly MessagePart[];
  readonly pieces: readonly OctetPiece[];
  /** Number of octets that are not shown. */
  readonly left: number;
  /** A later step that completes the message at its receiver; -1 for none. */
  readonly whole: number;
  /** For a Certificate message: the chain, the outcome of its verification in a sentence, and each check. */
  readonly certificates: readonly CertificateView[];
  readonly verdict: string;
  readonly checks: readonly CheckView[];
}

export interface MessageViews {
  readonly messages: readonly MessageView[];
  /** Number of the step's messages that are not shown. */
  readonly left: number;
}

/** The most messages of a step, and octets of a message, that are shown. */
const MOST_MESSAGES = 12;
const MOST_HEAD = 1024;
const MOST_PIECE = 256;
/** Octets of a body that are shown after the message's header section. */
const BEHIND_HEAD = 64;

/** True if a step sends a message or completes one at its receiver. */
export function isAboutMessages(step: Step | undefined): boolean {
  return step?.says !== undefined || step?.hears !== undefined;
}

/**
 * A message of the step: one that its segment carries octets of (`said`), or one that becomes complete at the receiver.
 */
interface Found {
  readonly end: number;
  readonly name: string;
  readonly kind: Message['kind'];
  readonly begin: number;
  readonly said: Said | undefined;
  readonly message: Message | undefined;
  readonly course: Course | undefined;
  /** For an encrypted message: its record, or the decrypted content; empty for a message in clear. */
  readonly as: '' | 'record' | 'opened';
  readonly lock: Lock;
  /** The later step (from 0) from which the chosen observer can decrypt the message; -1 for none. */
  readonly opens: number;
}

export function messagesAt(trace: Trace, at: number, say: Say, eyes: Eyes): MessageViews {
  const step = trace.steps[at];
  if (step === undefined || !isAboutMessages(step)) return { messages: [], left: 0 };
  const found = foundAt(trace, at, step, eyes);
  const messages = found.slice(0, MOST_MESSAGES).map((one) => viewOf(trace, at, step, one, say, eyes));
  return { messages, left: found.length - messages.length };
}

/**
 * The messages of a step. The receiver sees a message with the octets that arrived, which may have been altered in
 * transit.
 */
function foundAt(trace: Trace, at: number, step: Step, eyes: Eyes): Found[] {
  const { all, said, heard } = coursesOf(trace);
  const sender = 'sent' in step ? step.sent.from : 'end' in step ? step.end : -1;
  const opens = wireOpening(trace)(at);
  const foundIn = (one: Pick<Found, 'name' | 'kind' | 'begin' | 'said' | 'message' | 'course'>): Found[] =>
    sealedIn({ ...one, end: sender, as: '', lock: '', opens: -1 }, at, eyes, opens);
  const says = (step.says ?? []).flatMap((one, i): Found[] => {
    const { kind, begin } = one;
    const come = partyOf(eyes, one) === 'receiver' ? step.hears?.find(({ from }) => from === begin) : undefined;
    const { name, message } = come === undefined ? one : { name: come.name, message: come };
    return foundIn({ name, kind, begin, said: one, message, course: all[said.get(at)?.[i] ?? -1] });
  });
  const hears = (step.hears ?? []).flatMap((message, i): Found[] => {
    const { name, kind, from: begin } = message;
    if (step.says?.some((one) => one.begin === begin) === true) return [];
    return foundIn({ name, kind, begin, said: undefined, message, course: all[heard.get(at)?.[i] ?? -1] });
  });
  return [...says, ...hears];
}

/** An encrypted message gives its record, followed by the decrypted content if the chosen observer can decrypt it. */
function sealedIn(found: Found, at: number, eyes: Eyes, opens: number | undefined): Found[] {
  const { message, course, kind, said } = found;
  const outer = message === undefined ? '' : outerName(message);
  if (message === undefined || outer === '') return [found];
  const closed = message.sealed?.message.closed;
  const whole = course?.whole ?? (said === undefined ? at : -1);
  const sealing = { kind, outer, whole, lacksKeys: closed === 'no-keys', refused: closed === 'bad-mac' };
  const lock = lockAt(sealing, eyes, at, opens);
  const later = eyes === 'wire' && lock === 'shut' && opens !== undefined && !sealing.lacksKeys ? opens : -1;
  // A message that shares its record with others may have no octets of its own.
  const record =
    message.to > message.from ? [{ ...found, name: outer, as: 'record' as const, lock, opens: later }] : [];
  if (lock !== 'open') return record;
  const opened = { ...found, said: undefined, begin: -1, as: 'opened' as const, lock };
  const inside = (message.inside ?? []).map((one): Found => {
    return { ...opened, name: one.name, kind: one.kind, message: one };
  });
  return inside.length > 0 ? [...record, ...inside] : [...record, opened];
}

function appAt(step: Step, end: number): App | undefined {
  return step.after.ends.get(end)?.app;
}

/** The octets of a message: all, or those that its sender has written so far. */
function writtenOf({ tls }: Trace, step: Step, found: Found, say: Say): Written {
  const { end, begin, said, message, as } = found;
  if (message === undefined) {
    const voice = appAt(step, end)?.voice;
    const octets = voice === undefined ? [] : octetsIn(voice, begin, voice.octets);
    const head = voice?.from === begin ? voice.reading.head : undefined;
    return { head, octets, body: undefined, fields: [], length: count(octets), size: said?.size };
  }
  const { head, octets, body, fields, from, to, sealed } = message;
  const whole = { head, octets, body, fields, length: to - from, size: to - from };
  if (message.frame !== undefined) return { ...whole, head: undefined, tree: message.frame.fields };
  if (as === 'record') {
    // A record that was changed in transit is shown with the octets that arrived.
    const records = count(octets) > 0 ? octets : (sealed?.message.parts ?? []).flatMap((part) => [...part.octets]);
    return { ...whole, head: undefined, octets: records, tree: recordFields(message, say) };
  }
  if (sealed === undefined) return whole;
  const content = tls?.door.insideOf(sealed.message) ?? sealed.message.octets;
  const { length } = content;
  const all: FieldOf = { name: say('message/octets'), from: 0, to: length, value: '' };
  const tree = sealed.message.fields.length > 0 || length === 0 ? sealed.message.fields : [all];
  return { head: undefined, octets: [content], body: undefined, fields: [], length, size: length, tree };
}

function viewOf(trace: Trace, at: number, step: Step, found: Found, say: Say, eyes: Eyes): MessageView {
  const { end, name, kind, said, course, as, lock } = found;
  const party = partyOf(eyes, { kind });
  const written = writtenOf(trace, step, found, say);
  const [from, to] = [nameOf(trace, end), nameOf(trace, peerOf(trace, end))];
  const isSegment = step.kind === 'segment';
  const isPart =
    isSegment &&
    (written.tree === undefined || as === 'record') &&
    said !== undefined &&
    (said.from > 0 || said.to !== said.size);
  const here = isPart ? { from: said.from, to: said.to } : { from: 0, to: 0 };
  const isWhole = course !== undefined && course.whole >= 0 && course.whole <= at;
  const title = say('message/of', { name: name === '' ? say('message/unnamed') : visible(name), from, to });
  const whole = course === undefined || isWhole ? -1 : course.whole;
  const locked = lock === '' ? [] : lockNotes(found, written, say);
  if (as === 'opened') {
    const chain = chainOf(trace, at, found.message, end, isWhole, say);
    return { ...UNREAD, ...readIn(written, here, undefined, say), ...chain, title, lock, notes: locked };
  }
  const notes = [
    ...(step.kind === 'call' ? [say('message/handed', { host: from })] : []),
    ...(isSegment && said !== undefined ? [hereText(said, say)] : []),
    arrivedText(trace, at, found, written, isWhole, say),
    ...locked,
  ];
  if (party === 'receiver' && !isWhole)
    return { ...UNREAD, title, lock, notes: [...notes, say('message/unread', { host: to })], here, whole };
  const isIncomplete = found.message?.breaches.some((b) => b.rule === 'incomplete') === true;
  const end_ = endText(written, isIncomplete, say);
  const seen = party === 'wire' ? seenOf(course, at, written.length) : undefined;
  const all = end_ === '' ? notes : [...notes, end_];
  const chain = as === 'record' ? NO_CHAIN : chainOf(trace, at, found.message, end, isWhole, say);
  return { ...readIn(written, here, seen, say), ...chain, title, lock, notes: all, here, whole };
}

/** The fields and octets of a message as the chosen observer sees them. */
function readIn(
  written: Written,
  here: MessageView['here'],
  seen: Seen | undefined,
  say: Say,
): Pick<MessageView, 'parts' | 'pieces' | 'left'> {
  const pieces = piecesOf(written, here, seen);
  const shown = pieces.reduce((n, piece) => n + piece.octets.length, 0);
  const parts = seen === undefined ? partsOf(written, say) : partsOf(written, say).map((p) => veiled(p, seen));
  return { parts, pieces, left: written.length - shown };
}

const UNREAD = { here: { from: 0, to: 0 }, parts: [], pieces: [], left: 0, whole: -1, ...NO_CHAIN } as const;

/** Notes that tell if an encrypted record can be decrypted, and from which step on. */
function lockNotes({ as, lock, opens, message }: Found, { length }: Written, say: Say): string[] {
  if (as === 'opened') return [say('message/opened')];
  if (lock === 'open') return [say('message/opens-to')];
  const closed = message?.sealed?.message.closed;
  const why = say(closed === undefined ? 'message/shut' : `message/shut-${closed}`, { count: length });
  return opens < 0 ? [why] : [why, say('message/shut-until', { step: opens + 1 })];
}

function hereText({ from, to, size }: Said, say: Say): string {
  if (from === 0 && to === size) return say('message/here-all');
  const args = { from: from + 1, to };
  return size === undefined ? say('message/here-open', args) : say('message/here', { ...args, size });
}

/** A sentence on the number of octets that the receiver has of the message. */
function arrivedText(trace: Trace, at: number, found: Found, written: Written, isWhole: boolean, say: Say): string {
  const host = nameOf(trace, peerOf(trace, found.end));
  if (isWhole) return say('message/arrived-whole', { host });
  const octets = found.course?.reached.findLast(({ step }) => step <= at)?.octets ?? 0;
  const { size } = written;
  return size === undefined
    ? say('message/arrived-open', { host, octets })
    : say('message/arrived', { host, octets, size });
}

/** The ranges of a message's octets that have passed on the wire up to a step, sorted by their beginning. */
type Seen = readonly { readonly from: number; readonly to: number }[];

function seenOf(course: Course | undefined, at: number, length: number): Seen | undefined {
  const seen = (course?.carriers ?? []).filter(({ step }) => step <= at);
  seen.sort(byBegin);
  return isSeen(seen, 0, length) ? undefined : seen;
}

function byBegin(a: Seen[number], b: Seen[number]): number {
  return a.from - b.from;
}

function isSeen(seen: Seen, from: number, to: number): boolean {
  let at = from;
  for (const stretch of seen) {
    if (stretch.from > at || at >= to) break;
    at = Math.max(at, stretch.to);
  }
  return at >= to;
}

/** A field has no value until all its octets have passed on the wire. */
function veiled(part: MessagePart, seen: Seen): MessagePart {
  return isSeen(seen, part.from, part.to) ? part : { ...part, value: '…' };
}

/** The octets to show: the beginning of the message, and those that the step's segment carries. */
function piecesOf({ head, octets, length }: Written, here: MessageView['here'], seen: Seen | undefined): OctetPiece[] {
  const first = Math.min(length, MOST_HEAD, Math.max(MOST_PIECE, (head?.length ?? 0) + BEHIND_HEAD));
  const pieces = [{ from: 0, to: first }];
  // The dump has lines of sixteen octets.
  const from = here.from - (here.from % 16);
  if (here.to > first) {
    const to = Math.min(here.to, from + MOST_PIECE);
    if (from <= first) pieces[0] = { from: 0, to: Math.max(first, to) };
    else pieces.push({ from, to });
  }
  return pieces.map((piece) => ({ from: piece.from, octets: valuesOf(octets, piece.from, piece.to, seen) }));
}

function valuesOf(octets: Octets, from: number, to: number, seen: Seen | undefined): number[] {
  const values = sliced(octets, from, to).flatMap((part) =>
    typeof part === 'number' ? new Array<number>(part).fill(-1) : [...part],
  );
  if (seen === undefined) return values;
  return values.map((value, i) => (seen.some((s) => s.from <= from + i && from + i < s.to) ? value : -2));
}
