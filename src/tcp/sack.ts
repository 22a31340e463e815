import { type Block, type Seq, ge, gt, le, lt, max } from '../wire';

/** The most SACK blocks that fit into an option list: four, or three together with Timestamps (RFC 2018 §3). */
export function mostBlocks(withTimestamps: boolean): number {
  return withTimestamps ? 3 : 4;
}

/**
 * The SACK blocks to send (RFC 2018 §4): first the one with the most recently received segment, then the most recently
 * reported ones.
 *
 * @param held the out-of-order blocks, disjoint and ascending
 * @param recent one sequence number of each segment that arrived out of order, most recent first
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

/** True if `inner` lies within `outer`. */
export function contains(outer: Block, inner: Block): boolean {
  return le(outer.left, inner.left) && ge(outer.right, inner.right);
}

/** The list `recent` with `n` in front; four entries at most. */
export function remember(recent: readonly Seq[], n: Seq): readonly Seq[] {
  return [n, ...recent.filter((r) => r !== n)].slice(0, 4);
}

/** The list `blocks` with `block` added: disjoint, ascending, adjacent blocks merged. */
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
