/**
 * The messages between the panel's host and its page. Each side checks what it receives and ignores a message of any
 * other form.
 */
import { EDITABLE, type Editable, FORMS, type NumberForm, type ThreeForms } from '../trace';
import {
  type Arrangement,
  type DiagramIndex,
  EYES,
  LOOKS,
  type MessageLook,
  type Pairing,
  type RowWindow,
  SHOWS,
  THEMES,
  type Theme,
} from '../diagram';
import { IMAGES, type Image } from '../tell';
import { isIndex, isLevel, isState, isWindow } from './rowChecks';
import type { Inspection } from './tabs';
import type { State } from '../tcp';
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
export { IMAGES, type Image } from '../tell';
export type { NumberForm } from '../trace';
export type { Inspection, Shown, Tab } from './tabs';

/** An entry of the list of steps. */
export interface ListItem {
  readonly step: number;
  /** Who does what: `client → server  SYN`. */
  readonly head: string;
  readonly text: ThreeForms;
  /** The gravest finding: 3 error, 2 warning, 1 open, 0 hint, -1 none. */
  readonly level: number;
}

export interface DetailFinding {
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'open' | 'hint';
  readonly message: string;
  readonly arithmetic: string;
  readonly source: string;
  /** Web address of the source; empty for none. */
  readonly link: string;
  /** True if the extension has a documentation page for the rule. */
  readonly page: boolean;
}

/** A section of a standard and its web address. */
export interface Section {
  readonly name: string;
  readonly link: string;
}

/** The details of a step in the user's language. */
export interface Detail {
  /** The step, from 0; -1 for the state before the first step. */
  readonly step: number;
  /** The story in one sentence, with its numbers in each form. */
  readonly story: ThreeForms;
  /** The step in plain words, by image (letters or telephone); empty if the image has no sentence for the step. */
  readonly plain: Readonly<Record<Image, string>>;
  /** The calculations of the step, one entry for each formula. */
  readonly sums: readonly ThreeForms[];
  /** The sections of the standards that the step follows. */
  readonly sections: readonly Section[];
  readonly findings: readonly DetailFinding[];
  /** The state of each end of the flow after the step. */
  readonly states: readonly State[];
  /** True if the step sends or delivers a message above TCP. */
  readonly says: boolean;
  /** True if a connection of the flow uses TLS. */
  readonly sealed: boolean;
  /** True if a connection of the flow uses HTTP/2. */
  readonly streams: boolean;
  /** The content of the visible tab; absent on a page without tabs. */
  readonly inspection?: Inspection;
}

export const EXPORTS = ['svg', 'svg-animated', 'png', 'gif', 'mermaid', 'text'] as const;
export type ExportAs = (typeof EXPORTS)[number];

const PLACES = ['first', 'middle', 'last'] as const;

/** A picture's place in an animated GIF. A GIF of one picture has the same picture as its first and last frame. */
export interface Frame {
  readonly place: (typeof PLACES)[number];
  /** The time for which the frame is shown, seconds. */
  readonly delay: number;
}
export type ExportTheme = Theme;

export type HostMessage =
  /** The first message: the page's texts, with their `{arguments}` unresolved. */
  | { readonly type: 'setup'; readonly texts: Readonly<Record<string, string>>; readonly numbers: NumberForm }
  /** A checked flow. `id` increases with each `flow` message; messages about rows and steps carry this `id`. */
  | {
      readonly type: 'flow';
      readonly id: number;
      readonly uri: string;
      readonly name: string;
      readonly index: DiagramIndex;
      readonly window: RowWindow;
      readonly detail: Detail;
      /** The reached and missing goals of an exercise; empty for other flows. */
      readonly exercise: string;
      readonly locked: boolean;
      /** A notice above an outdated diagram; empty for none. */
      readonly notice: string;
      /** The arrangement of the rows, with `runs` resolved. */
      readonly arrangement: Arrangement;
    }
  /** An SVG file for the page to render as PNG, or as a frame of a GIF; the page answers with the same number. */
  | { readonly type: 'raster'; readonly request: number; readonly svg: string; readonly frame?: Frame | undefined }
  | { readonly type: 'nothing'; readonly notice: string }
  | { readonly type: 'rows'; readonly id: number; readonly window: RowWindow }
  /** The current step, chosen by the host, or as the answer to the page's `step`. */
  | { readonly type: 'step'; readonly id: number; readonly detail: Detail; readonly reveal: boolean }
  | { readonly type: 'play' }
  /** The form of numbers in the settings. */
  | { readonly type: 'numbers'; readonly form: NumberForm }
  /** Entries of the list of steps. */
  | { readonly type: 'list'; readonly id: number; readonly items: readonly ListItem[] }
  /** The steps in which a text was found, ascending. */
  | { readonly type: 'found'; readonly id: number; readonly text: string; readonly steps: Int32Array }
  /** A new notice above the diagram. */
  | { readonly type: 'notice'; readonly text: string }
  /** A text that is shown once: the reason why nothing was changed. */
  | { readonly type: 'said'; readonly text: string }
  /** Two flows to show side by side; the page shows nothing else from then on. */
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
      /** The text of the right flow if that flow is a what-if that can be kept or dropped. */
      readonly branch: string | undefined;
      readonly look: MessageLook;
    }
  | { readonly type: 'pair-rows'; readonly id: number; readonly side: PairSide; readonly window: RowWindow }
  | { readonly type: 'moment'; readonly id: number; readonly moment: number; readonly details: PairDetails };

