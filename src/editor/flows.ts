import * as vscode from 'vscode';
import { type PartLoads, type Wishes, checkInSlices, lackedParts, wishesWithParts } from '../check';
import type { H2Door, TlsDoor } from '../layers';
import type { Trace } from '../trace';
import { type Script, createParser } from '../script';
import { affectsChecking, restSetting, wishesFor } from './settings';
import { inSlices, sliced, turn, type Sliced } from './slices';

export { inSlices } from './slices';

export const LANGUAGE = 'tcpflow';

/** A document with its latest check. */
export interface Flow {
  readonly uri: vscode.Uri;
  readonly version: number;
  readonly trace: Trace;
}

/** A text that has been checked elsewhere. */
export interface Given {
  readonly text: string;
  readonly script: Script;
  /** The check of its first lines, or of all. */
  readonly trace: Trace;
  /** Resolves when more is given; undefined if the check is of all. */
  readonly rest: Promise<unknown> | undefined;
}

/** The open flows with their checks. One service for all features, so that all use the same trace. */
export interface Flows extends vscode.Disposable {
  /**
   * The document's flow. If the document has changed, it is checked now, within one slice of time. A longer check
   * continues in the background, and the result is undefined until it ends. Undefined for other languages.
   */
  get(document: vscode.TextDocument): Flow | undefined;
  /**
   * Resolves with the flow of the present version once it is checked; undefined if the document changes or closes
   * before.
   */
  when(document: vscode.TextDocument): Promise<Flow | undefined>;
  /** The document's syntax tree without a check; undefined for other languages. */
  script(document: vscode.TextDocument): Script | undefined;
  /** TLS and HTTP/2, loaded when they are asked for first; of TLS a new table of results for each caller. */
  readonly parts: PartLoads;
  /** The trace, checked again with the parts that it lacks. */
  whole(trace: Trace): Promise<Trace>;
  /** Checks of texts by the addresses of documents, made elsewhere: a document with such a text takes over its check. */
  readonly given: Map<string, Given>;
  /** The beginning of a document whose check is still made elsewhere. */
  beginning(document: vscode.TextDocument): Flow | undefined;
  /** Fires when a document has been checked: after opening or a change. */
  readonly onDidCheck: vscode.Event<Flow>;
  /** Fires when a document was closed or is no flow any more. */
  readonly onDidDrop: vscode.Event<vscode.Uri>;
}

export type { H2Door, TlsDoor };

/** Loads TLS and HTTP/2, the first time that a flow needs them. */
export interface LoadDoors {
  readonly tls: () => Promise<TlsDoor>;
  readonly h2: () => Promise<H2Door>;
}

/** A check that continues in the background. */
interface Checking {
  readonly version: number;
  readonly work: Sliced<Trace>;
  /** Resolves when the check ends or is cancelled. */
  readonly ended: Promise<void>;
  readonly end: () => void;
}

/** The numbers of lines at the beginning and at the end of the text last read that edits have not changed. */
interface Left {
  readonly head: number;
  readonly tail: number;
}

interface Entry {
  readonly parser: ReturnType<typeof createParser>;
  read: { readonly version: number; readonly script: Script } | undefined;
  /** Undefined if the whole text must be read. */
  left: Left | undefined;
  /** The version up to which changes are recorded, and its number of lines. */
  known: { readonly version: number; readonly lines: number };
  flow: Flow | undefined;
  checking: Checking | undefined;
  wishes: Wishes;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Watches the open documents of the language and keeps the trace of each. */
export class OpenFlows implements Flows {
  private readonly entries = new Map<string, Entry>();
  private readonly checked = new vscode.EventEmitter<Flow>();
  private readonly dropped = new vscode.EventEmitter<vscode.Uri>();
  private readonly listeners: readonly vscode.Disposable[];
  readonly onDidCheck = this.checked.event;
  readonly onDidDrop = this.dropped.event;
  readonly given = new Map<string, Given>();

  private loading: Promise<TlsDoor> | undefined;
  private loadingH2: Promise<H2Door> | undefined;

