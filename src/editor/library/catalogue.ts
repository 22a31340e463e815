/** The table of contents of the library, media/scenarios/index.json; test/host/generate.mjs makes it from the flows. */
import { createParser } from '../../script';
import { introductionOf } from './story';

/** The themes of the library in reading order; each is a folder of media/scenarios. */
export const THEMES = [
  'opening',
  'opening-trouble',
  'data',
  'played',
  'closing',
  'closing-trouble',
  'attacks',
  'mistakes',
] as const;
export type Theme = (typeof THEMES)[number];

/** The flows of each theme in reading order. */
export const ORDER: Readonly<Record<Theme, readonly string[]>> = {
  opening: [
    'handshake',
    'handshake-sockets',
    'handshake-options',
    'ack-data',
    'syn-data',
    'simultaneous-open',
    'refused',
  ],
  'opening-trouble': [
    'syn-lost',
    'syn-gives-up',
    'syn-ack-lost',
    'handshake-ack-lost-idle',
    'handshake-ack-lost-client-data',
    'handshake-ack-lost-server-data',
    'old-duplicate-syn',
    'two-way-handshake',
    'half-open',
  ],
  data: ['data-simple', 'data-lost', 'data-fast-retransmit', 'data-reordered', 'window', 'wraparound', 'keepalive'],
  played: ['slow-start', 'gap-in-a-flight', 'tail-lost', 'slow-reader', 'nagle'],
  closing: ['close', 'close-three', 'half-close', 'close-by-server', 'simultaneous-close', 'abort'],
  'closing-trouble': [
    'fin-lost',
    'fin-ack-lost',
    'second-fin-lost',
    'last-ack-lost',
    'no-time-wait',
    'time-wait-pileup',
    'crash',
  ],
  attacks: ['isn-clock', 'isn-guess', 'isn-guess-fails', 'blind-reset', 'syn-flood'],
  mistakes: [
    'fin-alone',
    'second-fin',
    'last-ack',
    'ack-of-data',
    'number-of-ack',
    'state-names',
    'isn-one',
    'data-too-soon',
    'keepalive-minutes',
    'time-wait-timer',
    'last-ack-state',
  ],
};

/** Pairs of flows to compare, such as a real protocol and a variant of it. */
export const PAIRS: readonly (readonly [string, string])[] = [
  ['old-duplicate-syn', 'two-way-handshake'],
  ['last-ack-lost', 'no-time-wait'],
  ['isn-guess-fails', 'isn-guess'],
  ['close', 'close-three'],
];

/** The guides in media/docs/guides, and the flows that each is about. */
export const GUIDES = ['handshake', 'close', 'time-wait', 'losses', 'keepalive'] as const;
export type Guide = (typeof GUIDES)[number];

const GUIDE_OF: Readonly<Record<Theme, Guide | undefined>> = {
  opening: 'handshake',
  'opening-trouble': 'losses',
  data: 'losses',
  played: 'losses',
  closing: 'close',
  'closing-trouble': 'time-wait',
  attacks: undefined,
  mistakes: undefined,
};

/** The guide about a flow. */
export function guideOf({ id, theme }: { readonly id: string; readonly theme: Theme }): Guide | undefined {
  if (id === 'keepalive' || id === 'window' || id === 'slow-reader' || id === 'crash') return 'keepalive';
  if (id === 'old-duplicate-syn' || id === 'two-way-handshake' || id === 'isn-clock') return 'handshake';
  if (/^(?:fin|fin-ack|second-fin)-lost$/.test(id)) return 'losses';
  return GUIDE_OF[theme];
}

export type Language = 'en' | 'zh-cn';
export type Words = Readonly<Record<Language, string>>;

/** The rules that each exercise breaks. */
export const MISTAKES: Readonly<Record<string, readonly string[]>> = {
  'fin-alone': ['tcp/fin-without-ack'],
  'second-fin': ['tcp/fin-seq'],
  'last-ack': ['tcp/last-ack-numbers'],
  'ack-of-data': ['tcp/ack-plus-one'],
  'number-of-ack': ['tcp/ack-consumed-seq'],
  'state-names': ['tcp/state-mismatch', 'tcp/state-name'],
  'isn-one': ['tcp/isn-predictable'],
  'data-too-soon': ['flow/expectation-variable'],
  'keepalive-minutes': ['tcp/keepalive-units'],
  'time-wait-timer': ['tcp/state-mismatch'],
  'last-ack-state': ['tcp/state-mismatch'],
};

/** A flow of the library in the tree. */
export interface Entry {
  readonly id: string;
  readonly theme: Theme;
  readonly title: Words;
  readonly question: Words;
  readonly summary: Words;
  readonly related: readonly { readonly id: string; readonly question: Words }[];
}

export interface Catalogue {
  readonly entries: readonly Entry[];
}

/** The other flow of a pair. */
export function pairOf(id: string): string | undefined {
  for (const [a, b] of PAIRS) {
    if (a === id) return b;
    if (b === id) return a;
  }
  return undefined;
}

/** The entry of a flow, from its text and its Chinese translation table. */
export function entryOf(id: string, theme: Theme, text: string, chinese: Readonly<Record<string, string>>): Entry {
  const { title, question, summary, related } = introductionOf(createParser().parse(text));
  const words = (en: string): Words => ({ en, 'zh-cn': chinese[en] ?? en });
  return {
    id,
    theme,
    title: words(title),
    question: words(question),
    summary: { en: summary.join(' '), 'zh-cn': summary.map((s) => chinese[s] ?? s).join('') },
    related: related.map((r) => ({ id: r.id, question: words(r.question) })),
  };
}
