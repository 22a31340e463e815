/**
 * The texts of the open what-if flows (variants with one change) that are not saved yet, by the paths of their virtual
 * documents.
 */

export interface Branches {
  /** The number of what-ifs created so far, which makes the paths unique. */
  readonly count: number;
  readonly texts: ReadonlyMap<string, string>;
}

export const NO_BRANCHES: Branches = { count: 0, texts: new Map() };

/** Adds a what-if with a new path that contains the given name. */
export function added(
  { count, texts }: Branches,
  name: string,
  text: string,
): { readonly branches: Branches; readonly path: string } {
  const path = `/${count + 1}/${name}`;
  return { branches: { count: count + 1, texts: new Map(texts).set(path, text) }, path };
}

/** Restores a what-if after a reload of the window, with its former document path. */
export function restored({ count, texts }: Branches, path: string, text: string): Branches {
  const number = Number(/^\/(\d+)\//.exec(path)?.[1] ?? 0);
  return { count: Math.max(count, number), texts: new Map(texts).set(path, text) };
}

export function without({ count, texts }: Branches, path: string): Branches {
  const left = new Map(texts);
  left.delete(path);
  return { count, texts: left };
}
