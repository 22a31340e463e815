import type { Args } from '../script';
import type { Counts } from './read';

/** Message ids with arguments on the frames of a file that were left out. */
export function notesOf(counts: Counts): readonly { readonly id: string; readonly args: Args }[] {
  const { fragments, cut, unknownLinks, unknownLink = 0, dropped } = counts;
  const note = (name: string, count: number, args: Args = {}): { id: string; args: Args }[] =>
    count > 0 ? [{ id: `capture/note/${name}`, args: { count, ...args } }] : [];
  return [
    ...note('fragments', fragments),
    ...note('cut', cut),
    ...note('unknown-link', unknownLinks, { link: unknownLink }),
    ...note('dropped', dropped),
  ];
}
