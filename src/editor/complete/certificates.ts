/** Items for certificates and for what a party knows. */
import type { Trials } from '../../compose';
import { RING_KEYS, SECRET_WORDS } from '../../layers/names';
import { WIRE } from '../../script';
import type { Item } from './item';

/** The certificates that the flow writes. */
export function certificates({ roles }: Trials): Item[] {
  return [...roles.certificates.keys()].map((label) => ({
    kind: 'name',
    label,
    why: { id: 'explain/certificate' },
    source: 'RFC 5280 §4.1',
  }));
}

/** Clauses that a certificate line does not have yet. */
export function certificateClauses(trials: Trials, text: string): Item[] {
  if (/\bby\s+$/.test(text)) return certificates(trials);
  if (/\b(?:from|until)\s+$/.test(text)) return ['2025-01-01', '2026-01-01', '2035-01-01'].map(value);
  if (/\bkey=$/.test(text)) return RING_KEYS.map(value);
  const behind = text.replace(/"(?:[^"\\]|\\.)*"/, '');
  return (['by', 'ca', 'from', 'until', 'key'] as const)
    .filter((word) => !new RegExp(`\\s${word}\\b`).test(behind))
    .map((word) => ({
      kind: 'keyword',
      label: word === 'key' ? 'key=' : word,
      why: { id: `complete/certificate/${word}` },
    }));
}

function value(label: string): Item {
  return { kind: 'value', label };
}

/** Behind `knows` and `lacks`. */
export const SECRET_ITEMS: readonly Item[] = SECRET_WORDS.map((label) => ({
  kind: 'value',
  label,
  why: { id: `secrets/about-${label}` },
}));

export const KNOWS_ITEMS: readonly Item[] = (['knows', 'lacks'] as const).map((label) => ({
  kind: 'keyword',
  label,
  snippet: `${label} $0`,
  why: { id: `complete/${label}` },
}));

export const WIRE_ITEM: Item = { kind: 'keyword', label: WIRE, snippet: `${WIRE} $0`, why: { id: 'complete/wire' } };
