/** The info string of a fence: `tcpflow step=7 wrong`, `tcpflow {steps=3..9}`. */
import { EYES, type Eyes, SHOWS, type Show } from '../diagram';
import { FORMS, type NumberForm } from '../trace';

export interface Attributes {
  /** The current step, from 1. */
  readonly step?: number;
  /** The first and last step that are drawn, from 1. */
  readonly steps?: { readonly first: number; readonly last: number };
  readonly numbers?: NumberForm;
  /** Rows are placed to scale by their times. */
  readonly toScale: boolean;
  readonly fold: boolean;
  readonly show: Show;
  readonly eyes: Eyes;
  /** The text below the picture, or alone. */
  readonly code: 'none' | 'below' | 'only';
  /** Mistakes are meant. */
  readonly isWrong: boolean;
  /** Words that are no attributes, as they are written. */
  readonly unknown: readonly string[];
}

/** The attributes as they are named to users. */
export const ATTRIBUTES = [
  'step=7',
  'steps=3..9',
  'numbers=symbolic|relative|absolute',
  'time=scale',
  'fold',
  'show=segments|messages|both',
  'eyes=client|wire|server',
  'code',
  'code-only',
  'wrong',
] as const;

/** The largest number of a step that is read. */
const LONGEST_NUMBER = 7;

/** True if the info string of a fence names the language. */
export function isFlowInfo(info: string): boolean {
  return /^tcpflow(?![\w-])/i.test(info);
}

export function attributesOf(info: string): Attributes {
  const words = info
    .replace(/^tcpflow/i, '')
    .split(/[\s{}]+/)
    .filter((word) => word !== '');
  let found: Attributes = {
    toScale: false,
    fold: false,
    show: 'both',
    eyes: 'wire',
    code: 'none',
    isWrong: false,
    unknown: [],
  };
  for (const word of words) {
    const read = attribute(word);
    found = read === undefined ? { ...found, unknown: [...found.unknown, word] } : { ...found, ...read };
  }
  return found;
}

/** The attribute of a word; undefined for one that is none. */
function attribute(word: string): Partial<Attributes> | undefined {
  switch (word) {
    case 'fold':
      return { fold: true };
    case 'time=scale':
      return { toScale: true };
    case 'code':
      return { code: 'below' };
    case 'code-only':
      return { code: 'only' };
    case 'wrong':
      return { isWrong: true };
    default:
      return valued(word);
  }
}

function valued(word: string): Partial<Attributes> | undefined {
  const [, name = '', value = ''] = /^(\w+)=(.+)$/.exec(word) ?? [];
  switch (name) {
    case 'step':
      return isNumber(value) ? { step: Number(value) } : undefined;
    case 'steps': {
      const [first = '', last = first, ...more] = value.split('..');
      if (!isNumber(first) || !isNumber(last) || more.length > 0 || Number(first) > Number(last)) return undefined;
      return { steps: { first: Number(first), last: Number(last) } };
    }
    case 'numbers': {
      const numbers = FORMS.find((form) => form === value);
      return numbers && { numbers };
    }
    case 'show': {
      const show = SHOWS.find((one) => one === value);
      return show && { show };
    }
    case 'eyes': {
      const eyes = EYES.find((one) => one === value);
      return eyes && { eyes };
    }
    default:
      return undefined;
  }
}

/** True for a number from 1. */
function isNumber(text: string): boolean {
  return text.length <= LONGEST_NUMBER && /^[1-9]\d*$/.test(text);
}
