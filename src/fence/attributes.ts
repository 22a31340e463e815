import { SHOWS, type Show } from '../diagram';
import { FORMS, type NumberForm } from '../trace';

/** The words behind `tcpflow` in the info string of a fence. */
export interface Attributes {
  /** The step that stands out, from 1. */
  readonly step: number | undefined;
  /** The steps that are drawn, from 1, both included. */
  readonly steps: readonly [number, number] | undefined;
  readonly numbers: NumberForm | undefined;
  readonly toScale: boolean;
  readonly fold: boolean;
  readonly show: Show | undefined;
  /** The text of the flow: below the picture, or in its place. */
  readonly code: 'none' | 'below' | 'only';
  /** Mistakes are meant. */
  readonly isWrong: boolean;
  /** Words that are no attribute, as written; they change nothing. */
  readonly unknown: readonly string[];
}

type Draft = { -readonly [K in keyof Omit<Attributes, 'unknown'>]: Attributes[K] };

/** What a word does to the attributes; false if its value is none. */
type Read = (draft: Draft, value: string) => boolean;

const ATTRIBUTES: Readonly<Record<string, Read>> = {
  step: (draft, value) => {
    draft.step = whole(value);
    return draft.step !== undefined;
  },
  steps: (draft, value) => {
    const [, first = '', last = ''] = /^(\d+)\.\.(\d+)$/.exec(value) ?? [];
    const [from, to] = [whole(first), whole(last)];
    if (from === undefined || to === undefined || from > to) return false;
    draft.steps = [from, to];
    return true;
  },
  numbers: (draft, value) => (draft.numbers = FORMS.find((form) => form === value)) !== undefined,
  time: (draft, value) => {
    draft.toScale = value === 'scale';
    return value === 'scale' || value === 'even';
  },
  fold: (draft, value) => value === '' && (draft.fold = true),
  show: (draft, value) => (draft.show = SHOWS.find((show) => show === value)) !== undefined,
  code: (draft, value) => {
    draft.code = 'below';
    return value === '';
  },
  'code-only': (draft, value) => {
    draft.code = 'only';
    return value === '';
  },
  wrong: (draft, value) => value === '' && (draft.isWrong = true),
};

/** The most words of an info string that are read. */
const MOST_WORDS = 32;

/** Reads the info string of a fence; the attributes may stand in braces. */
export function attributesOf(info: string): Attributes {
  const draft: Draft = {
    step: undefined,
    steps: undefined,
    numbers: undefined,
    toScale: false,
    fold: false,
    show: undefined,
    code: 'none',
    isWrong: false,
  };
  const words = info
    .replace(/^tcpflow/i, '')
    .split(/[\s{}]+/, MOST_WORDS)
    .filter((word) => word !== '');
  const unknown = words.filter((word) => {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(word) ?? [];
    const read = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
    return read?.(draft, value) !== true;
  });
  return { ...draft, unknown };
}

/** A whole number from 1. */
function whole(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
