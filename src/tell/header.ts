/** The TCP header of a step's segment: 32-bit words, each field explained, then options and payload. */
import {
  type Editable,
  type Step,
  type ThreeForms,
  type Trace,
  before,
  pathOf,
  segmentLine,
  threeForms,
  writtenText,
} from '../trace';
import {
  ACK,
  END,
  FAST_OPEN,
  FLAG_ORDER,
  MSS,
  NOP,
  type RawOption,
  SACK,
  SACK_PERMITTED,
  SYN,
  type Segment,
  TIMESTAMPS,
  URG,
  WINDOW_SCALE,
  encodeSegment,
  formatFlags,
  has,
  headerWords,
  rawOptions,
  seq,
} from '../wire';
import type { EndId, Sent } from '../sim';
import type { Say } from '../words/words';
import { type IpHeader, ipHeaderOf } from './ip-header';
import { bytesText, nameOf, peerOf } from './moment';

/** A header field. */
export interface HeaderCell {
  readonly name: string;
  /** Width in bits: 1 to 32, or 128. */
  readonly bits: number;
  readonly value: ThreeForms;
  readonly hex: string;
  readonly about: string;
  /** The field of the script that editing this cell changes; absent if it can't be edited. */
  readonly edits?: Editable;
  /** The value that the script line gives for this field; absent if the line gives none. */
  readonly written?: string;
  /** For a flag: true if it is set. */
  readonly on?: boolean;
}

/** A part of the option list, after the header's fixed 20 bytes. */
export interface HeaderOption {
  readonly hex: string;
  readonly about: ThreeForms;
}

export interface Header {
  readonly title: ThreeForms;
  readonly ip: IpHeader;
  /** The fixed header as rows of 32 bits. */
  readonly words: readonly (readonly HeaderCell[])[];
  readonly options: readonly HeaderOption[];
  /** Hex dump of the payload, sixteen bytes a line, with the same bytes as text. */
  readonly payload: readonly { readonly at: string; readonly hex: string; readonly text: string }[];
  readonly payloadBytes: number;
  /** True if the flow gives the payload's bytes, not only their number. */
  readonly known: boolean;
  readonly editable: boolean;
}

/** The most payload bytes that are shown. */
const MOST = 256;

export function sentOf(step: Step | undefined): Sent | undefined {
  switch (step?.kind) {
    case 'segment':
    case 'deliver':
    case 'drop':
    case 'duplicate':
      return step.sent;
    default:
      return undefined;
  }
}

function same(text: string): ThreeForms {
  return [text, text, text];
}

