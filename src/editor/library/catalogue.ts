/** The library's table of contents: media/scenarios/index.json, which follows from the flows (test/host/generate.mjs). */
import { LANGUAGES, type Language } from '../../words/languages';
import { createParser } from '../../script';
import { introductionOf } from './story';

/** The themes of the library in reading order; each is a folder of media/scenarios. */
export const THEMES = [
  'opening',
  'opening-trouble',
  'data',
  'played',
  'path',
  'closing',
  'closing-trouble',
  'http',
  'https',
  'attacks',
  'explored',
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
    'fast-open',
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
    'old-syn-after-close',
    'old-syn-after-close-two-way',
    'server-gives-up',
    'two-way-leak',
    'syn-queue',
    'accept-queue',
    'accept-queue-abort',
    'defer-accept',
    'half-open',
  ],
  data: [
    'data-simple',
    'stream-without-borders',
    'data-lost',
    'data-fast-retransmit',
    'data-reordered',
    'window',
    'wraparound',
    'keepalive',
  ],
  played: [
    'stop-and-wait',
    'sliding-window',
    'slow-start',
    'gap-in-a-flight',
    'two-holes-without-sack',
    'sack-two-holes',
    'reno',
    'tahoe',
    'tail-lost',
    'rto-by-row',
    'slow-reader',
    'nagle',
  ],
  path: ['drop-reject-unreachable', 'nat-timeout', 'pmtu-black-hole', 'mss-clamping'],
  closing: [
    'close',
    'close-sockets',
    'close-three',
    'fin-data',
    'half-close',
    'close-by-server',
    'simultaneous-close',
    'written-to-closed',
    'abort',
    'linger',
  ],
  'closing-trouble': [
    'fin-lost',
    'fin-ack-lost',
    'second-fin-lost',
    'last-ack-lost',
    'no-time-wait',
    'time-wait-assassination',
    'time-wait-protected',
    'time-wait-pileup',
    'time-wait-linux',
    'bind-in-use',
    'bind-reuseaddr',
    'close-wait-pileup',
    'crash',
    'half-open-keepalive',
  ],
  http: [
    'http10-close',
    'http11-keepalive',
    'http-cost',
    'http-post',
    'http-length',
    'http-stateless',
    'http11-pipeline',
    'http11-parallel',
    'http2-multiplex',
    'h2-head-of-line',
    'h2-windows',
    'h2-goaway',
    'http-truncated',
    'http-plain',
    'http-altered',
  ],
  https: [
    'tls12-rsa',
    'tls12-ecdhe',
    'tls13',
    'tls13-hrr',
    'tls12-resumed',
    'tls12-no-cipher',
    'tls12-bad-certificate',
    'tls-forged',
    'https-plain',
    'https-full',
    'https-h2',
    'tls-altered',
    'tls-truncated',
    'tls12-key-leaks',
    'tls12-ecdhe-key-leaks',
  ],
  attacks: [
    'isn-clock',
    'isn-guess',
    'isn-guess-fails',
    'blind-reset',
    'injection-on-path',
    'syn-flood',
    'syn-cookies',
  ],
  explored: ['explore-ghost', 'explore-time-wait', 'explore-rfc1337', 'explore-half-open', 'explore-ack-war'],
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
    'http10-persists',
    'keep-alive-is-keepalive',
    'stateless-connectionless',
    'length-in-characters',
    'answers-in-any-order',
    'https-other-connection',
    'level-after-certificate',
    'premaster-by-public-key',
    'session-key-sum',
    'rsa-for-data',
  ],
};

/** Pairs of flows to compare, such as a real protocol and a variant of it. */
export const PAIRS: readonly (readonly [string, string])[] = [
  ['old-duplicate-syn', 'two-way-handshake'],
  ['old-syn-after-close', 'old-syn-after-close-two-way'],
  ['server-gives-up', 'two-way-leak'],
  ['reno', 'tahoe'],
  ['accept-queue', 'accept-queue-abort'],
  ['pmtu-black-hole', 'mss-clamping'],
  ['bind-in-use', 'bind-reuseaddr'],
  ['syn-flood', 'syn-cookies'],
  ['sliding-window', 'stop-and-wait'],
  ['sack-two-holes', 'two-holes-without-sack'],
  ['blind-reset', 'injection-on-path'],
  ['handshake-sockets', 'close-sockets'],
  ['time-wait-protected', 'time-wait-assassination'],
  ['last-ack-lost', 'no-time-wait'],
  ['isn-guess-fails', 'isn-guess'],
  ['close', 'close-three'],
  ['http11-keepalive', 'http10-close'],
  ['tls12-rsa', 'tls12-ecdhe'],
  ['tls13', 'tls13-hrr'],
  ['tls12-key-leaks', 'tls12-ecdhe-key-leaks'],
  ['http-plain', 'https-plain'],
  ['http-altered', 'tls-altered'],
  ['http-truncated', 'tls-truncated'],
];

