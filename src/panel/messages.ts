/**
 * What the panel's host side and its page say to each other. Each side checks what it receives: a message that is not
 * exactly of a known form is dropped.
 */
import type { Editable, ThreeForms } from '../trace';
import {
  type Arrangement,
  type Begun,
  type DiagramIndex,
  EYES,
  type Fold,
  LOOKS,
  type MessageArrow,
  type Pairing,
  ROW_KINDS,
  type Row,
  type RowWindow,
  SHOWS,
  type Share,
  type Span,
  THEMES,
  type Theme,
  type Way,
} from '../diagram';
import { isEditable, isInspection, isListItem, isTab, type Inspection, type ListItem, type Tab } from './inspection';
import { STATES, type State } from '../tcp';
import {
  isBoolean,
  isInteger,
  isNumber,
  isString,
  listOf,
  object,
  oneOf,
  optional,
  pairOf,
  tripleOf,
  type Check,
} from './checks';

export { STATES, type State } from '../tcp';
export { TABS, type Inspection, type ListItem, type Tab } from './inspection';

export type NumberForm = 'symbolic' | 'relative' | 'absolute';

export interface DetailFinding {
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'open' | 'hint';
  readonly message: string;
  readonly arithmetic: string;
  readonly source: string;
  /** Where the source can be read; empty where there is no such place. */
  readonly link: string;
  /** Whether the rule has a page of its own in the extension. */
  readonly page: boolean;
}

/** A section of a standard, and where it can be read. */
export interface Section {
  readonly name: string;
  readonly link: string;
}

/** What happened at a step, in the reader's language. */
export interface Detail {
  /** From 0; -1 before the first. */
  readonly step: number;
  /** One sentence, its numbers in each form. */
  readonly story: ThreeForms;
  /** The arithmetic behind it, a formula a line. */
  readonly sums: readonly ThreeForms[];
  /** The sections of the standards that it rests on. */
  readonly sections: readonly Section[];
  readonly findings: readonly DetailFinding[];
  /** By end of the flow, behind the step. */
  readonly states: readonly State[];
  /** The step says or hears a message above TCP. */
  readonly says: boolean;
  /** What the tab in sight shows; absent on a page without tabs. */
  readonly inspection?: Inspection;
}

export const EXPORTS = ['svg', 'png', 'mermaid', 'text'] as const;
export type ExportAs = (typeof EXPORTS)[number];
export type ExportTheme = Theme;

export type HostMessage =
  /** First of all: the page's words, with their `{arguments}` still in them. */
  | { readonly type: 'setup'; readonly texts: Readonly<Record<string, string>>; readonly numbers: NumberForm }
  /** A flow was checked. `id` grows with each; messages about rows and steps name the flow they mean by it. */
  | {
      readonly type: 'flow';
      readonly id: number;
      readonly uri: string;
      readonly name: string;
      readonly index: DiagramIndex;
      readonly window: RowWindow;
      readonly detail: Detail;
      readonly locked: boolean;
      /** What stands above the diagram: why it shows nothing newer; empty for nothing. */
      readonly notice: string;
      /** How the rows are arranged; whether runs are folded is decided in it. */
      readonly arrangement: Arrangement;
    }
  /** An SVG file that is to become a PNG; the page answers with the same number. */
  | { readonly type: 'raster'; readonly request: number; readonly svg: string }
  | { readonly type: 'nothing'; readonly notice: string }
  | { readonly type: 'rows'; readonly id: number; readonly window: RowWindow }
  /** The host made a step the current one, or answers the page's step. */
  | { readonly type: 'step'; readonly id: number; readonly detail: Detail; readonly reveal: boolean }
  | { readonly type: 'play' }
  /** Lines of the list of steps. */
  | { readonly type: 'list'; readonly id: number; readonly items: readonly ListItem[] }
  /** Another notice above what is shown. */
  | { readonly type: 'notice'; readonly text: string }
  /** Something that is said once, in the reader's language: why nothing was changed. */
  | { readonly type: 'said'; readonly text: string }
  /** Two flows are to be shown beside each other; the page does nothing else from then on. */
  | {
      readonly type: 'pair';
      readonly id: number;
      readonly names: readonly [string, string];
      readonly uris: readonly [string, string];
      readonly indexes: readonly [DiagramIndex, DiagramIndex];
      readonly windows: readonly [RowWindow, RowWindow];
      readonly pairing: Pairing;
      readonly moment: number;
      readonly details: PairDetails;
      /** The text of the right one, where it is a what-if that can be kept or dropped. */
      readonly branch: string | undefined;
    }
  | { readonly type: 'pair-rows'; readonly id: number; readonly side: PairSide; readonly window: RowWindow }
  | { readonly type: 'moment'; readonly id: number; readonly moment: number; readonly details: PairDetails };

/** 0 for left, 1 for right. */
export type PairSide = 0 | 1;
/** What happens on either side at a moment; a side on which nothing does has the step before. */
export type PairDetails = readonly [Detail, Detail];

