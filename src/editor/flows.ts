import * as vscode from 'vscode';
import { check, type Wishes } from '../check/check';
import type { Trace } from '../check/trace';
import { createParser } from '../script/parser';
import { affectsChecking, restSetting, wishesFor } from './settings';

export const LANGUAGE = 'tcpflow';

/** A document as it was last checked. */
export interface Flow {
  readonly uri: vscode.Uri;
  readonly version: number;
  readonly trace: Trace;
}

/** The open flows, each checked as it stands. One service for all features: they read the same trace. */
export interface Flows extends vscode.Disposable {
  /** The document's flow, checked now where it has changed since; undefined for other languages. */
  get(document: vscode.TextDocument): Flow | undefined;
  /** A document was checked: opened, or changed. */
  readonly onDidCheck: vscode.Event<Flow>;
  /** A document was closed, or is no flow any more. */
  readonly onDidDrop: vscode.Event<vscode.Uri>;
}

interface Entry {
  readonly parser: ReturnType<typeof createParser>;
  flow: Flow | undefined;
  wishes: Wishes;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Watches the open documents of the language and keeps each one's trace. */
export function createFlows(): Flows {
  const entries = new Map<string, Entry>();
  const checked = new vscode.EventEmitter<Flow>();
  const dropped = new vscode.EventEmitter<vscode.Uri>();

  function get(document: vscode.TextDocument): Flow | undefined {
    if (document.languageId !== LANGUAGE || document.isClosed) return undefined;
    const key = document.uri.toString();
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = { parser: createParser(), flow: undefined, wishes: wishesFor(document), timer: undefined };
      entries.set(key, entry);
    }
    if (entry.flow?.version === document.version) return entry.flow;
    return play(document, entry);
  }

  function play(document: vscode.TextDocument, entry: Entry): Flow {
    clearTimeout(entry.timer);
    entry.timer = undefined;
    const trace = check(entry.parser.parse(document.getText()), entry.flow?.trace, undefined, entry.wishes);
    const flow = { uri: document.uri, version: document.version, trace };
    entry.flow = flow;
    checked.fire(flow);
    return flow;
  }

  /** Settings that decide what is found have changed: each flow is checked anew if they did for it. */
  function reconsider(): void {
    for (const document of vscode.workspace.textDocuments) {
      const entry = entries.get(document.uri.toString());
      if (entry === undefined) continue;
      const wishes = wishesFor(document);
      if (JSON.stringify(wishes) === JSON.stringify(entry.wishes)) continue;
      entry.wishes = wishes;
      play(document, entry);
    }
  }

  function drop(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const entry = entries.get(key);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    entries.delete(key);
    dropped.fire(document.uri);
  }

  function changed(document: vscode.TextDocument): void {
    if (document.languageId !== LANGUAGE) return;
    const entry = entries.get(document.uri.toString());
    if (entry === undefined) {
      get(document);
      return;
    }
    clearTimeout(entry.timer);
    // Whoever asks gets the document checked at once; by itself it is checked after a rest.
    entry.timer = setTimeout(() => get(document), restSetting());
  }

  const listeners = [
    vscode.workspace.onDidOpenTextDocument((document) => void get(document)),
    vscode.workspace.onDidChangeTextDocument((event) => changed(event.document)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (affectsChecking(event)) reconsider();
    }),
    // Also comes when a document is given another language.
    vscode.workspace.onDidCloseTextDocument(drop),
  ];
  return {
    get,
    onDidCheck: checked.event,
    onDidDrop: dropped.event,
    dispose(): void {
      for (const entry of entries.values()) clearTimeout(entry.timer);
      entries.clear();
      for (const d of [...listeners, checked, dropped]) d.dispose();
    },
  };
}

/** Checks what is open already; called once everyone listens. */
export function checkOpen(flows: Flows): void {
  for (const document of vscode.workspace.textDocuments) flows.get(document);
}