  readonly parts: PartLoads = {
    tls: async () => {
      const door = await (this.loading ??= this.load.tls());
      return { door, recall: door.newRecall() };
    },
    h2: () => (this.loadingH2 ??= this.load.h2()),
  };

  constructor(private readonly load: LoadDoors) {
    this.listeners = [
      vscode.workspace.onDidOpenTextDocument((document) => void this.get(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.changed(event)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsChecking(event)) this.reconsider();
      }),
      // Also fires when a document's language changes.
      vscode.workspace.onDidCloseTextDocument((document) => this.drop(document)),
    ];
  }

  get(document: vscode.TextDocument): Flow | undefined {
    const entry = this.entryOf(document);
    if (entry === undefined) return undefined;
    if (entry.checking?.version === document.version) return undefined;
    return entry.flow?.version === document.version ? entry.flow : this.play(document, entry);
  }

  async when(document: vscode.TextDocument): Promise<Flow | undefined> {
    const { version } = document;
    while (document.version === version) {
      const flow = this.get(document);
      const checking = this.entries.get(document.uri.toString())?.checking;
      if (flow !== undefined || checking === undefined) return flow;
      await checking.ended;
    }
    return undefined;
  }

  beginning(document: vscode.TextDocument): Flow | undefined {
    const { rest, trace } = this.givenTo(document) ?? {};
    return rest && trace && { uri: document.uri, version: document.version, trace };
  }

  private givenTo(document: vscode.TextDocument): Given | undefined {
    const given = this.given.get(document.uri.toString());
    return given?.text === document.getText() ? given : undefined;
  }

  script(document: vscode.TextDocument): Script | undefined {
    const entry = this.entryOf(document);
    return entry && read(document, entry);
  }

  async whole(trace: Trace): Promise<Trace> {
    const wishes = await wishesWithParts(trace, this.parts);
    if (wishes === undefined) return trace;
    const next = await inSlices(checkInSlices(trace.script, trace, undefined, wishes));
    return next === undefined ? trace : this.whole(next);
  }

  dispose(): void {
    for (const entry of this.entries.values()) giveUp(entry);
    this.entries.clear();
    for (const d of [...this.listeners, this.checked, this.dropped]) d.dispose();
  }

  private entryOf(document: vscode.TextDocument): Entry | undefined {
    if (document.languageId !== LANGUAGE || document.isClosed) return undefined;
    const key = document.uri.toString();
    let entry = this.entries.get(key);
    if (entry === undefined) {
      const wishes = wishesFor(document);
      const parser = createParser();
      const known = { version: document.version, lines: document.lineCount };
      const nothing = { read: undefined, left: undefined, flow: undefined, checking: undefined, timer: undefined };
      entry = { ...nothing, parser, known, wishes };
      this.entries.set(key, entry);
    }
    return entry;
  }

  /** Starts a check of the latest text and cancels an older one. */
  private play(document: vscode.TextDocument, entry: Entry): Flow | undefined {
    giveUp(entry);
    const { script, trace, rest } = this.givenTo(document) ?? {};
    if (script !== undefined) entry.read = { version: document.version, script };
    const before = trace ?? entry.flow?.trace;
    const work = sliced(checkInSlices(read(document, entry), before, undefined, entry.wishes));
    if (rest === undefined && work.go()) return this.done(document, entry, work);
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const checking: Checking = { version: document.version, work, ended, end };
    entry.checking = checking;
    void this.goOn(document, entry, checking, rest);
    return undefined;
  }

  private async goOn(
    document: vscode.TextDocument,
    entry: Entry,
    checking: Checking,
    rest?: Given['rest'],
  ): Promise<void> {
    if (rest !== undefined) {
      await rest;
      if (entry.checking === checking) this.play(document, entry);
      checking.end();
      return;
    }
    do {
      await turn();
      if (entry.checking !== checking) return;
    } while (!checking.work.go());
    entry.checking = undefined;
    if (checking.version === document.version) this.done(document, entry, checking.work);
    checking.end();
  }

