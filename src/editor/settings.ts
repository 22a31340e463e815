import * as vscode from 'vscode';
import type { Wishes } from '../check';
import { readLevels } from '../trace';
import { PROFILES } from '../script';

const SECTION = 'tcpflow';

function read(key: string, scope?: vscode.ConfigurationScope): unknown {
  return vscode.workspace.getConfiguration(SECTION, scope).get<unknown>(key);
}

/** What the user wants of a document that the document does not say: its profile, and the levels of rules. */
export function wishesFor(document: vscode.TextDocument): Wishes {
  const profile = PROFILES.find((name) => name === read('profile', document)) ?? 'rfc9293';
  return { profile, levels: readLevels(read('rules', document)) };
}

export function affectsChecking(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${SECTION}.profile`) || event.affectsConfiguration(`${SECTION}.rules`);
}

/** Rest after a keystroke before a document is checked by itself, milliseconds. */
export function restSetting(): number {
  const rest = Number(read('diagnostics.delay'));
  return Number.isFinite(rest) ? Math.min(10_000, Math.max(0, rest)) : 50;
}

/** Which inlay hints are shown. */
export interface HintKinds {
  /** What a line leaves out. */
  readonly leftOut: boolean;
  /** The states that a line leads to. */
  readonly states: boolean;
  /** The values of sequence numbers that are written as symbols, or as other numbers. */
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
