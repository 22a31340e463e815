/** What the tabs below the diagram show: each gets its own part of a step, and only while it is in sight. */
import { EDITABLE, type ThreeForms } from '../trace';
import {
  type Cell,
  type Chart,
  type Endpoints,
  type Header,
  type HeaderCell,
  type LastMove,
  type MessagePart,
  type MessageView,
  type MessageViews,
  type OctetPiece,
  type Part,
  type Point,
  RULER_PARTS,
  type Ruler,
  type Standing,
  type States,
  type Variable,
} from '../tell';
import { STATES } from '../tcp';
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

export const TABS = ['endpoints', 'header', 'states', 'steps', 'message'] as const;
export type Tab = (typeof TABS)[number];

export type Inspection =
  | ({ readonly tab: 'endpoints' } & Endpoints)
  | { readonly tab: 'header'; readonly header?: Header }
  | ({ readonly tab: 'states' } & States)
  | { readonly tab: 'steps' }
  | ({ readonly tab: 'message' } & MessageViews);

/** A line of the list of steps. */
export interface ListItem {
  readonly step: number;
  /** Who does what: `client → server  SYN`. */
  readonly head: string;
  readonly text: ThreeForms;
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

const isMessage = object({
  title: isString,
  notes: listOf(isString),
  here: object({ from: isInteger, to: isInteger }),
  parts: listOf(
    object({
      depth: isInteger,
      name: isString,
      value: isString,
      from: isInteger,
      to: isInteger,
    } satisfies Record<keyof MessagePart, Check>),
  ),
  pieces: listOf(object({ from: isInteger, octets: listOf(isInteger) } satisfies Record<keyof OctetPiece, Check>)),
  left: isInteger,
  whole: isInteger,
} satisfies Record<keyof MessageView, Check>);

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
  object({ tab: oneOf('message'), messages: listOf(isMessage), left: isInteger }),
);

export const isListItem = object({
  step: isInteger,
  head: isString,
  text: isNum,
  level: isInteger,
} satisfies Record<keyof ListItem, Check>);
