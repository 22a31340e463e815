import { type Seq, distance } from '../wire';
import type { EndId, Sent } from '../sim';
import type { NumberBase, Trace } from './trace';

/** The forms of a sequence number: symbolic (`x+18`), relative to the ISN (`18`), or the 32-bit number. */
export type NumberForm = 'symbolic' | 'relative' | 'absolute';

export const FORMS = ['symbolic', 'relative', 'absolute'] as const satisfies readonly NumberForm[];

/** A number, or a text with numbers, in all three forms. */
export type ThreeForms = readonly [symbolic: string, relative: string, absolute: string];

export function inForm(num: ThreeForms, form: NumberForm): string {
  return num[FORMS.indexOf(form) as 0 | 1 | 2];
}

/** The base for a relative number: the nearest one at or below `value`; of two equal ones, the one with a name. */
export function nearestBase(bases: readonly NumberBase[], value: Seq): NumberBase | undefined {
  let best: NumberBase | undefined;
  for (const b of bases) {
    const d = distance(b.base, value);
    const least = best === undefined ? Infinity : distance(best.base, value);
    if (d < least || (d === least && best?.name === undefined)) best = b;
  }
  return best;
}

/**
 * A sequence number of `end` (SEQ of its own segments, ACK of its peer's) in the given form: `x+18` if the script names
 * the initial sequence number, else relative to it (`18`), or the 32-bit number. A number far below its base, as in a
 * forged segment, is shown as absolute.
 */
export function showNumber(
  bases: readonly (readonly NumberBase[])[],
  end: EndId,
  value: Seq,
  form: NumberForm,
): string {
  return showFrom(bases[end] ?? [], value, form);
}

/** A sequence number of `end` in the three forms. */
export function threeForms({ bases }: Pick<Trace, 'bases'>, end: EndId, value: Seq): ThreeForms {
  return inAllForms(bases[end] ?? [], value);
}

/** The same of an end whose ISN may not have been said yet, and is `isn`. */
export function formsFrom({ bases }: Pick<Trace, 'bases'>, end: EndId, value: Seq, isn: Seq): ThreeForms {
  const own = bases[end] ?? [];
  return inAllForms(own.length > 0 ? own : [{ base: isn, name: undefined }], value);
}

function inAllForms(bases: readonly NumberBase[], value: Seq): ThreeForms {
  return [showFrom(bases, value, 'symbolic'), showFrom(bases, value, 'relative'), showFrom(bases, value, 'absolute')];
}

/** A sequence number in the given form, by the bases of its end. */
export function showFrom(bases: readonly NumberBase[], value: Seq, form: NumberForm): string {
  const base = form === 'absolute' ? undefined : nearestBase(bases, value);
  if (base === undefined) return String(value);
  const offset = distance(base.base, value);
  const name = form === 'symbolic' ? base.name : undefined;
  if (offset >= 0x8000_0000) {
    const back = distance(value, base.base);
    return name === undefined ? `-${back}` : `${name}-${back}`;
  }
  if (name === undefined) return String(offset);
  return offset === 0 ? name : `${name}+${offset}`;
}

/** A sequence number in the script's notation: `x+1` if the script names its base, else the absolute number. */
export function writeNumber(trace: Pick<Trace, 'bases'>, end: EndId, value: Seq): string {
  const named = nearestBase(trace.bases[end] ?? [], value)?.name !== undefined;
  return showNumber(trace.bases, end, value, named ? 'symbolic' : 'absolute');
}

/** The ends to which a segment's SEQ and ACK belong; for a forged segment, those of the forged sender. */
export function numberings(trace: Pick<Trace, 'cast'>, sent: Sent): { readonly seq: EndId; readonly ack: EndId } {
  const seq = sent.spoofed ?? sent.from;
  return { seq, ack: trace.cast.ends[seq]?.peer ?? sent.to };
}
