import { type Seq, distance } from '../wire';
import type { EndId, Sent } from '../sim';
import type { NumberBase, Trace } from './trace';

/** The forms in which a sequence number can be shown. */
export type NumberForm = 'symbolic' | 'relative' | 'absolute';

export const FORMS = ['symbolic', 'relative', 'absolute'] as const satisfies readonly NumberForm[];

/** A number, or a text with numbers, in each of the forms. */
export type ThreeForms = readonly [symbolic: string, relative: string, absolute: string];

export function inForm(num: ThreeForms, form: NumberForm): string {
  return num[FORMS.indexOf(form) as 0 | 1 | 2];
}

/** The base that `value` is counted from: the one it lies the least far ahead of; of two alike, the one with a name. */
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
 * A number of `end`'s numbering (the SEQ of its own segments, the ACK of its peer's) in the given form: `x+18` where
 * the flow has named the initial sequence number, else relative to it (`18`), or the 32-bit number itself. A number far
 * before its base (a forged one) is shown as it is.
 */
export function showNumber(
  bases: readonly (readonly NumberBase[])[],
  end: EndId,
  value: Seq,
  form: NumberForm,
): string {
  return showFrom(bases[end] ?? [], value, form);
}

/** A number of an end's numbering in the three forms. */
export function threeForms({ bases }: Pick<Trace, 'bases'>, end: EndId, value: Seq): ThreeForms {
  const [a, b, c] = FORMS.map((form) => showNumber(bases, end, value, form));
  return [a ?? '', b ?? '', c ?? ''];
}

/** The same, with the bases of the number's end at hand. */
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

/** A sequence number as it could stand in the text: `x+1` where the flow has named its base, else the number itself. */
export function writeNumber(trace: Pick<Trace, 'bases'>, end: EndId, value: Seq): string {
  const named = nearestBase(trace.bases[end] ?? [], value)?.name !== undefined;
  return showNumber(trace.bases, end, value, named ? 'symbolic' : 'absolute');
}

/** Whose numbering a segment's seq and ack belong to; a forged segment speaks in the numbers of the host it forges. */
export function numberings(trace: Pick<Trace, 'cast'>, sent: Sent): { readonly seq: EndId; readonly ack: EndId } {
  const seq = sent.spoofed ?? sent.from;
  return { seq, ack: trace.cast.ends[seq]?.peer ?? sent.to };
}