  private done(document: vscode.TextDocument, entry: Entry, work: Sliced<Trace>): Flow | undefined {
    const { result } = work;
    if (result === undefined) return undefined;
    if (lackedParts(result).length > 0) {
      void this.withParts(document, entry, work, result);
      return undefined;
    }
    const flow = { uri: document.uri, version: document.version, trace: result };
    entry.flow = flow;
    this.checked.fire(flow);
    return flow;
  }

  /** Checks a flow that speaks TLS or HTTP/2 once that is loaded; until then it counts as being checked. */
  private async withParts(
    document: vscode.TextDocument,
    entry: Entry,
    work: Sliced<Trace>,
    result: Trace,
  ): Promise<void> {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const checking: Checking = { version: document.version, work, ended, end };
    entry.checking = checking;
    const { tls, h2 } = (await wishesWithParts(result, this.parts)) ?? {};
    entry.wishes = { ...entry.wishes, tls: entry.wishes.tls ?? tls, h2: entry.wishes.h2 ?? h2 };
    if (entry.checking === checking) this.play(document, entry);
    end();
  }

  /** After a change of settings: checks each flow whose settings have changed. */
  private reconsider(): void {
    for (const document of vscode.workspace.textDocuments) {
      const entry = this.entries.get(document.uri.toString());
      if (entry === undefined) continue;
      const wishes = wishesFor(document);
      const { tls, h2, ...known } = entry.wishes;
      if (JSON.stringify(wishes) === JSON.stringify(known)) continue;
      entry.wishes = { ...wishes, tls, h2 };
      this.play(document, entry);
    }
  }

  private drop(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    this.given.delete(key);
    giveUp(entry);
    this.dropped.fire(document.uri);
  }

  private changed(event: vscode.TextDocumentChangeEvent): void {
    const { document } = event;
    if (document.languageId !== LANGUAGE) return;
    const entry = this.entries.get(document.uri.toString());
    if (entry === undefined) {
      this.get(document);
      return;
    }
    noteChanges(entry, event);
    giveUp(entry);
    // `get` checks at once; without a call, a document is checked after a pause in typing.
    entry.timer = setTimeout(() => this.get(document), restSetting());
  }
}

function read(document: vscode.TextDocument, entry: Entry): Script {
  const { version } = document;
  if (entry.read?.version === version) return entry.read.script;
  const script = readChanged(document, entry) ?? entry.parser.parse(document.getText());
  entry.read = { version, script };
  entry.left = { head: document.lineCount, tail: document.lineCount };
  return script;
}

/** Reads only the lines that edits have changed; undefined if the whole text must be read. */
function readChanged(document: vscode.TextDocument, { left, parser, known }: Entry): Script | undefined {
  // A feature may ask before the change event arrives.
  if (left === undefined || known.version !== document.version) return undefined;
  const { lineCount } = document;
  const head = Math.min(left.head, lineCount);
  const tail = Math.min(left.tail, lineCount - head);
  const lines: string[] = [];
  for (let i = head; i < lineCount - tail; i++) lines.push(document.lineAt(i).text);
  return parser.change(head, tail, lines);
}

/** Records the changed lines. The order of several simultaneous changes is undefined, so the whole text is read then. */
function noteChanges(entry: Entry, { document, contentChanges }: vscode.TextDocumentChangeEvent): void {
  const { left, known } = entry;
  entry.known = { version: document.version, lines: document.lineCount };
  const [change] = contentChanges;
  if (change === undefined || left === undefined) return;
  const { start, end } = change.range;
  const tail = known.lines - 1 - end.line;
  entry.left =
    contentChanges.length > 1
      ? undefined
      : { head: Math.min(left.head, start.line), tail: Math.max(0, Math.min(left.tail, tail)) };
}

/** Cancels the check of an older text; typing has priority. */
function giveUp(entry: Entry): void {
  clearTimeout(entry.timer);
  entry.timer = undefined;
  const { checking } = entry;
  entry.checking = undefined;
  checking?.end();
}

/** Checks the documents that are open already; called once all listeners are registered. */
export function checkOpen(flows: Flows): void {
  for (const document of vscode.workspace.textDocuments) flows.get(document);
}
