/** Octets of one direction into frames (RFC 9113 §3.4, §4), however they are cut. */
import { compact } from '../../wire';
import type { Breach } from '../breach';
import { appended, known, latin1, sizeOf, sliced } from '../octets';
import type { Role } from '../role';
import { PREFACE } from './begin';
import { headIn, listSizeOf } from './content';
import { type Fragment, HEAD, bareFrame, hasFlag, headOf, nameOfHead, readFrame } from './frame';
import { decodeBlock } from './hpack';
import { EMPTY_TABLE } from './table';
import type { BlockOf, Frame, H2Field, H2Reading, HpackField, HpackProblem, OpenBlock, Table } from './types';
import { NO_OCTETS } from '../no-octets';

/** Octets of a header block that are read at most: behind a longer one nothing is read. */
const MOST_BLOCK = 64 * 1024;

export const NO_H2: H2Reading = {
  decided: false,
  waiting: NO_OCTETS,
  size: 0,
  from: 0,
  needs: undefined,
  name: '',
  preface: false,
  table: EMPTY_TABLE,
  block: undefined,
};

/** The reading of a direction from a frame on: what the receiver of frames before it knows. */
export function readingFrom(from: number, table: Table, preface: boolean): H2Reading {
  return { ...NO_H2, decided: from > 0, from, table, preface };
}

/** Limits that the receiver sets, as far as the direction's sender knows them. */
export interface Limits {
  /** Octets of a payload. */
  readonly frame: number;
  /** Octets of the dynamic table. */
  readonly table: number;
  /** The direction began before it was seen: its table is not known. */
  readonly partial: boolean;
}

export interface H2Read {
  readonly reading: H2Reading;
  /** Octets that were taken. */
  readonly taken: number;
  readonly found: Frame | undefined;
  /** The direction can't be read on: it speaks something else, its octets are not given, or a block is too long. */
  readonly opaque: 'other' | 'too-long' | undefined;
}

/** Reads on, up to the end of one frame. */
export function readH2(r: H2Reading, part: Uint8Array | number, by: Role, limits: Limits): H2Read {
  if (!r.preface) {
    if (by === 'server') return readH2({ ...r, preface: true }, part, by, limits);
    return readPreface(r, part, by, limits);
  }
  const needs = r.needs ?? HEAD;
  const taken = Math.min(needs - r.size, sizeOf(part));
  const waiting = appended(r.waiting, typeof part === 'number' ? taken : part.subarray(0, taken));
  const size = r.size + taken;
  const on: H2Reading = { ...r, waiting, size };
  if (size < needs) return { reading: on, taken, found: undefined, opaque: undefined };
  const first = known(sliced(waiting, 0, HEAD));
  if (first === undefined) return { reading: r, taken: 0, found: undefined, opaque: 'other' };
  const head = headOf(first);
  // No side begins with a frame of an unknown type: these octets are another protocol's.
  if (!r.decided && head.name === 'UNKNOWN') return { reading: r, taken: 0, found: undefined, opaque: 'other' };
  if (r.needs === undefined && head.length > 0) {
    const begun: H2Reading = { ...on, needs: HEAD + head.length, name: nameOfHead(head) };
    const rest = typeof part === 'number' ? part - taken : part.subarray(taken);
    if (sizeOf(rest) === 0) return { reading: begun, taken, found: undefined, opaque: undefined };
    const next = readH2(begun, rest, by, limits);
    return { ...next, taken: next.taken + taken };
  }
  const read = frameOf(on, head, limits);
  if (read === undefined) return { reading: r, taken: 0, found: undefined, opaque: 'other' };
  const { frame, block, table } = read;
  const reading: H2Reading = {
    decided: true,
    waiting: NO_OCTETS,
    size: 0,
    from: r.from + size,
    needs: undefined,
    name: '',
    preface: true,
    table,
    block,
  };
  const isLong = block !== undefined && block.size > MOST_BLOCK;
  return { reading, taken, found: frame, opaque: isLong ? 'too-long' : undefined };
}

function readPreface(r: H2Reading, part: Uint8Array | number, by: Role, limits: Limits): H2Read {
  if (typeof part === 'number') return { reading: r, taken: 0, found: undefined, opaque: 'other' };
  const taken = Math.min(PREFACE.length - r.size, part.length);
  const waiting = appended(r.waiting, part.subarray(0, taken));
  const size = r.size + taken;
  const bytes = known(waiting) ?? new Uint8Array();
  if (!PREFACE.startsWith(latin1(bytes))) {
    // Frames without a preface are read all the same, where they can be told.
    const isFrame = r.size === 0 && headOf(part).type < 10 && headOf(part).length <= 0x4000 && part.length >= HEAD;
    if (isFrame) return readH2({ ...r, preface: true }, part, by, limits);
    return { reading: r, taken: 0, found: undefined, opaque: 'other' };
  }
  if (size < PREFACE.length) return { reading: { ...r, waiting, size }, taken, found: undefined, opaque: undefined };
  const head = { name: 'PREFACE', length: 0, type: -1, flags: 0, reserved: false, stream: 0 } as const;
  const fields: H2Field[] = [{ name: 'preface', from: 0, to: size, value: 'PRI * HTTP/2.0 SM' }];
  const found = { ...bareFrame(head, r.from, waiting, fields), to: r.from + size, length: size };
  const reading = { ...NO_H2, decided: true, preface: true, from: r.from + size, table: r.table };
  return { reading, taken, found, opaque: undefined };
}

