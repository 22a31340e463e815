import type { Item } from './item';

/** Groups of lines with places to fill in; their texts are in `words`, as titles in them are translated. */
export const SNIPPETS = [
  'handshake',
  'connection',
  'hosts',
  'data',
  'close',
  'abort',
  'lost',
  'flight',
  'variable',
  'halfway',
  'forgets',
] as const;

/** The snippets whose name no other item has. */
export function snippetItems(others: readonly Item[]): Item[] {
  const taken = new Set(others.map((o) => o.label));
  return SNIPPETS.filter((id) => !taken.has(id)).map((id) => ({
    kind: 'snippet',
    label: id,
    snippet: { id: `snippet/${id}` },
    why: { id: `snippet/${id}/about` },
  }));
}
