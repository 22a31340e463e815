/** Checks for the rows of a diagram and its index in messages to a page. */
import {
  type Begun,
  type DiagramIndex,
  type Fold,
  type FoldedStreams,
  type Ghost,
  type Held,
  type MessageArrow,
  type Row,
  type RowWindow,
  type Share,
  type Span,
  type Stall,
  type StreamLane,
  type StreamWindow,
  type Way,
  ROW_KINDS,
} from '../diagram';
import { STATES } from '../tcp';
import {
  type Check,
  isBoolean,
  isInteger,
  isNumber,
  isString,
  listOf,
  object,
  oneOf,
  optional,
  tripleOf,
} from './checks';

const isNum = tripleOf(isString);
const isLock = oneOf('', 'shut', 'open');
export const isState = oneOf(...STATES);
export const isLevel = oneOf('error', 'warning', 'open', 'hint');

const isRow = object({
  row: isInteger,
  step: isInteger,
  line: isInteger,
  kind: oneOf(...ROW_KINDS),
  from: isInteger,
  to: isInteger,
  before: listOf(isState),
  presumed: listOf(isInteger),
  changes: listOf(
    object({
      end: isInteger,
      at: oneOf('departure', 'arrival'),
      to: isState,
      presumed: optional(isBoolean),
      wait: optional(isNumber),
    }),
  ),
  calls: listOf(object({ end: isInteger, call: isString })),
  findings: listOf(object({ rule: isString, level: isLevel, mended: isString })),
  flags: isString,
  seq: optional(isNum),
  ack: optional(isNum),
  options: isString,
  bytes: isNumber,
  excerpt: isString,
  fate: oneOf('arrived', 'lost', 'dropped', 'in-flight', 'not-sent', 'open'),
  supposed: isBoolean,
  spoofed: isInteger,
  repeats: isInteger,
  altered: isInteger,
  text: isString,
  count: optional(isNumber),
  over: listOf(isInteger),
  original: isInteger,
  because: oneOf('', 'timeout', 'duplicates'),
  rto: isNumber,
  fold: optional(
    object({
      why: oneOf('run', 'section', 'filter'),
      steps: isInteger,
      ways: listOf(
        object({
          from: isInteger,
          to: isInteger,
          data: isNumber,
          bytes: isNumber,
          each: isNumber,
          alike: isNumber,
          acks: isNumber,
          others: isNumber,
        } satisfies Record<keyof Way, Check>),
      ),
    } satisfies Record<keyof Fold, Check>),
  ),
  closed: isBoolean,
  foldable: isInteger,
  bracket: oneOf('', 'first', 'middle', 'last'),
  windows: listOf(object({ offered: isNumber, used: isNumber })),
  says: listOf(
    object({
      message: isInteger,
      name: isString,
      from: isInteger,
      to: isInteger,
      size: optional(isInteger),
      read: oneOf('yes', 'waits', 'never'),
      lock: isLock,
      opens: isInteger,
    } satisfies Record<keyof Share, Check>),
  ),
  hears: listOf(object({ message: isInteger, name: isString, lock: isLock })),
  as: oneOf('', 'message', 'tick'),
  begins: listOf(
    object({
      message: isInteger,
      name: isString,
      lock: isLock,
      size: optional(isInteger),
      segments: isInteger,
      again: isInteger,
      whole: isBoolean,
    } satisfies Record<keyof Begun, Check>),
  ),
  ghost: optional(object({ from: isInteger, to: isInteger, flags: isString } satisfies Record<keyof Ghost, Check>)),
  held: listOf(object({ step: isInteger, text: isString } satisfies Record<keyof Held, Check>)),
} satisfies Record<keyof Row, Check>);

const isArrow = object({
  message: isInteger,
  from: isInteger,
  to: isInteger,
  start: isInteger,
  place: isInteger,
  end: isInteger,
  whole: isBoolean,
  step: isInteger,
  points: listOf(object({ row: isInteger, share: isNumber })),
} satisfies Record<keyof MessageArrow, Check>);

const isSpan = object({
  start: isInteger,
  end: isInteger,
  from: isInteger,
  to: isInteger,
  how: oneOf('deliver', 'drop', 'dropped', 'duplicate', 'open', 'timeout'),
  supposed: isBoolean,
  rto: isNumber,
} satisfies Record<keyof Span, Check>);

const isStall = { start: isInteger, end: isInteger };
const isStreams = object({
  lanes: listOf(
    object({
      ...isStall,
      stream: isInteger,
      name: isString,
      column: isInteger,
      how: oneOf('ended', 'reset', 'open'),
      ticks: listOf(object({ row: isInteger, up: isBoolean, octets: isInteger })),
    } satisfies Record<keyof StreamLane, Check>),
  ),
  folded: listOf(object({ ...isStall, streams: isInteger } satisfies Record<keyof FoldedStreams, Check>)),
  stalls: listOf(object(isStall satisfies Record<keyof Stall, Check>)),
} satisfies Record<keyof StreamWindow, Check>);

export const isWindow = object({
  from: isInteger,
  rows: listOf(isRow),
  spans: listOf(isSpan),
  messages: listOf(isArrow),
  streams: optional(isStreams),
} satisfies Record<keyof RowWindow, Check>);

const isIndexShape = object({
  title: isString,
  rows: isInteger,
  steps: isInteger,
  heads: listOf(object({ name: isString, address: isString, lanes: listOf(isInteger) })),
  lanes: listOf(object({ name: isString, host: isInteger, port: isInteger, place: isInteger })),
  shapes: (v) => v instanceof Uint8Array,
  stepOfRow: (v) => v instanceof Int32Array,
  rowOfStep: (v) => v instanceof Int32Array,
  onWire: (v) => v instanceof Uint8Array,
  marks: (v) => v instanceof Int32Array,
  markLevels: (v) => v instanceof Uint8Array,
  labelChars: tripleOf(isNumber),
  times: (v) => v instanceof Float64Array,
  unseen: object({ hosts: isInteger, connections: isInteger }),
  waits: isBoolean,
  window: isNumber,
  messages: (v) => v instanceof Int32Array,
  streams: isInteger,
} satisfies Record<keyof DiagramIndex, Check>);

export const isIndex: Check = (v) => {
  if (!isIndexShape(v)) return false;
  const index = v as DiagramIndex;
  return (
    index.shapes.length === index.rows &&
    index.stepOfRow.length === index.rows &&
    index.rowOfStep.length === index.steps &&
    index.onWire.length === index.steps &&
    index.marks.length === index.markLevels.length
  );
};
