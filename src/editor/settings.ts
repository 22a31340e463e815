import * as vscode from 'vscode';
import type { Wishes } from '../check';
import { type NumberForm, readLevels } from '../trace';
import { PROFILES } from '../script';

const SECTION = 'tcpflow';

function read(key: string, scope?: vscode.ConfigurationScope): unknown {
  return vscode.workspace.getConfiguration(SECTION, scope).get<unknown>(key);
}

/** The user's settings for a document: the default profile, and the levels of rules. */
export function wishesFor(document: vscode.TextDocument): Wishes {
  return wishesIn(document);
}

/** The same for a document that need not be open, or for none. */
export function wishesIn(scope: vscode.ConfigurationScope | undefined): Wishes {
  const profile = PROFILES.find((name) => name === read('profile', scope)) ?? 'rfc9293';
  return { profile, levels: readLevels(read('rules', scope)) };
}

export function affectsChecking(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${SECTION}.profile`) || event.affectsConfiguration(`${SECTION}.rules`);
}

/** The pause after a keystroke before a document is checked, milliseconds. */
export function restSetting(): number {
  const rest = Number(read('diagnostics.delay'));
  return Number.isFinite(rest) ? Math.min(10_000, Math.max(0, rest)) : 50;
}

/** The most states of a search of `explore`, and the most seconds. */
export function exploreLimits(): { readonly states: number; readonly seconds: number } {
  return { states: whole('explore.states', 300_000, 10_000_000), seconds: whole('explore.seconds', 60, 3600) };
}

function whole(key: string, usual: number, most: number): number {
  const value = Number(read(key));
  return Number.isInteger(value) && value >= 1 ? Math.min(most, value) : usual;
}

/** The kinds of inlay hints that are shown. */
export interface HintKinds {
  /** Clauses that the simulation filled in. */
  readonly leftOut: boolean;
  /** States that a line leads to. */
  readonly states: boolean;
  /** The form of sequence numbers; but for `symbolic`, those that are written in another one are shown behind it. */
  readonly numbers: NumberForm;
}

export function hintKinds(document: vscode.TextDocument): HintKinds {
  return {
    leftOut: read('inlayHints.leftOut', document) !== false,
    states: read('inlayHints.states', document) !== false,
    numbers: numbersSetting(),
  };
}

export function affectsHints(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${SECTION}.inlayHints`) || affectsNumbers(event);
}

/** The form of sequence numbers in hints, panel and pictures. */
export function numbersSetting(): NumberForm {
  const value = read('numbers');
  return value === 'relative' || value === 'absolute' ? value : 'symbolic';
}

export function affectsNumbers(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${SECTION}.numbers`);
}

/** Stores the form of numbers where the user has set it, else for all folders. */
export async function setNumbers(form: NumberForm): Promise<void> {
  if (form === numbersSetting()) return;
  const settings = vscode.workspace.getConfiguration(SECTION);
  const isOfWorkspace = settings.inspect('numbers')?.workspaceValue !== undefined;
  await settings.update('numbers', form, !isOfWorkspace);
}