export type PageMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'rows'; readonly id: number; readonly from: number; readonly to: number }
  /** The page made a step (from 0) the current one. */
  | { readonly type: 'step'; readonly id: number; readonly step: number }
  /** A line (from 0) was clicked. */
  | { readonly type: 'line'; readonly id: number; readonly line: number }
  | { readonly type: 'lock'; readonly locked: boolean }
  | { readonly type: 'rule'; readonly rule: string }
  /** The reader folds, opens, filters, or puts rows to scale. */
  | { readonly type: 'arrange'; readonly id: number; readonly arrangement: Arrangement }
  | {
      readonly type: 'export';
      readonly as: ExportAs;
      readonly theme: ExportTheme;
      readonly width: number;
      readonly numbers: NumberForm;
    }
  /** The bytes of a PNG; none where it could not be made. */
  | { readonly type: 'png'; readonly request: number; readonly bytes: Uint8Array | undefined }
  /** The tab below the diagram that is in sight. */
  | { readonly type: 'tab'; readonly tab: Tab }
  | { readonly type: 'list'; readonly id: number; readonly from: number; readonly to: number }
  /** A field of the header was changed: a value, or the name of a flag that changes. */
  | {
      readonly type: 'edit';
      readonly id: number;
      readonly step: number;
      readonly field: Editable;
      readonly value: string;
    }
  /** A state of the state diagram was pressed. */
  | { readonly type: 'visit'; readonly id: number; readonly state: State }
  | {
      readonly type: 'pair-rows';
      readonly id: number;
      readonly side: PairSide;
      readonly from: number;
      readonly to: number;
    }
  | { readonly type: 'moment'; readonly id: number; readonly moment: number }
  /** What becomes of the what-if. */
  | { readonly type: 'what-if'; readonly keep: boolean }
  | { readonly type: 'pair-line'; readonly id: number; readonly side: PairSide; readonly line: number };

/** What the page keeps over hiding, reload and restart. */
export interface PageState {
  readonly uri: string;
  readonly step: number;
  readonly numbers: NumberForm;
  readonly locked: boolean;
  /** Share of the height that the details take, 0.1 to 0.8. */
  readonly details: number;
  readonly arrangement?: Arrangement;
  /** The tab of the details; `endpoints` where none was chosen. */
  readonly tab?: Tab;
}

/** What a page with two flows keeps. */
export interface PairState {
  readonly pair: readonly [string, string];
  readonly names: readonly [string, string];
  readonly moment: number;
  readonly numbers: NumberForm;
  /** The text of a what-if that was not kept yet. */
  readonly branch?: string | undefined;
}

const isNum = tripleOf(isString);
const isSide = oneOf(0, 1);
const isState = oneOf(...STATES);
const isForm = oneOf('symbolic', 'relative', 'absolute');
const isLevel = oneOf('error', 'warning', 'open', 'hint');

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
  fate: oneOf('arrived', 'lost', 'dropped', 'in-flight', 'not-sent'),
  supposed: isBoolean,
  spoofed: isInteger,
  repeats: isInteger,
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
    } satisfies Record<keyof Share, Check>),
  ),
  hears: listOf(object({ message: isInteger, name: isString })),
  as: oneOf('', 'message', 'tick'),
  begins: listOf(
    object({
      message: isInteger,
      name: isString,
      size: optional(isInteger),
      segments: isInteger,
      again: isInteger,
      whole: isBoolean,
    } satisfies Record<keyof Begun, Check>),
  ),
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

const isWindow = object({
  from: isInteger,
  rows: listOf(isRow),
  spans: listOf(isSpan),
  messages: listOf(isArrow),
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
  marks: (v) => v instanceof Int32Array,
  markLevels: (v) => v instanceof Uint8Array,
  labelChars: tripleOf(isNumber),
  times: (v) => v instanceof Float64Array,
  unseen: object({ hosts: isInteger, connections: isInteger }),
  waits: isBoolean,
  window: isNumber,
  messages: isInteger,
} satisfies Record<keyof DiagramIndex, Check>);

const isIndex: Check = (v) => {
  if (!isIndexShape(v)) return false;
  const index = v as DiagramIndex;
  return (
    index.shapes.length === index.rows &&
    index.stepOfRow.length === index.rows &&
    index.rowOfStep.length === index.steps &&
    index.marks.length === index.markLevels.length
  );
};

const isDetail = object({
  step: isInteger,
  story: isNum,
  sums: listOf(isNum),
  sections: listOf(object({ name: isString, link: isString } satisfies Record<keyof Section, Check>)),
  findings: listOf(
    object({
      rule: isString,
      level: isLevel,
      message: isString,
      arithmetic: isString,
      source: isString,
      link: isString,
      page: isBoolean,
    } satisfies Record<keyof DetailFinding, Check>),
  ),
  states: listOf(isState),
  says: isBoolean,
  inspection: optional(isInspection),
} satisfies Record<keyof Detail, Check>);