/** 0 for the left flow, 1 for the right one. */
export type PairSide = 0 | 1;
/** The details of both flows at one row. A flow without a step in this row has the details of its last step before. */
export type PairDetails = readonly [Detail, Detail];

export type PageMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'rows'; readonly id: number; readonly from: number; readonly to: number }
  /** The page made a step (from 0) the current one. */
  | { readonly type: 'step'; readonly id: number; readonly step: number }
  /** The user clicked the row of a script line (from 0). */
  | { readonly type: 'line'; readonly id: number; readonly line: number }
  | { readonly type: 'lock'; readonly locked: boolean }
  /** The user chose a form of numbers. */
  | { readonly type: 'numbers'; readonly form: NumberForm }
  | { readonly type: 'rule'; readonly rule: string }
  /** The user folded, opened or filtered rows, or chose a time scale. */
  | { readonly type: 'arrange'; readonly id: number; readonly arrangement: Arrangement }
  | {
      readonly type: 'export';
      readonly as: ExportAs;
      readonly theme: ExportTheme;
      readonly width: number;
      readonly numbers: NumberForm;
    }
  /** The bytes of a PNG or GIF; undefined if it could not be rendered. */
  | { readonly type: 'png'; readonly request: number; readonly bytes: Uint8Array | undefined }
  /** The name of the visible tab below the diagram. */
  | { readonly type: 'tab'; readonly tab: string }
  | { readonly type: 'list'; readonly id: number; readonly from: number; readonly to: number }
  /** The user wants the line that is missing before a step (from 0). */
  | { readonly type: 'insert'; readonly id: number; readonly step: number }
  /** The user searches for a text. */
  | { readonly type: 'find'; readonly id: number; readonly text: string }
  /** The user changed a header field: a value, or the name of a flag to toggle. */
  | {
      readonly type: 'edit';
      readonly id: number;
      readonly step: number;
      readonly field: Editable;
      readonly value: string;
    }
  /** The user clicked a state of the state diagram. */
  | { readonly type: 'visit'; readonly id: number; readonly state: State }
  | {
      readonly type: 'pair-rows';
      readonly id: number;
      readonly side: PairSide;
      readonly from: number;
      readonly to: number;
    }
  | { readonly type: 'moment'; readonly id: number; readonly moment: number }
  /** The user chose the display of messages in both flows, or the observer who reads messages. */
  | { readonly type: 'pair-look'; readonly id: number; readonly look: MessageLook }
  /** The user keeps or drops the what-if. */
  | { readonly type: 'what-if'; readonly keep: boolean }
  | { readonly type: 'pair-line'; readonly id: number; readonly side: PairSide; readonly line: number };

/** The state that the page keeps when hidden, reloaded or restarted. */
export interface PageState {
  readonly uri: string;
  readonly step: number;
  readonly numbers: NumberForm;
  readonly locked: boolean;
  /** The share of the page's height for the details, 0.1 to 0.8. */
  readonly details: number;
  readonly arrangement?: Arrangement;
  /** The name of the chosen tab; absent if the user has chosen none, which gives the first tab. */
  readonly tab?: string;
  /** The image (letters or telephone) in which steps are told in plain words; absent if plain words are off. */
  readonly plain?: Image | undefined;
  /** True if the tabs are folded away. */
  readonly folded?: boolean;
  /** The zoom factor of the diagram, 0.25 to 4; absent for 1. */
  readonly zoom?: number;
}

