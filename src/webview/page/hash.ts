/**
 * The step, tab and form of numbers of a saved page, from the fragment of its URL:
 * `#step=7&tab=states&numbers=relative&embed`.
 */
import { TABS } from '../../panel/tabs';
import type { NumberForm } from '../../trace';

export interface Asked {
  /** The step, from 0; undefined if the fragment gives none. */
  readonly step: number | undefined;
  readonly tab: string | undefined;
  readonly numbers: NumberForm | undefined;
  /** True if only the ladder diagram and the step's sentence are shown. */
  readonly isEmbedded: boolean;
}

const FORMS: readonly NumberForm[] = ['symbolic', 'relative', 'absolute'];

export function readHash(hash: string): Asked {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const step = Number(words.get('step') ?? NaN);
  return {
    step: Number.isInteger(step) && step >= 1 ? step - 1 : undefined,
    tab: words.get('tab') ?? undefined,
    numbers: FORMS.find((form) => form === words.get('numbers')),
    isEmbedded: words.has('embed'),
  };
}

/** Writes step, tab and form of numbers into the URL, so that a reload or a copied URL shows the same step. */
export function writeHash(place: { readonly step: number; readonly tab: string; readonly numbers: NumberForm }): void {
  const words = new URLSearchParams(location.hash.replace(/^#/, ''));
  words.set('step', String(place.step + 1));
  if (words.has('tab') || place.tab !== TABS[0]) words.set('tab', place.tab);
  if (words.has('numbers') || place.numbers !== 'symbolic') words.set('numbers', place.numbers);
  const hash = `#${words.toString().replace(/=(?=&|$)/g, '')}`;
  if (hash === location.hash) return;
  try {
    history.replaceState(undefined, '', hash);
  } catch {
    // A sandboxed frame may not change its URL.
  }
}
