import { RST, SYN } from '../../wire';
import type { OptionList, SegmentStatement } from '../../script';
import type { EndId } from '../../sim';
import { literal } from './relative';

/** How a side's written windows are to be read. */
export interface Windows {
  /** They look scaled already: packet analysers print the window in octets, not what the field carries. */
  readonly looksScaled: boolean;
  /** They are taken for octets: as fields, they would not fit. */
  readonly takenScaled: boolean;
  /** The buffer that the host line gives. */
  readonly buffer: number | undefined;
}

interface Seen {
  /** The shift count of its SYN; undefined where the SYN has an option list without one. */
  shift: number | undefined | 'left-out';
  count: number;
  most: number;
  /** The same with those of SYNs, which are never scaled. */
  largest: number;
  /** All windows, one bit over the other: the zeros at its end are those of each. */
  bits: number;
}

/** A window beyond this is rare: one that is beyond only if it is scaled again has been scaled already. */
const RARE = 2 ** 20;
/** Shift counts below this leave most numbers multiples of 2^shift: they tell nothing. */
const TELLING_SHIFT = 3;

/**
 * Reads, from a flow's text, whether its windows are fields or octets. The field of a segment without SYN carries the
 * window shifted right by the shift count of its sender's SYN (RFC 7323 §2.2, §2.3).
 */
export class WindowDraft {
  private readonly sides = new Map<EndId, Seen>();

  /** @param from the end that sends the segment */
  read(s: SegmentStatement, from: EndId): void {
    const win = literal(s.win?.expr);
    const bits = s.flags?.bits ?? 0;
    if (s.violates !== undefined || s.spoofing !== undefined || (win === undefined && (bits & SYN) === 0)) return;
    let side = this.sides.get(from);
    if (side === undefined) {
      side = { shift: 'left-out', count: 0, most: 0, largest: 0, bits: 0 };
      this.sides.set(from, side);
    }
    if (win !== undefined && win > side.largest) side.largest = win;
    if ((bits & SYN) !== 0) {
      if (s.options !== undefined) side.shift = shiftOf(s.options);
    } else if (win !== undefined && (bits & RST) === 0) {
      side.count++;
      side.most = Math.max(side.most, win);
      side.bits |= win;
    }
  }

  copy(): WindowDraft {
    const copy = new WindowDraft();
    for (const [end, side] of this.sides) copy.sides.set(end, { ...side });
    return copy;
  }

  /** The shift count of what an end writes; undefined where its windows are not scaled. */
  shiftBetween(
    end: EndId,
    peer: EndId,
    offered: readonly [number | undefined, number | undefined],
  ): number | undefined {
    const own = this.sides.get(end)?.shift ?? 'left-out';
    const other = this.sides.get(peer)?.shift ?? 'left-out';
    const shift = own === 'left-out' ? offered[0] : own;
    const isScaled = shift !== undefined && shift > 0 && (other === 'left-out' ? offered[1] : other) !== undefined;
    return isScaled ? shift : undefined;
  }

  /**
   * How the windows that an end writes are to be read; undefined where the text tells nothing.
   *
   * @param offered the shift counts that the two hosts offer where a SYN leaves it out
   * @param buffer of its host line
   */
  of(
    end: EndId,
    peer: EndId,
    offered: readonly [number | undefined, number | undefined],
    buffer: number | undefined,
  ): Windows | undefined {
    const side = this.sides.get(end);
    if (side === undefined) return undefined;
    const shift = this.shiftBetween(end, peer, offered);
    if (side.count === 0 || shift === undefined)
      return buffer === undefined || side.largest <= buffer ? undefined : { ...FIELDS, buffer };
    const factor = 2 ** Math.min(shift, 14);
    const isTooMuch = buffer !== undefined && side.most * factor > buffer;
    const isMultiple = side.bits % factor === 0 && shift >= TELLING_SHIFT;
    const beyondField = side.most > 65535 && side.count > 1;
    const isRare = isMultiple && side.count > 1 && side.most * factor > RARE;
    const looksScaled = beyondField || (isTooMuch && (isMultiple || side.most > buffer)) || isRare;
    if (!looksScaled && buffer === undefined) return undefined;
    return { looksScaled, takenScaled: beyondField || (isTooMuch && isMultiple && side.most <= buffer), buffer };
  }
}

/** The shift count in the options of a SYN. */
export function shiftOf({ items }: OptionList): number | undefined {
  for (const item of items) if (item.kind === 'wscale') return item.value.value;
  return undefined;
}

const FIELDS = { looksScaled: false, takenScaled: false };
