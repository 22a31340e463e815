/** The texts of the open what-if flows that are not saved yet, by their document paths. */

export interface Branches {
  /** The number of what-ifs created so far; it makes paths unique. */
  readonly count: number;
  readonly texts: ReadonlyMap<string, string>;
}

export const NO_BRANCHES: Branches = { count: 0, texts: new Map() };

/** Adds a what-if of a flow with the given name. */
export function added(
  { count, texts }: Branches,
  name: string,
  text: string,
): { readonly branches: Branches; readonly path: string } {
  const path = `/${count + 1}/${name}`;
  return { branches: { count: count + 1, texts: new Map(texts).set(path, text) }, path };
}

/** Adds a what-if from before a reload under its former path. */
export function restored({ count, texts }: Branches, path: string, text: string): Branches {
  const number = Number(/^\/(\d+)\//.exec(path)?.[1] ?? 0);
  return { count: Math.max(count, number), texts: new Map(texts).set(path, text) };
}

export function without({ count, texts }: Branches, path: string): Branches {
  const left = new Map(texts);
  left.delete(path);
  return { count, texts: left };
}