/** The guides of media/docs/guides, and the flows that each of them is about. */
export const GUIDES = [
  'handshake',
  'close',
  'time-wait',
  'losses',
  'keepalive',
  'http',
  'https',
  'articles',
  'header',
  'states',
  'explore',
] as const;
export type Guide = (typeof GUIDES)[number];

/** The pages of media/docs that a reader may look for. */
export const PAGE_IDS = ['language', 'profiles', 'coverage', 'cli'] as const;

const GUIDE_OF: Readonly<Record<Theme, Guide | undefined>> = {
  opening: 'handshake',
  'opening-trouble': 'losses',
  data: 'losses',
  played: 'losses',
  path: undefined,
  closing: 'close',
  'closing-trouble': 'time-wait',
  http: 'http',
  https: 'https',
  attacks: undefined,
  explored: 'explore',
  mistakes: 'articles',
};

/** The guide about a flow. */
export function guideOf({ id, theme }: { readonly id: string; readonly theme: Theme }): Guide | undefined {
  if (id === 'two-way-leak' || id === 'server-gives-up') return 'articles';
  if (id === 'data-simple' || id === 'handshake-options') return 'header';
  if (id === 'simultaneous-open' || id === 'simultaneous-close') return 'states';
  if (id === 'keepalive' || id === 'window' || id === 'slow-reader' || id === 'crash' || id === 'half-open-keepalive')
    return 'keepalive';
  if (id === 'old-duplicate-syn' || id === 'two-way-handshake' || id === 'isn-clock') return 'handshake';
  if (/^(?:fin|fin-ack|second-fin)-lost$/.test(id)) return 'losses';
  return GUIDE_OF[theme];
}

export type Words = Readonly<Record<Language, string>>;

/** A flow of the library in the tree. */
export interface Entry {
  readonly id: string;
  readonly theme: Theme;
  readonly title: Words;
  readonly question: Words;
  readonly summary: Words;
  /** Words for what the flow is about that stand nowhere else in its entry, and by which readers look for it. */
  readonly keywords?: Words;
  readonly related: readonly { readonly id: string; readonly question: Words }[];
}

export interface Catalogue {
  readonly entries: readonly Entry[];
  /** Words by which readers look for guides and pages, by `guide/ID` and `page/ID`. */
  readonly others: Readonly<Record<string, Words>>;
}

/** The other flow of a pair. */
export function pairOf(id: string): string | undefined {
  for (const [a, b] of PAIRS) {
    if (a === id) return b;
    if (b === id) return a;
  }
  return undefined;
}

/**
 * What the browser has to know of a flow, from its text, its tables of other languages (their words by the English ones), and the
 * words by which readers look for it: they are English where a language lacks them.
 */
export function entryOf(
  id: string,
  theme: Theme,
  text: string,
  table: (language: Language) => Readonly<Record<string, string>>,
  keywords?: Readonly<Partial<Record<Language, string>> & { en: string }>,
): Entry {
  const { title, question, summary, related } = introductionOf(createParser().parse(text));
  const inEach = (words: (own: (en: string) => string) => string): Words =>
    byLanguage((language) => {
      const own = table(language);
      return words((en) => own[en] ?? en);
    });
  return {
    id,
    theme,
    title: inEach((own) => own(title)),
    question: inEach((own) => own(question)),
    summary: inEach((own) => joined(summary.map(own))),
    ...(keywords === undefined ? {} : { keywords: byLanguage((language) => keywords[language] ?? keywords.en) }),
    related: related.map((r) => ({ id: r.id, question: inEach((own) => own(r.question)) })),
  };
}

function byLanguage(words: (language: Language) => string): Words {
  return Object.fromEntries(LANGUAGES.map((language) => [language, words(language)])) as Record<Language, string>;
}

/** Sentences one behind the other: a full-width stop brings its own space. */
function joined(sentences: readonly string[]): string {
  return sentences.reduce((all, next) => (/[\u3000-\u303f\uff00-\uffef]$/.test(all) ? all + next : `${all} ${next}`));
}