interface FrameRead {
  readonly frame: Frame;
  readonly block: OpenBlock | undefined;
  readonly table: Table;
}

/** The frame that waits, whole; undefined where octets that tell its structure are not given. */
function frameOf(r: H2Reading, head: ReturnType<typeof headOf>, limits: Limits): FrameRead | undefined {
  const isData = head.name === 'DATA' || head.name === 'UNKNOWN';
  const bytes = isData ? known(sliced(r.waiting, 0, hasFlag(head, 'PADDED') ? HEAD + 1 : HEAD)) : known(r.waiting);
  if (bytes === undefined) return undefined;
  const { frame, fragment } = readFrame(head, bytes, r.from, r.waiting, limits.frame);
  const { block: open } = r;
  if (open !== undefined && (head.name !== 'CONTINUATION' || head.stream !== open.stream)) {
    // The block is lost, and with it what its fields would have put into the table.
    const args = { frame: head.name, stream: head.stream, before: open.stream };
    const breach: Breach = { rule: 'h2/continuation', says: 'continuation/missing', args };
    const closed = { ...r, block: undefined };
    const next = blockBehind(closed, frame, fragment, bytes, limits);
    return { ...next, frame: { ...next.frame, breaches: [breach, ...next.frame.breaches] } };
  }
  if (head.name === 'CONTINUATION' && open === undefined) {
    const breach: Breach = { rule: 'h2/continuation', args: { stream: head.stream } };
    return { frame: { ...frame, breaches: [...frame.breaches, breach] }, block: undefined, table: r.table };
  }
  return blockBehind(r, frame, fragment, bytes, limits);
}

function blockBehind(
  r: H2Reading,
  frame: Frame,
  fragment: Fragment | undefined,
  bytes: Uint8Array,
  limits: Limits,
): FrameRead {
  if (fragment === undefined) return { frame, block: r.block, table: r.table };
  const piece = bytes.subarray(fragment.from, Math.max(fragment.from, fragment.to));
  const before = r.block;
  const block: OpenBlock =
    before === undefined
      ? {
          of: frame.name === 'PUSH_PROMISE' ? 'PUSH_PROMISE' : 'HEADERS',
          stream: frame.stream,
          end: frame.end,
          promised: frame.promised,
          frames: 1,
          octets: appended(NO_OCTETS, piece),
          size: piece.length,
        }
      : {
          ...before,
          frames: before.frames + 1,
          octets: appended(before.octets, piece),
          size: before.size + piece.length,
        };
  if (!frame.whole) return { frame, block, table: r.table };
  const whole = known(block.octets) ?? new Uint8Array();
  const { fields, table, problem } = decodeBlock(r.table, whole, limits.table);
  const at = block.frames === 1 ? fragment.from : 0;
  const decoded: BlockOf = {
    of: block.of,
    end: block.end,
    promised: block.promised,
    frames: block.frames,
    size: whole.length,
    listSize: listSizeOf(fields),
    fields: compact(fields),
    table,
    head: headIn(fields, at),
  };
  const isTold = problem !== undefined && !(limits.partial && problem.kind === 'index');
  const breaches = isTold
    ? [...frame.breaches, compression(problem.kind, block.frames === 1 ? shifted(problem, at) : undefined)]
    : frame.breaches;
  const parts = frame.fields.map((f) =>
    f.name === 'field-block-fragment' && block.frames === 1 ? { ...f, fields: fields.map((x) => partOf(x, at)) } : f,
  );
  return { frame: { ...frame, fields: parts, block: decoded, breaches }, block: undefined, table };
}

function shifted({ from, to }: { readonly from: number; readonly to: number }, at: number): Breach['at'] {
  return { from: from + at, to: to + at };
}

function compression(kind: HpackProblem, at: Breach['at']): Breach {
  return {
    rule: 'h2/compression',
    ...(kind === 'index' ? {} : { says: `compression/${kind}` }),
    ...(at === undefined ? {} : { at }),
  };
}

/** A representation as a part of its frame. */
function partOf({ form, name, value, index, from, to, valueFrom }: HpackField, at: number): H2Field {
  const place = { from: at + from, to: at + to };
  if (form === 'size') return { name: 'dynamic-table-size', ...place, value: String(index) };
  return { name, ...place, value, ...(valueFrom < to ? { valueFrom: at + valueFrom, valueTo: at + to } : {}) };
}
