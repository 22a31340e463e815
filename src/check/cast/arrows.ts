import type { EndRef } from '../../script';
import type { EndId } from '../../sim';

/** A connection's two sides as a line writes them, `client` and `server:80`, and the end that the first of them is. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly end: EndId;
}

/**
 * The arrows that a flow writes, in the order in which it does, with the ends that they come from. Each line looks one up: by
 * its two names, of which no new text is made.
 */
export class Arrows {
  private readonly ends = new Map<string, Map<string, EndId>>();
  private readonly list: Arrow[] = [];

  /** The end that sends along an arrow; undefined where no line has written it. */
  get(from: EndRef, to: EndRef): EndId | undefined {
    return this.ends.get(textOf(from))?.get(textOf(to));
  }

  set(from: EndRef, to: EndRef, end: EndId): void {
    this.put({ from: textOf(from), to: textOf(to), end });
  }

  copy(): Arrows {
    const copy = new Arrows();
    for (const arrow of this.list) copy.put(arrow);
    return copy;
  }

  get all(): readonly Arrow[] {
    return this.list;
  }

  private put(arrow: Arrow): void {
    const { from, to, end } = arrow;
    let behind = this.ends.get(from);
    if (behind === undefined) this.ends.set(from, (behind = new Map<string, EndId>()));
    if (!behind.has(to)) this.list.push(arrow);
    else this.list[this.list.findIndex((a) => a.from === from && a.to === to)] = arrow;
    behind.set(to, end);
  }
}

/** A side as it is written: `client`, `client:50001`. */
function textOf({ host, port }: EndRef): string {
  return port === undefined ? host.text : `${host.text}:${port.value}`;
}
