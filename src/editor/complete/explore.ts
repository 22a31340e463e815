/** Completion within `explore …: claim`. */
import { CLAIMS, CLAIM_KINDS, EXPLORED_CALLS, FLAGS, FORGE_SKILLS } from '../../script';
import type { Item } from './item';

/** Names and conditions of the flow, for the places where those stand. */
export interface ExploreNames {
  readonly hosts: () => Item[];
  /** The items of a condition of `expect`, from the text of the condition so far. */
  readonly condition: (text: string) => Item[];
}

const keyword = (label: string, id: string, snippet = `${label} $0`): Item => ({
  kind: 'keyword',
  label,
  snippet,
  why: { id },
});

/** Events that may be allowed, besides the hosts' calls. */
const ALLOWED_ITEMS: readonly Item[] = [
  keyword('lose', 'complete/explore/lose', 'lose ${1:1}'),
  keyword('delay', 'complete/explore/delay', 'delay ${1:1}'),
  keyword('duplicate', 'complete/explore/duplicate', 'duplicate ${1:1}'),
  keyword('crash', 'keyword/crash', 'crash ${1:server} ${2:1}'),
  keyword('forge', 'keyword/forge', 'forge ${1:1} ${2|blind,guessed|}'),
  { kind: 'keyword', label: 'isn repeats', why: { id: 'keyword/isn' } },
];

const CLAIM_ITEMS: readonly Item[] = [
  ...CLAIMS.map((label): Item => ({ kind: 'value', label, why: { id: `claim/${label}` } })),
  ...CLAIM_KINDS.map((label) => keyword(label, `keyword/${label}`)),
];

const FLAG_ITEMS: readonly Item[] = [
  'SYN',
  'SYN,ACK',
  'ACK',
  'FIN',
  ...FLAGS.filter((f) => !/^(?:SYN|ACK|FIN)$/.test(f)),
].map((label): Item => ({ kind: 'flag', label }));

const COUNTS: readonly Item[] = ['1', '2', '3'].map((label): Item => ({ kind: 'value', label }));

/** Places within the list, by the text of the item so far. */
const PLACES: readonly (readonly [RegExp, (names: ExploreNames) => readonly Item[]])[] = [
  [/^$/, ({ hosts }) => [...ALLOWED_ITEMS, ...hosts()]],
  [/(?:^crash|\s(?:from|spoofing))\s+$/i, ({ hosts }) => hosts()],
  [/^(?:lose|delay|duplicate|forge|crash\s+\S+)\s+$/i, () => COUNTS],
  [
    /^(?:lose|delay|duplicate)\s+\d+\s+$/i,
    () => [
      keyword('from', 'keyword/from'),
      { kind: 'keyword', label: 'data', why: { id: 'keyword/data' } },
      ...FLAG_ITEMS,
    ],
  ],
  [/^(?:lose|delay|duplicate)\s+\d+\s+[^\s]+\s+$/i, () => [keyword('from', 'keyword/from')]],
  [
    /^forge\s+\d+\s+$/i,
    () => FORGE_SKILLS.map((label): Item => ({ kind: 'value', label, why: { id: `keyword/${label}` } })),
  ],
  [/^forge\s+\d+\s+\w+\s+$/i, () => [keyword('spoofing', 'complete/clause/spoofing')]],
  [/^isn\s+$/i, () => [{ kind: 'keyword', label: 'repeats', why: { id: 'keyword/repeats' } }]],
  [
    /^(?!(?:lose|delay|duplicate|forge|crash|isn)\s)\S+\s+$/iu,
    () =>
      EXPLORED_CALLS.map((label): Item => {
        const item = { kind: 'call', label, why: { id: `call/${label}` }, source: 'RFC 9293 §3.9.1' } as const;
        return label === 'send' || label === 'receive' ? { ...item, snippet: `${label} \${1:5}` } : item;
      }),
  ],
  [/\s(?:send|receive)\s+$/i, () => ['5', '1460'].map((label): Item => ({ kind: 'value', label }))],
];

/** The items behind `explore`: `text` is what stands between it and the word being written. */
export function inExplore(text: string, names: ExploreNames): Item[] {
  const colon = /:(?!\d)/.exec(text);
  if (colon === null) {
    const item = (text.split(',').at(-1) ?? '').trimStart();
    return [...(PLACES.find(([place]) => place.test(item))?.[1](names) ?? [])];
  }
  const claim = text.slice(colon.index + 1).trimStart();
  if (claim === '') return [...CLAIM_ITEMS];
  const items = /^(?:never|always|finally)\s(.*)$/i.exec(claim)?.[1];
  if (items === undefined) return [];
  const item = items.split(/,|(?<!\S)with(?!\S)/i).at(-1) ?? '';
  const isWhole = /^\s*\S+\s+[A-Z][A-Z\d-]*\s+$/.test(item);
  return isWhole ? [keyword('with', 'keyword/with')] : names.condition(item);
}
