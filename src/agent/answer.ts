/** An answer: text for a model or a person, and the same as data. */
export interface Answer {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An answer before it is cut to a budget. */
export interface Draft {
  readonly head: readonly string[];
  /** Of these so many are kept as fit. */
  readonly items: readonly string[];
  readonly tail: readonly string[];
  /** The line behind the first `shown` items: the count of those left out, and the call that brings them. */
  more(shown: number): string;
  readonly data: Answer['data'];
}

/** The most items without a budget. */
export const MOST_ITEMS = 200;

/** Octets of UTF-8 that are counted as a token: a cautious figure for prose in both languages. */
const OCTETS_OF_TOKEN = 3;

/** The answer with as many items as a budget of tokens lets it have; head and tail are always there. */
export function laidOut({ head, items, tail, more, data }: Draft, tokens: number | undefined): Answer {
  const room = tokens === undefined ? Infinity : tokens * OCTETS_OF_TOKEN;
  let used = sizeOf([...head, ...tail, more(0)]);
  let shown = 0;
  while (shown < Math.min(items.length, MOST_ITEMS)) {
    used += sizeOf([items[shown] ?? '']);
    if (used > room) break;
    shown++;
  }
  const left = shown < items.length ? [more(shown)] : [];
  return { text: [...head, ...items.slice(0, shown), ...left, ...tail].join('\n'), data };
}

/** The length in UTF-8 with line breaks; an upper bound for characters beyond the first plane. */
function sizeOf(lines: readonly string[]): number {
  let size = 0;
  for (const line of lines) {
    size += 1;
    for (let i = 0; i < line.length; i++) size += line.charCodeAt(i) < 0x80 ? 1 : 3;
  }
  return size;
}
