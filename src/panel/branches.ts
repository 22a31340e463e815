/** The texts of what-ifs that are shown and not kept yet, by the path that each has as a document. */

export interface Branches {
  /** How many there were: no two have the same path. */
  readonly count: number;
  readonly texts: ReadonlyMap<string, string>;
}

export const NO_BRANCHES: Branches = { count: 0, texts: new Map() };

/** A new what-if of a flow of that name. */
export function added(
  { count, texts }: Branches,
  name: string,
  text: string,
): { readonly branches: Branches; readonly path: string } {
  const path = `/${count + 1}/${name}`;
  return { branches: { count: count + 1, texts: new Map(texts).set(path, text) }, path };
}

/** One of before a reload, at the path that it had. */
export function restored({ count, texts }: Branches, path: string, text: string): Branches {
  const number = Number(/^\/(\d+)\//.exec(path)?.[1] ?? 0);
  return { count: Math.max(count, number), texts: new Map(texts).set(path, text) };
}

export function without({ count, texts }: Branches, path: string): Branches {
  const left = new Map(texts);
  left.delete(path);
  return { count, texts: left };
}
