/**
 * `explore` lines: a lens above each starts the search, shows its progress and stops it, and says what it has come to. The
 * outcome is a diagnostic on the claim, and a flow that breaks the claim opens beside, with its diagram.
 *
 * Nothing is explored while a user types. A search runs in slices, between which keystrokes are processed; an outcome is
 * kept under the text above the line and the line itself, and goes with an edit there.
 */
import * as vscode from 'vscode';
import { wishesOf } from '../check';
import { claimText, counterexample, explorationAt, undisturbed } from '../compose';
import { type Answer, type Outcome, type Progress, explore } from '../explore';
import { coverageOf, grouped, verdictOf } from '../report';
import type { Trace } from '../trace';
import type { Say } from '../words/words';
import { askedFlow, askedLine } from './asked';
import { chooseCovered } from './coverage';
import { SOURCE } from './diagnostics';
import { type Explorer, registerExploreTests } from './exploreTests';
import { LANGUAGE, type Flow, type Flows } from './flows';
import { rangeOf } from './range';
import { exploreLimits } from './settings';
import { SLICE, turn } from './slices';

/** The time between two changes of a lens while a search runs, milliseconds. */
const SHOWN = 250;

/** A search that runs, or has come to its outcome. */
interface Search {
  /** The profile, the text above the line, and the line itself. */
  readonly asked: string;
  progress: Progress | undefined;
  outcome: Outcome | undefined;
  /** The flow that breaks the claim. */
  flow: string | undefined;
  isStopped: boolean;
}

type Searches = Map<number, Search>;

class Exploring {
  /** By document: its searches, by line. */
  private readonly searches = new Map<string, Searches>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('tcpflow-explore');
  readonly onDidChange = this.changed.event;

  constructor(private readonly say: Say) {}

  of(uri: vscode.Uri, line: number): Search | undefined {
    return this.searches.get(uri.toString())?.get(line);
  }

  /** Searches a line of a flow, in slices. Resolves with the outcome; undefined where it is stopped or can't be explored. */
  async start({ uri, trace }: Flow, line: number): Promise<Outcome | undefined> {
    const asked = askedAt(trace, line);
    const exploration = explorationAt(trace, line);
    if (exploration === undefined) {
      void vscode.window.showInformationMessage(this.say('explore/cannot-here'));
      return undefined;
    }
    this.stop(uri, line);
    const search: Search = { asked, progress: undefined, outcome: undefined, flow: undefined, isStopped: false };
    this.put(uri, line, search);
    const { world, setting, bounds, claim } = exploration;
    const { states, seconds } = exploreLimits();
    const work = explore(world, setting, bounds, claim, { states });
    const outcome = await this.run(work, search, seconds);
    if (outcome === undefined || search.isStopped) return undefined;
    search.outcome = outcome;
    if (outcome.kind === 'broken') {
      const title = this.say('explore/title', { claim: claimText(trace.script.lines[line] ?? {}) });
      const doubt = this.say('explore/doubt');
      search.flow = counterexample(trace, line, exploration, outcome.path, { title, doubt });
    }
    this.show(uri, trace);
    return outcome;
  }

  private async run(
    work: Generator<Progress, Outcome, Answer>,
    search: Search,
    seconds: number,
  ): Promise<Outcome | undefined> {
    const began = performance.now();
    let shown = began;
    for (;;) {
      const end = performance.now() + SLICE;
      do {
        const isLate = performance.now() - began > 1000 * seconds;
        const { done, value } = work.next(isLate ? 'give-up' : undefined);
        if (done === true) return value;
        search.progress = value;
      } while (performance.now() < end);
      const now = performance.now();
      if (now - shown > SHOWN) {
        shown = now;
        this.changed.fire();
      }
      await turn();
      if (search.isStopped) return undefined;
    }
  }

  /** Stops the search of a line, if one runs. */
  stop(uri: vscode.Uri, line: number): void {
    const search = this.of(uri, line);
    if (search === undefined || search.outcome !== undefined) return;
    search.isStopped = true;
    this.searches.get(uri.toString())?.delete(line);
    this.changed.fire();
  }

