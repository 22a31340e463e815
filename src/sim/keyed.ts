/** Bits of the hash that select one of the 32 children of a branch. */
const BITS = 5;
const PLACES = 1 << BITS;

interface Leaf<T> {
  readonly hash: number;
  readonly key: string;
  readonly item: T;
  /** Its rank in the order of insertion. */
  readonly order: number;
}

/** Children in ascending order of their hash bits. `places` has a bit set for each. */
interface Branch<T> {
  readonly places: number;
  readonly children: readonly Child<T>[];
}

/** Leaves with different keys and equal hashes. */
type Clash<T> = readonly Leaf<T>[];

type Child<T> = Leaf<T> | Branch<T> | Clash<T>;

const isClash = <T>(child: Child<T>): child is Clash<T> => Array.isArray(child);
const isLeaf = <T>(child: Child<T>): child is Leaf<T> => 'key' in child;

/**
 * An immutable map that shares unchanged parts with its successors: a hash array mapped trie (Bagwell, *Ideal Hash
 * Trees*, 2001). A change copies the branches on the way to the key, each with 32 children at most. Iteration is in the
 * order of insertion; a key that is set again keeps its rank.
 */
export class Keyed<T> {
  private static readonly nothing = new Keyed<never>({ places: 0, children: [] }, 0, 0);

  private constructor(
    private readonly root: Branch<T>,
    readonly size: number,
    private readonly orders: number,
  ) {}

  static empty<T>(): Keyed<T> {
    return Keyed.nothing;
  }

  get(key: string): T | undefined {
    return this.leaf(key)?.item;
  }

  has(key: string): boolean {
    return this.leaf(key) !== undefined;
  }

  set(key: string, item: T): Keyed<T> {
    const old = this.leaf(key);
    if (old !== undefined && old.item === item) return this;
    const hash = hashOf(key);
    const leaf = { hash, key, item, order: old?.order ?? this.orders };
    const root = withLeaf(this.root, leaf, 0);
    return new Keyed(root, old === undefined ? this.size + 1 : this.size, this.orders + 1);
  }

  delete(key: string): Keyed<T> {
    if (!this.has(key)) return this;
    if (this.size === 1) return Keyed.empty();
    return new Keyed(without(this.root, hashOf(key), key, 0), this.size - 1, this.orders);
  }

  /** The map with the items for which `keep` is true. */
  filter(keep: (item: T) => boolean): Keyed<T> {
    let kept = Keyed.empty<T>();
    for (const [key, item] of this) if (keep(item)) kept = kept.set(key, item);
    return kept.size === this.size ? this : kept;
  }

  /** True if both have the same keys with items that are equal, in any order; parts that they share are not visited. */
  sameAs(other: Keyed<T>, equal: (a: T, b: T) => boolean): boolean {
    if (this.size !== other.size) return false;
    const isIn = ({ key, item }: Leaf<T>): boolean => {
      const leaf = other.leaf(key);
      return leaf !== undefined && equal(item, leaf.item);
    };
    return everyUnshared(this.root, other.root, isIn);
  }

  keys(): string[] {
    return this.leaves().map((leaf) => leaf.key);
  }

  values(): T[] {
    return this.leaves().map((leaf) => leaf.item);
  }

  *[Symbol.iterator](): Iterator<readonly [string, T]> {
    for (const { key, item } of this.leaves()) yield [key, item];
  }

  private leaves(): Leaf<T>[] {
    const found: Leaf<T>[] = [];
    everyLeaf(this.root, (leaf) => found.push(leaf) > 0);
    return found.sort((a, b) => a.order - b.order);
  }

  private leaf(key: string): Leaf<T> | undefined {
    const hash = hashOf(key);
    let branch = this.root;
    for (let shift = 0; ; shift += BITS) {
      const place = placeOf(hash, shift);
      if ((branch.places & place) === 0) return undefined;
      const child = branch.children[indexOf(branch, place)] as Child<T>;
      if (isClash(child)) return child.find((leaf) => leaf.key === key);
      if (isLeaf(child)) return child.key === key ? child : undefined;
      branch = child;
    }
  }
}

