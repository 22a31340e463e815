import { RST, SYN } from '../../wire';
import type { OptionList, SegmentStatement } from '../../script';
import type { EndId } from '../../sim';
import { literal } from './relative';

/** The interpretation of a side's written windows. */
export interface Windows {
  /** True if they seem to be in bytes, as packet analysers print them, instead of the unscaled field. */
  readonly looksScaled: boolean;
  /** True if they are taken as bytes, because they would not fit as fields. */
  readonly takenScaled: boolean;
  /** The buffer size of the `host` line, bytes. */
  readonly buffer: number | undefined;
}

interface Seen {
  /** The shift count of its SYN; undefined if the SYN has an option list without one. */
  shift: number | undefined | 'left-out';
  count: number;
  most: number;
  /** The largest window, those of SYNs included, which are never scaled. */
  largest: number;
  /** All windows combined with bitwise OR: trailing zeros are common to all. */
  bits: number;
}

/** A window above this, bytes, is unusual. If a window exceeds it only after scaling, it was scaled already. */
const RARE = 2 ** 20;
/** The least shift count that decides anything: with a smaller one, most numbers are multiples of 2^shift. */
const TELLING_SHIFT = 3;

/**
 * Detects windows written in bytes instead of fields. The window field of a segment without SYN is the window shifted
 * right by the shift count of its sender's SYN (RFC 7323 §2.2, §2.3).
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

  /** The shift count of an end's windows; undefined without window scaling. */
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
   * The interpretation of an end's windows; undefined if the text decides nothing.
   *
   * @param offered the shift counts that both hosts offer by default
   * @param buffer the buffer size of the `host` line, bytes
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

/** The shift count in the options of a SYN; undefined for none. */
export function shiftOf({ items }: OptionList): number | undefined {
  for (const item of items) if (item.kind === 'wscale') return item.value.value;
  return undefined;
}

const FIELDS = { looksScaled: false, takenScaled: false };