  private put(uri: vscode.Uri, line: number, search: Search): void {
    const key = uri.toString();
    const lines: Searches = this.searches.get(key) ?? new Map<number, Search>();
    lines.set(line, search);
    this.searches.set(key, lines);
    this.changed.fire();
  }

  /** After a check: what was asked of another text is dropped. */
  checked({ uri, trace }: Flow): void {
    const lines = this.searches.get(uri.toString());
    if (lines === undefined) return;
    for (const [line, search] of lines) {
      if (search.asked === askedAt(trace, line)) continue;
      search.isStopped = true;
      lines.delete(line);
    }
    this.show(uri, trace);
  }

  drop(uri: vscode.Uri): void {
    for (const search of this.searches.get(uri.toString())?.values() ?? []) search.isStopped = true;
    this.searches.delete(uri.toString());
    this.diagnostics.delete(uri);
  }

  private show(uri: vscode.Uri, trace: Trace): void {
    const found = [...(this.searches.get(uri.toString()) ?? [])].flatMap(([line, { outcome }]) =>
      outcome === undefined ? [] : diagnosticOf(trace, line, outcome, this.say),
    );
    this.diagnostics.set(uri, found);
    this.changed.fire();
  }

  dispose(): void {
    for (const lines of this.searches.values()) for (const search of lines.values()) search.isStopped = true;
    this.changed.dispose();
    this.diagnostics.dispose();
  }
}

/** Everything that an outcome depends on: the profile of flows that name none, the lines above, and the line. */
function askedAt(trace: Trace, line: number): string {
  const above = trace.script.lines.slice(0, line + 1).map(({ text }) => text);
  return [wishesOf(trace).profile, ...above].join('\n');
}

const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  hint: vscode.DiagnosticSeverity.Information,
} as const;

function diagnosticOf({ script }: Trace, line: number, outcome: Outcome, say: Say): vscode.Diagnostic[] {
  const { id, args, finding } = verdictOf(outcome);
  const { statement } = script.lines[line] ?? {};
  if (finding === undefined || statement?.kind !== 'explore') return [];
  const diagnostic = new vscode.Diagnostic(
    rangeOf(line, statement.claim),
    say(finding.rule, { outcome: say(id, args) }),
    SEVERITIES[finding.level],
  );
  diagnostic.source = SOURCE;
  diagnostic.code = finding.rule;
  return [diagnostic];
}

/** The lenses above an `explore` line. */
function lensesAt(uri: vscode.Uri, line: number, search: Search | undefined, say: Say): vscode.CodeLens[] {
  const at = new vscode.Range(line, 0, line, 0);
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(at, { title, command, arguments: [uri, line] });
  if (search === undefined || (search.outcome === undefined && search.isStopped))
    return [lens(`$(play) ${say('explore/start')}`, 'tcpflow.explore')];
  if (search.outcome === undefined) {
    const { states = 0, faults = 0, mostFaults = 0 } = search.progress ?? {};
    const text = say('explore/running', { states: grouped(states), faults, most: mostFaults });
    return [lens(`$(loading~spin) ${text}`, 'tcpflow.explore.stop'), lens(say('explore/stop'), 'tcpflow.explore.stop')];
  }
  const { outcome } = search;
  const { id, args } = verdictOf(outcome);
  const icon = outcome.kind === 'broken' ? 'error' : outcome.kind === 'limit' ? 'warning' : 'pass';
  return [
    lens(`$(${icon}) ${say(id, args)}`, 'tcpflow.explore'),
    ...(search.flow === undefined ? [] : [lens(say('explore/open'), 'tcpflow.explore.open')]),
    ...(search.flow === undefined ? [] : [lens(say('explore/compare'), 'tcpflow.explore.compare')]),
    lens(say('explore/coverage'), 'tcpflow.explore.coverage'),
  ];
}

/** A search with an outcome, and where it was asked for. */
interface Asked {
  readonly trace: Trace;
  readonly line: number;
  readonly search: Search;
}

async function openBeside(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
  // A panel that is locked to another flow shows this one too: it has been asked for.
  await vscode.commands.executeCommand('tcpflow.openPanel', document.uri);
}