/** FNV-1a hash of the UTF-16 code units, 32 bits. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash;
}

function placeOf(hash: number, shift: number): number {
  return 1 << ((hash >>> shift) & (PLACES - 1));
}

/** The number of children before a place. */
function indexOf(branch: Branch<unknown>, place: number): number {
  return countOnes(branch.places & (place - 1));
}

function countOnes(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

function withLeaf<T>(branch: Branch<T>, leaf: Leaf<T>, shift: number): Branch<T> {
  const place = placeOf(leaf.hash, shift);
  const at = indexOf(branch, place);
  const children = branch.children.slice();
  if ((branch.places & place) === 0) {
    children.splice(at, 0, leaf);
    return { places: branch.places | place, children };
  }
  children[at] = joined(children[at] as Child<T>, leaf, shift + BITS);
  return { places: branch.places, children };
}

/** A child with one more leaf, below the hash bits counted by `shift`. */
function joined<T>(child: Child<T>, leaf: Leaf<T>, shift: number): Child<T> {
  if (isClash(child)) {
    const [first] = child;
    if (first?.hash === leaf.hash) return [...child.filter((l) => l.key !== leaf.key), leaf];
    return joined({ places: placeOf(first?.hash ?? 0, shift), children: [child] }, leaf, shift);
  }
  if (!isLeaf(child)) return withLeaf(child, leaf, shift);
  if (child.key === leaf.key) return leaf;
  if (child.hash === leaf.hash) return [child, leaf];
  return withLeaf({ places: placeOf(child.hash, shift), children: [child] }, leaf, shift);
}

/** The branch without a key that it contains. It may keep a single child, which costs one step of a search. */
function without<T>(branch: Branch<T>, hash: number, key: string, shift: number): Branch<T> {
  const place = placeOf(hash, shift);
  const at = indexOf(branch, place);
  const child = branch.children[at] as Child<T>;
  const children = branch.children.slice();
  const left = remainder(child, hash, key, shift + BITS);
  if (left !== undefined) {
    children[at] = left;
    return { places: branch.places, children };
  }
  children.splice(at, 1);
  return { places: branch.places & ~place, children };
}

function remainder<T>(child: Child<T>, hash: number, key: string, shift: number): Child<T> | undefined {
  if (isClash(child)) {
    const left = child.filter((leaf) => leaf.key !== key);
    return left.length > 1 ? left : left[0];
  }
  if (isLeaf(child)) return undefined;
  const left = without(child, hash, key, shift);
  return left.children.length > 0 ? left : undefined;
}

function everyLeaf<T>(child: Child<T>, holds: (leaf: Leaf<T>) => boolean): boolean {
  if (isClash(child)) return child.every(holds);
  if (isLeaf(child)) return holds(child);
  return child.children.every((c) => everyLeaf(c, holds));
}

/** Visits the leaves of a branch, without those of children that another branch has, too. */
function everyUnshared<T>(branch: Branch<T>, other: Branch<T>, holds: (leaf: Leaf<T>) => boolean): boolean {
  if (branch === other) return true;
  let at = 0;
  for (let places = branch.places; places !== 0; places &= places - 1) {
    const place = places & -places;
    const child = branch.children[at++] as Child<T>;
    const beside = (other.places & place) === 0 ? undefined : other.children[indexOf(other, place)];
    if (child === beside) continue;
    const areBranches = beside !== undefined && isBranch(child) && isBranch(beside);
    if (!(areBranches ? everyUnshared(child, beside, holds) : everyLeaf(child, holds))) return false;
  }
  return true;
}

const isBranch = <T>(child: Child<T>): child is Branch<T> => !isClash(child) && !isLeaf(child);
