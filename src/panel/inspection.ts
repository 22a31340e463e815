/** What the tabs below the diagram show: each gets its own part of a step, and only while it is in sight. */
import type { Num } from '../diagram/model';
import { RULER_PARTS, type Part, type Point, type Ruler } from '../diagram/ruler';
import type { Chart, Standing } from '../diagram/state-chart';
import { STATES } from '../tcp/state';
import {
  anyOf,
  isBoolean,
  isInteger,
  isNumber,
  isString,
  listOf,
  object,
  oneOf,
  optional,
  tripleOf,
  type Check,
} from './checks';

export const TABS = ['endpoints', 'header', 'states', 'steps'] as const;
export type Tab = (typeof TABS)[number];

/** A value of an endpoint, and what it was before the step where it changed. */
export interface Cell {
  readonly now: Num;
  readonly was?: Num;
  /** Why the value is not known, or not for certain; absent where it is. */
  readonly because?: string;
}

export interface Variable {
  /** `SND.UNA`: the field's name in RFC 9293. */
  readonly name: string;
  /** What it means, in the reader's language. */
  readonly about: string;
  /** One cell an end, in the order of the table's ends. */
  readonly cells: readonly Cell[];
}

/** Fields of a segment that a reader may change in the header. */
const EDITABLE = ['seq', 'ack', 'win', 'urg', 'flags'] as const;
export type Editable = (typeof EDITABLE)[number];

/** A field of the header. */
export interface HeaderCell {
  readonly name: string;
  /** How many bits wide: 1, 3, 4, 8, 16 or 32. */
  readonly bits: number;
  readonly value: Num;
  readonly hex: string;
  readonly about: string;
  /** The field that the cell changes; absent where it changes nothing. */
  readonly edits?: Editable;
  /** What the line writes for it, where it writes something. */
  readonly written?: string;
  /** A flag: whether it is set. */
  readonly on?: boolean;
}

/** Part of the header behind its fixed 20 bytes. */
export interface HeaderOption {
  readonly hex: string;
  readonly about: Num;
}

export interface Header {
  readonly title: Num;
  /** By 32-bit word. */
  readonly words: readonly (readonly HeaderCell[])[];
  readonly options: readonly HeaderOption[];
  /** Sixteen bytes a line, as hexadecimal digits and as text. */
  readonly payload: readonly { readonly at: string; readonly hex: string; readonly text: string }[];
  readonly payloadBytes: number;
  /** The flow gives the payload's bytes, and not only how many they are. */
  readonly known: boolean;
  readonly editable: boolean;
}

/** The last change of state of an end, in words. */
export interface LastMove {
  readonly host: string;
  readonly states: readonly string[];
  /** The step where it was, from 0; -1 where there was none. */
  readonly step: number;
}

export type Inspection =
  | {
      readonly tab: 'endpoints';
      /** The names of the ends in the table. */
      readonly ends: readonly string[];
      readonly variables: readonly Variable[];
      readonly rulers: readonly Ruler[];
    }
  | { readonly tab: 'header'; readonly header?: Header }
  | { readonly tab: 'states'; readonly chart: Chart; readonly moves: readonly LastMove[] }
  | { readonly tab: 'steps' };

/** A line of the list of steps. */
export interface ListItem {
  readonly step: number;
  /** Who does what: `client → server  SYN`. */
  readonly head: string;
  readonly text: Num;
  /** The gravest finding: 3 error, 2 warning, 1 open, 0 hint, -1 none. */
  readonly level: number;
}

const isNum = tripleOf(isString);
const isState = oneOf(...STATES);

const isPart = object({
  part: oneOf(...RULER_PARTS),
  from: isNumber,
  to: isNumber,
  open: optional(oneOf('start', 'end')),
} satisfies Record<keyof Part, Check>);

const isPoint = object({ name: isString, at: isNumber, value: isNum } satisfies Record<keyof Point, Check>);

const isRuler = object({
  sender: isString,
  receiver: isString,
  send: listOf(isPart),
  sendPoints: listOf(isPoint),
  receive: listOf(isPart),
  receivePoints: listOf(isPoint),
  wrap: optional(isNumber),
} satisfies Record<keyof Ruler, Check>);

const isVariable = object({
  name: isString,
  about: isString,
  cells: listOf(
    object({ now: isNum, was: optional(isNum), because: optional(isString) } satisfies Record<keyof Cell, Check>),
  ),
} satisfies Record<keyof Variable, Check>);

const isCell = object({
  name: isString,
  bits: isInteger,
  value: isNum,
  hex: isString,
  about: isString,
  edits: optional(oneOf(...EDITABLE)),
  written: optional(isString),
  on: optional(isBoolean),
} satisfies Record<keyof HeaderCell, Check>);

const isHeader = object({
  title: isNum,
  words: listOf(listOf(isCell)),
  options: listOf(object({ hex: isString, about: isNum })),
  payload: listOf(object({ at: isString, hex: isString, text: isString })),
  payloadBytes: isInteger,
  known: isBoolean,
  editable: isBoolean,
} satisfies Record<keyof Header, Check>);

const isStanding = object({
  name: isString,
  state: isState,
  over: isBoolean,
  path: listOf(isState),
  fresh: isBoolean,
} satisfies Record<keyof Standing, Check>);

const isChart = object({
  standing: listOf(isStanding),
  visits: listOf(isInteger),
} satisfies Record<keyof Chart, Check>);

export const isTab = oneOf(...TABS);
export const isEditable = oneOf(...EDITABLE);

export const isInspection = anyOf(
  object({
    tab: oneOf('endpoints'),
    ends: listOf(isString),
    variables: listOf(isVariable),
    rulers: listOf(isRuler),
  }),
  object({ tab: oneOf('header'), header: optional(isHeader) }),
  object({
    tab: oneOf('states'),
    chart: isChart,
    moves: listOf(
      object({ host: isString, states: listOf(isString), step: isInteger } satisfies Record<keyof LastMove, Check>),
    ),
  }),
  object({ tab: oneOf('steps') }),
);

export const isListItem = object({
  step: isInteger,
  head: isString,
  text: isNum,
  level: isInteger,
} satisfies Record<keyof ListItem, Check>);