/** Opens the flow that breaks the claim beside one with the same calls and no fault. */
async function compareWithout({ trace, line }: Asked, broken: string, say: Say): Promise<void> {
  const texts = [undisturbed(trace, line, say('explore/undisturbed')), broken];
  const [left, right] = await Promise.all(
    texts.map((content) => vscode.workspace.openTextDocument({ language: LANGUAGE, content })),
  );
  await vscode.commands.executeCommand('tcpflow.compareFlows', left?.uri, right?.uri);
}

/** Lets a user choose from what the search has covered, and opens the shortest flow that leads there. */
async function showCoverage({ trace, line, search: { outcome } }: Asked, say: Say): Promise<void> {
  const hosts = trace.cast.hosts.filter(({ ends }) => ends.length > 0).map(({ name }) => name);
  const chosen = outcome && (await chooseCovered(outcome, hosts, say));
  const exploration = explorationAt(trace, line);
  if (chosen === undefined || exploration === undefined) return;
  const title = say('explore/coverage-title', { what: chosen.what });
  await openBeside(counterexample(trace, line, exploration, chosen.path, { title, doubt: say('explore/doubt') }));
}

/** The figures of a line's outcome as Markdown, for its hover. */
export type ExploredText = (uri: vscode.Uri, line: number) => string[];

/** Registers lenses, diagnostics and commands; `text` is what hovers add. */
export function registerExploring(
  flows: Flows,
  say: Say,
): { readonly text: ExploredText; readonly parts: vscode.Disposable } {
  const exploring = new Exploring(say);
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: exploring.onDidChange,
    provideCodeLenses(document) {
      const { lines = [] } = flows.script(document) ?? {};
      return lines.flatMap(({ statement }, line) =>
        statement?.kind === 'explore' ? lensesAt(document.uri, line, exploring.of(document.uri, line), say) : [],
      );
    },
  };
  const asked = async (uri: unknown, line: unknown): Promise<Asked | undefined> => {
    const flow = await askedFlow(flows, uri);
    const at = askedLine(line);
    const search = flow && exploring.of(flow.uri, at);
    return flow && search?.outcome && { trace: flow.trace, line: at, search };
  };
  const explorer: Explorer = {
    start: async (uri, line) => {
      const flow = await askedFlow(flows, uri);
      return flow && exploring.start(flow, line);
    },
    stop: (uri, line) => exploring.stop(uri, line),
  };
  const parts = vscode.Disposable.from(
    exploring,
    registerExploreTests(flows, explorer, say),
    vscode.languages.registerCodeLensProvider(LANGUAGE, provider),
    flows.onDidCheck((flow) => exploring.checked(flow)),
    flows.onDidDrop((uri) => exploring.drop(uri)),
    vscode.commands.registerCommand('tcpflow.explore', async (uri: unknown, line: unknown) => {
      const flow = await askedFlow(flows, uri);
      const outcome = flow && (await exploring.start(flow, askedLine(line)));
      return outcome?.kind;
    }),
    vscode.commands.registerCommand('tcpflow.explore.stop', async (uri: unknown, line: unknown) => {
      const flow = await askedFlow(flows, uri);
      if (flow !== undefined) exploring.stop(flow.uri, askedLine(line));
    }),
    vscode.commands.registerCommand('tcpflow.explore.open', async (uri: unknown, line: unknown) => {
      const flow = (await asked(uri, line))?.search.flow;
      if (flow !== undefined) await openBeside(flow);
    }),
    vscode.commands.registerCommand('tcpflow.explore.compare', async (uri: unknown, line: unknown) => {
      const found = await asked(uri, line);
      if (found?.search.flow !== undefined) await compareWithout(found, found.search.flow, say);
    }),
    vscode.commands.registerCommand('tcpflow.explore.coverage', async (uri: unknown, line: unknown) => {
      const found = await asked(uri, line);
      if (found !== undefined) await showCoverage(found, say);
    }),
  );
  const text: ExploredText = (uri, line) => {
    const outcome = exploring.of(uri, line)?.outcome;
    if (outcome === undefined) return [];
    const { id, args } = verdictOf(outcome);
    const figures = { longest: outcome.longest, atRest: grouped(outcome.atRest), ...coverageOf(outcome) };
    return [say(id, args), say('explore/about', figures)];
  };
  return { text, parts };
}
