/**
 * The Test Explorer: each `explore` line of an open flow is a test. Running one explores the line as its lens does, so that both
 * show the same outcome. A claim that holds passes, a broken one fails, and one whose search came to its limit has an error.
 */
import * as vscode from 'vscode';
import { claimText } from '../compose';
import type { Outcome } from '../explore';
import { verdictOf } from '../report';
import type { Script } from '../script';
import type { Say } from '../words/say';
import type { Flow, Flows } from './flows';
import { rangeOf } from './range';

/** Starts the search of a line, and stops it; lines count from 0. */
export interface Explorer {
  start(uri: vscode.Uri, line: number): Promise<Outcome | undefined>;
  stop(uri: vscode.Uri, line: number): void;
}

class ExploreTests {
  /** Made with the first `explore` line, so that the view shows nothing to those who have none. */
  private made: vscode.TestController | undefined;
  private readonly lines = new WeakMap<vscode.TestItem, number>();

  constructor(
    private readonly explorer: Explorer,
    private readonly say: Say,
  ) {}

  private get controller(): vscode.TestController {
    if (this.made !== undefined) return this.made;
    const controller = vscode.tests.createTestController('tcpflow.explore', this.say('explore/tests'));
    controller.createRunProfile(
      this.say('explore/start'),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.run(request, token),
      true,
    );
    return (this.made = controller);
  }

  /** After a check: the lines of the flow are its tests. */
  checked({ uri, trace: { script } }: Flow): void {
    const found = exploreLines(script);
    if (found.length === 0) return this.drop(uri);
    const id = uri.toString();
    const { items } = this.controller;
    const file = items.get(id) ?? this.controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    items.add(file);
    file.children.replace(
      found.map(({ line, start, text }, at) => {
        const item = file.children.get(String(at)) ?? this.controller.createTestItem(String(at), text, uri);
        item.label = text;
        item.range = rangeOf(line, { start, end: start + text.length });
        this.lines.set(item, line);
        return item;
      }),
    );
  }

  drop(uri: vscode.Uri): void {
    this.made?.items.delete(uri.toString());
  }

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    const asked = request.include ?? valuesOf(this.controller.items);
    const tests = asked
      .flatMap((item) => (item.children.size > 0 ? valuesOf(item.children) : [item]))
      .filter((item) => request.exclude?.includes(item) !== true);
    for (const item of tests) run.enqueued(item);
    for (const item of tests) {
      if (token.isCancellationRequested) run.skipped(item);
      else await this.runOne(run, item, token);
    }
    run.end();
  }

  private async runOne(run: vscode.TestRun, item: vscode.TestItem, token: vscode.CancellationToken): Promise<void> {
    const { uri } = item;
    const line = this.lines.get(item);
    if (uri === undefined || line === undefined) return run.skipped(item);
    run.started(item);
    const cancelled = token.onCancellationRequested(() => this.explorer.stop(uri, line));
    const start = performance.now();
    const outcome = await this.explorer.start(uri, line);
    cancelled.dispose();
    if (outcome === undefined) return run.skipped(item);
    const { id, args } = verdictOf(outcome);
    const message = new vscode.TestMessage(this.say(id, args));
    if (item.range !== undefined) message.location = new vscode.Location(uri, item.range);
    const took = performance.now() - start;
    run.appendOutput(`${item.label}: ${this.say(id, args)}\r\n`, undefined, item);
    if (outcome.kind === 'broken') run.failed(item, message, took);
    else if (outcome.kind === 'limit') run.errored(item, message, took);
    else run.passed(item, took);
  }

  dispose(): void {
    this.made?.dispose();
  }
}

function valuesOf(items: vscode.TestItemCollection): vscode.TestItem[] {
  return Array.from(items, ([, item]) => item);
}

function exploreLines({ lines }: Script): { readonly line: number; readonly start: number; readonly text: string }[] {
  return lines.flatMap((one, line) => {
    if (one.statement?.kind !== 'explore') return [];
    const text = claimText(one);
    return [{ line, start: one.statement.end - text.length, text }];
  });
}

export function registerExploreTests(flows: Flows, explorer: Explorer, say: Say): vscode.Disposable {
  const tests = new ExploreTests(explorer, say);
  return vscode.Disposable.from(
    tests,
    flows.onDidCheck((flow) => tests.checked(flow)),
    flows.onDidDrop((uri) => tests.drop(uri)),
  );
}