/** The state that a page with two flows keeps. */
export interface PairState {
  readonly pair: readonly [string, string];
  readonly names: readonly [string, string];
  readonly moment: number;
  readonly numbers: NumberForm;
  /** The text of a what-if that has not been kept yet. */
  readonly branch?: string | undefined;
  readonly look?: MessageLook;
}

const isNum = tripleOf(isString);
const isSide = oneOf(0, 1);
const isForm = oneOf(...FORMS);

const isDetail = object({
  step: isInteger,
  story: isNum,
  plain: object({ letters: isString, call: isString } satisfies Record<Image, Check>),
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
  sealed: isBoolean,
  streams: isBoolean,
  // The page's module for the tab checks the other properties.
  inspection: optional(object({ tab: isString })),
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

const isLook = object({ show: oneOf(...SHOWS), eyes: oneOf(...EYES) } satisfies Record<keyof MessageLook, Check>);

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
    exercise: isString,
    locked: isBoolean,
    notice: isString,
    arrangement: isArrangement,
  }),
  raster: object({
    request: isInteger,
    svg: isString,
    frame: optional(object({ place: oneOf(...PLACES), delay: isNumber })),
  }),
  nothing: object({ notice: isString }),
  rows: object({ id: isInteger, window: isWindow }),
  step: object({ id: isInteger, detail: isDetail, reveal: isBoolean }),
  play: object({}),
  numbers: object({ form: isForm }),
  list: object({
    id: isInteger,
    items: listOf(
      object({ step: isInteger, head: isString, text: isNum, level: isInteger } satisfies Record<
        keyof ListItem,
        Check
      >),
    ),
  }),
  found: object({ id: isInteger, text: isString, steps: (v) => v instanceof Int32Array }),
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
    look: isLook,
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
  numbers: object({ form: isForm }),
  rule: object({ rule: isString }),
  arrange: object({ id: isInteger, arrangement: isArrangement }),
  export: object({ as: oneOf(...EXPORTS), theme: oneOf(...THEMES), width: isNumber, numbers: isForm }),
  png: object({ request: isInteger, bytes: optional((v) => v instanceof Uint8Array) }),
  tab: object({ tab: isString }),
  list: object({ id: isInteger, from: isInteger, to: isInteger }),
  insert: object({ id: isInteger, step: isInteger }),
  find: object({ id: isInteger, text: isString }),
  edit: object({ id: isInteger, step: isInteger, field: oneOf(...EDITABLE), value: isString }),
  visit: object({ id: isInteger, state: isState }),
  'pair-rows': object({ id: isInteger, side: isSide, from: isInteger, to: isInteger }),
  moment: object({ id: isInteger, moment: isInteger }),
  'pair-look': object({ id: isInteger, look: isLook }),
  'what-if': object({ keep: isBoolean }),
  'pair-line': object({ id: isInteger, side: isSide, line: isInteger }),
};

function read(table: Readonly<Record<string, Check>>, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { type } = value as { readonly type?: unknown };
  return typeof type === 'string' && Object.hasOwn(table, type) && (table[type]?.(value) ?? false);
}

/** Checks a message from the host; undefined if the value is no such message. */
export function readHostMessage(value: unknown): HostMessage | undefined {
  return read(HOST, value) ? (value as HostMessage) : undefined;
}

/** Checks a message from the page; undefined if the value is no such message. */
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
  tab: optional(isString),
  plain: optional(oneOf(...IMAGES)),
  folded: optional(isBoolean),
  zoom: optional(isNumber),
} satisfies Record<keyof PageState, Check>);

/** Checks the stored state of a page; undefined without a stored state or with one of another version. */
export function readPageState(value: unknown): PageState | undefined {
  return isPageState(value) ? (value as PageState) : undefined;
}

const isPairState = object({
  pair: pairOf(isString),
  names: pairOf(isString),
  moment: isInteger,
  numbers: isForm,
  branch: optional(isString),
  look: optional(isLook),
} satisfies Record<keyof PairState, Check>);

/** Checks the stored state of a page with two flows; undefined if there is none. */
export function readPairState(value: unknown): PairState | undefined {
  return isPairState(value) ? (value as PairState) : undefined;
}
