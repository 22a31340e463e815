import { type Block, type Seq, ge, gt, le, lt, max } from '../wire';

/** At most this many blocks fit an option list: four, or three beside Timestamps (RFC 2018 §3). */
export function mostBlocks(withTimestamps: boolean): number {
  return withTimestamps ? 3 : 4;
}

/**
 * The blocks that an acknowledgment reports (RFC 2018 §4): first the one with the segment that arrived last, then those
 * reported most recently before.
 *
 * @param held what is held behind a hole, disjoint and ascending
 * @param recent a number within each segment that arrived out of order, latest first
 */
export function blocksToReport(
  { held, recent }: { readonly held: readonly Block[]; readonly recent: readonly Seq[] },
  most: number,
): Block[] {
  const blocks: Block[] = [];
  const add = (b: Block | undefined): void => {
    if (b !== undefined && blocks.length < most && !blocks.some((o) => o.left === b.left)) blocks.push(b);
  };
  for (const n of recent) add(held.find((b) => covers(b, n)));
  for (const b of held) add(b);
  return blocks;
}

export function covers(block: Block, n: Seq): boolean {
  return le(block.left, n) && lt(n, block.right);
}

/** Does `outer` hold all of `inner`? */
export function contains(outer: Block, inner: Block): boolean {
  return le(outer.left, inner.left) && ge(outer.right, inner.right);
}

/** The latest arrivals out of order: this one in front, four in all. */
export function remember(recent: readonly Seq[], n: Seq): readonly Seq[] {
  return [n, ...recent.filter((r) => r !== n)].slice(0, 4);
}

/** `blocks` with `block` added: disjoint, ascending from the left edge, touching ones joined. */
export function insert(blocks: readonly Block[], block: Block): readonly Block[] {
  let { left, right } = block;
  const before: Block[] = [];
  const after: Block[] = [];
  for (const b of blocks) {
    if (lt(b.right, left)) before.push(b);
    else if (gt(b.left, right)) after.push(b);
    else {
      if (lt(b.left, left)) left = b.left;
      right = max(right, b.right);
    }
  }
  return [...before, { left, right }, ...after];
}