function hex(value: number, digits: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(digits, '0')}`;
}

function hexBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => b.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

export function headerOf(trace: Trace, at: number, say: Say): Header | undefined {
  const step = trace.steps[at];
  const sent = sentOf(step);
  if (!step || !sent) return undefined;
  const { segment } = sent;
  const owner = sent.spoofed ?? sent.from;
  const other = sent.spoofed === undefined ? sent.to : peerOf(trace, owner);
  const path = pathOf(trace, owner, other);
  const bytes = encodeSegment(segment, path);
  const view = new DataView(bytes.buffer);
  const words = headerWords(segment);
  const length = 4 * words;
  const editable = step.kind === 'segment' && segmentLine(trace, step) !== undefined;
  const payload = bytes.subarray(length);
  return {
    title: titleOf(trace, sent, say),
    ip: ipHeaderOf(segment, path, bytes.length, say),
    words: fixedWords(trace, at, segment, owner, view, say, editable),
    options: rawOptions(bytes.subarray(20, length)).map((o) => optionOf(trace, owner, o, say)),
    payload: dump(payload.subarray(0, MOST)),
    payloadBytes: payload.length,
    known: (segment.data?.length ?? 0) === payload.length,
    editable,
  };
}

function titleOf(trace: Trace, { segment, from, to }: Sent, say: Say): ThreeForms {
  const label = `${formatFlags(segment.flags)} ${segment.len > 0 ? bytesText(say, segment.len) : ''}`.trim();
  return same(say('inspect/header-of', { label, from: nameOf(trace, from), to: nameOf(trace, to) }));
}

function fixedWords(
  trace: Trace,
  at: number,
  segment: Segment,
  owner: EndId,
  view: DataView,
  say: Say,
  editable: boolean,
): HeaderCell[][] {
  const peer = peerOf(trace, owner);
  const edits = (field: Exclude<Editable, 'flags'>): Pick<HeaderCell, 'edits' | 'written'> => {
    if (!editable) return {};
    const text = writtenText(trace, at, field);
    return text === undefined ? { edits: field } : { edits: field, written: text };
  };
  const sixteen = (name: string, offset: number, about: string): HeaderCell => {
    const value = view.getUint16(offset);
    return { name: say(`inspect/header-${name}`), bits: 16, value: same(String(value)), hex: hex(value, 4), about };
  };
  const isAck = has(segment, ACK);
  const doff = view.getUint8(12) >> 4;
  const reserved = view.getUint8(12) & 15;
  return [
    [
      sixteen('source', 0, say('inspect/explain-source')),
      sixteen('destination', 2, say('inspect/explain-destination')),
    ],
    [
      {
        name: say('inspect/header-seq'),
        bits: 32,
        value: threeForms(trace, owner, segment.seq),
        hex: hex(view.getUint32(4), 8),
        about: say('field/seq'),
        ...edits('seq'),
      },
    ],
    [
      {
        name: say('inspect/header-ack'),
        bits: 32,
        value: isAck ? threeForms(trace, peer, segment.ack) : same(String(view.getUint32(8))),
        hex: hex(view.getUint32(8), 8),
        about: say(isAck ? 'field/ack' : 'inspect/explain-ack-off'),
        ...(isAck ? edits('ack') : {}),
      },
    ],
    [
      {
        name: say('inspect/header-doff'),
        bits: 4,
        value: same(String(doff)),
        hex: hex(doff, 1),
        about: say('field/doff'),
      },
      {
        name: say('inspect/header-reserved'),
        bits: 4,
        value: same(String(reserved)),
        hex: hex(reserved, 1),
        about: say('field/reserved'),
      },
      ...flagCells(segment, say, editable),
      { ...sixteen('win', 14, windowText(trace, at, segment, say)), ...edits('win') },
    ],
    [
      sixteen('checksum', 16, say('inspect/explain-checksum')),
      {
        ...sixteen('urg', 18, say(has(segment, URG) ? 'field/urg' : 'inspect/explain-urg-off')),
        ...(has(segment, URG) ? edits('urg') : {}),
      },
    ],
  ];
}

/** The eight control bits, highest first. */
function flagCells(segment: Segment, say: Say, editable: boolean): HeaderCell[] {
  const flags = [...FLAG_ORDER].sort(([, a], [, b]) => b - a);
  return flags.map(([name, bit]): HeaderCell => {
    const on = has(segment, bit);
    const text = say(`flag/${name}`);
    return {
      name,
      bits: 1,
      value: same(on ? '1' : '0'),
      hex: '',
      about: editable ? say('inspect/explain-flag', { text }) : text,
      on,
      ...(editable ? { edits: 'flags' } : {}),
    };
  });
}

/** The window in bytes: the field after scaling, unscaled on a SYN. */
function windowText(trace: Trace, at: number, segment: Segment, say: Say): string {
  const sent = sentOf(trace.steps[at]);
  const tcb = sent ? before(trace, at).ends.get(sent.spoofed ?? sent.from)?.tcb : undefined;
  const shift = tcb?.opening.rcvShift ?? 0;
  if (has(segment, SYN) || shift === 0) return say('field/win');
  const bytes = bytesText(say, segment.win * 2 ** shift);
  return say('inspect/explain-win-scaled', { win: segment.win, shift, bytes });
}

function optionOf(trace: Trace, owner: EndId, option: RawOption, say: Say): HeaderOption {
  const { kind, length, body } = option;
  const head = length === undefined ? [kind] : [kind, length];
  const bytes = Uint8Array.from([...head, ...body]);
  return { hex: hexBytes(bytes), about: optionText(trace, owner, option, say) };
}

function optionText(trace: Trace, owner: EndId, { kind, body, whole }: RawOption, say: Say): ThreeForms {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const plain = (id: string, args = {}): ThreeForms => same(say(`inspect/option-${id}`, args));
  if (!whole) return plain('other', { kind });
  switch (kind) {
    case END:
      return plain('end');
    case NOP:
      return plain('nop');
    case MSS:
      return body.length === 2 ? plain('mss', { value: view.getUint16(0) }) : plain('other', { kind });
    case WINDOW_SCALE:
      return body.length === 1 ? plain('wscale', { value: view.getUint8(0) }) : plain('other', { kind });
    case SACK_PERMITTED:
      return plain('sackok');
    case SACK:
      return sackText(trace, owner, view, say);
    case TIMESTAMPS:
      return body.length === 8
        ? plain('ts', { val: view.getUint32(0), ecr: view.getUint32(4) })
        : plain('other', { kind });
    case FAST_OPEN:
      return plain('fastopen');
    default:
      return plain('other', { kind });
  }
}

/** The SACK blocks as text; their sequence numbers are those of the receiver of the segment. */
function sackText(trace: Trace, owner: EndId, view: DataView, say: Say): ThreeForms {
  const peer = peerOf(trace, owner);
  const forms = [0, 1, 2].map((form) => {
    const blocks: string[] = [];
    for (let i = 0; i + 8 <= view.byteLength; i += 8) {
      const [left, right] = [view.getUint32(i), view.getUint32(i + 4)].map(
        (n) => threeForms(trace, peer, seq(n))[form],
      );
      blocks.push(`${left ?? ''}..${right ?? ''}`);
    }
    return say('inspect/option-sack', { value: blocks.join(', ') });
  });
  return [forms[0] ?? '', forms[1] ?? '', forms[2] ?? ''];
}

/** A hex dump as in packet analysers: offset, sixteen bytes, and their printable characters. */
function dump(bytes: Uint8Array): Header['payload'] {
  const lines: { at: string; hex: string; text: string }[] = [];
  for (let i = 0; i < bytes.length; i += 16) {
    const part = bytes.subarray(i, i + 16);
    const text = Array.from(part, (b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : '.')).join('');
    lines.push({ at: i.toString(16).toUpperCase().padStart(4, '0'), hex: hexBytes(part), text });
  }
  return lines;
}