const isPairingShape = object({
  left: (v) => v instanceof Int32Array,
  right: (v) => v instanceof Int32Array,
  differs: (v) => v instanceof Uint8Array,
  first: isInteger,
} satisfies Record<keyof Pairing, Check>);

const isPairing: Check = (v) => {
  if (!isPairingShape(v)) return false;
  const { left, right, differs } = v as Pairing;
  return left.length === right.length && left.length === differs.length;
};

const isArrangement = object({
  runs: optional(isBoolean),
  turned: listOf(isInteger),
  closed: listOf(isInteger),
  hosts: listOf(isInteger),
  flags: isInteger,
  only: listOf(oneOf(...LOOKS)),
  time: isBoolean,
  windows: isBoolean,
  show: oneOf(...SHOWS),
  eyes: oneOf(...EYES),
} satisfies Record<keyof Arrangement, Check>);

const isTexts: Check = (v) => typeof v === 'object' && v !== null && Object.values(v).every(isString);

const HOST: Readonly<Record<HostMessage['type'], Check>> = {
  setup: object({ texts: isTexts, numbers: isForm }),
  flow: object({
    id: isInteger,
    uri: isString,
    name: isString,
    index: isIndex,
    window: isWindow,
    detail: isDetail,
    locked: isBoolean,
    notice: isString,
    arrangement: isArrangement,
  }),
  raster: object({ request: isInteger, svg: isString }),
  nothing: object({ notice: isString }),
  rows: object({ id: isInteger, window: isWindow }),
  step: object({ id: isInteger, detail: isDetail, reveal: isBoolean }),
  play: object({}),
  list: object({ id: isInteger, items: listOf(isListItem) }),
  notice: object({ text: isString }),
  said: object({ text: isString }),
  pair: object({
    id: isInteger,
    names: pairOf(isString),
    uris: pairOf(isString),
    indexes: pairOf(isIndex),
    windows: pairOf(isWindow),
    pairing: isPairing,
    moment: isInteger,
    details: pairOf(isDetail),
    branch: optional(isString),
  }),
  'pair-rows': object({ id: isInteger, side: isSide, window: isWindow }),
  moment: object({ id: isInteger, moment: isInteger, details: pairOf(isDetail) }),
};

const PAGE: Readonly<Record<PageMessage['type'], Check>> = {
  ready: object({}),
  rows: object({ id: isInteger, from: isInteger, to: isInteger }),
  step: object({ id: isInteger, step: isInteger }),
  line: object({ id: isInteger, line: isInteger }),
  lock: object({ locked: isBoolean }),
  rule: object({ rule: isString }),
  arrange: object({ id: isInteger, arrangement: isArrangement }),
  export: object({ as: oneOf(...EXPORTS), theme: oneOf(...THEMES), width: isNumber, numbers: isForm }),
  png: object({ request: isInteger, bytes: optional((v) => v instanceof Uint8Array) }),
  tab: object({ tab: isTab }),
  list: object({ id: isInteger, from: isInteger, to: isInteger }),
  edit: object({ id: isInteger, step: isInteger, field: isEditable, value: isString }),
  visit: object({ id: isInteger, state: isState }),
  'pair-rows': object({ id: isInteger, side: isSide, from: isInteger, to: isInteger }),
  moment: object({ id: isInteger, moment: isInteger }),
  'what-if': object({ keep: isBoolean }),
  'pair-line': object({ id: isInteger, side: isSide, line: isInteger }),
};

function read(table: Readonly<Record<string, Check>>, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { type } = value as { readonly type?: unknown };
  return typeof type === 'string' && Object.hasOwn(table, type) && (table[type]?.(value) ?? false);
}

/** A message from the host, or undefined for anything else. */
export function readHostMessage(value: unknown): HostMessage | undefined {
  return read(HOST, value) ? (value as HostMessage) : undefined;
}

/** A message from the page, or undefined for anything else. */
export function readPageMessage(value: unknown): PageMessage | undefined {
  return read(PAGE, value) ? (value as PageMessage) : undefined;
}

const isPageState = object({
  uri: isString,
  step: isInteger,
  numbers: isForm,
  locked: isBoolean,
  details: isNumber,
  arrangement: optional(isArrangement),
  tab: optional(isTab),
} satisfies Record<keyof PageState, Check>);

/** The state that a page kept, or undefined where there is none or it is of another version. */
export function readPageState(value: unknown): PageState | undefined {
  return isPageState(value) ? (value as PageState) : undefined;
}

const isPairState = object({
  pair: pairOf(isString),
  names: pairOf(isString),
  moment: isInteger,
  numbers: isForm,
  branch: optional(isString),
} satisfies Record<keyof PairState, Check>);

/** The state that a page with two flows kept, or undefined. */
export function readPairState(value: unknown): PairState | undefined {
  return isPairState(value) ? (value as PairState) : undefined;
}
