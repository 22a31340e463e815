import * as vscode from 'vscode';
import type { Wishes } from '../check';
import { readLevels } from '../trace';
import { PROFILES } from '../script';

const SECTION = 'tcpflow';

function read(key: string, scope?: vscode.ConfigurationScope): unknown {
  return vscode.workspace.getConfiguration(SECTION, scope).get<unknown>(key);
}

/** The user's settings for a document: the default profile, and the levels of rules. */
export function wishesFor(document: vscode.TextDocument): Wishes {
  const profile = PROFILES.find((name) => name === read('profile', document)) ?? 'rfc9293';
  return { profile, levels: readLevels(read('rules', document)) };
}

export function affectsChecking(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${SECTION}.profile`) || event.affectsConfiguration(`${SECTION}.rules`);
}

/** The pause after a keystroke before a document is checked, milliseconds. */
export function restSetting(): number {
  const rest = Number(read('diagnostics.delay'));
  return Number.isFinite(rest) ? Math.min(10_000, Math.max(0, rest)) : 50;
}

/** The kinds of inlay hints that are shown. */
export interface HintKinds {
  /** Clauses that the simulation filled in. */
  readonly leftOut: boolean;
  /** States that a line leads to. */
  readonly states: boolean;
  /** Values of sequence numbers that are written in another form. */
  readonly numbers: 'off' | 'relative' | 'absolute';
}

export function hintKinds(document: vscode.TextDocument): HintKinds {
  const numbers = read('inlayHints.numbers', document);
  return {
    leftOut: read('inlayHints.leftOut', document) !== false,
    states: read('inlayHints.states', document) !== false,
    numbers: numbers === 'relative' || numbers === 'absolute' ? numbers : 'off',
  };
}

export function affectsHints(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${SECTION}.inlayHints`);
}
