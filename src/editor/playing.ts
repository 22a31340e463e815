/** Commands of the editor that simulate: write out a `run`, finish a flow, ask for a what-if. */
import * as vscode from 'vscode';
import { closingInSlices, finishingInSlices, writeOut } from '../compose';
import { type Trace, final, stepsAt } from '../trace';
import { formatted, parseLine } from '../script';
import type { Say } from '../words/words';
import type { State } from '../tcp';
import { askedFlow, askedLine } from './asked';
import { LANGUAGE, type Flow, type Flows } from './flows';
import { inSlices, type Wanted } from './slices';
import { plays } from './runText';

/** The most steps of a `run` that is written out. */
const MOST_WRITTEN = 5000;

/** The lines that replace the `run` on a line (from 0), aligned; undefined if there are none or too many. */
export function writtenOut(trace: Trace, line: number): string | undefined {
  const steps = stepsAt(trace, line);
  if (!plays(trace, line) || steps.length === 0 || steps.length > MOST_WRITTEN) return undefined;
  const { text, comment } = trace.script.lines[line] ?? { text: '' };
  const written = writeOut(trace, line).split('\n');
  if (written.length === 0) return undefined;
  const lines = formatted({ lines: written.map((l) => parseLine(l)) });
  return [...(comment === undefined ? [] : [text.slice(comment.start)]), ...lines].join('\n');
}

/** The ways to finish a flow. */
export type Ending = 'idle' | 'close';

/** States in which the user may call CLOSE. */
const CLOSABLE: ReadonlySet<State> = new Set(['SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT']);

/** The endings that can be offered, by the endpoints' states alone; nothing is simulated. */
export function endings(trace: Trace): Ending[] {
  const world = final(trace);
  const sides = trace.cast.ends.map(({ id }) => world.ends.get(id));
  const open = sides.filter((s) => s !== undefined && s.tcb.state !== 'CLOSED' && s.tcb.state !== 'LISTEN');
  const isBusy = sides.some((s) => {
    if (s === undefined) return false;
    const { tcb, resets } = s;
    const waits = tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN' && tcb.state !== 'ESTABLISHED';
    return waits || tcb.owed !== 0 || resets.length > 0 || tcb.sndUna !== tcb.sndNxt;
  });
  const mayClose = sides.some((s) => s !== undefined && CLOSABLE.has(s.tcb.state));
  const found: Ending[] = [];
  if (isBusy || world.flights.size > 0) found.push('idle');
  if (open.length > 0 && (mayClose || found.length === 0)) found.push('close');
  return found;
}

/** The lines that finish the flow, computed in slices. */
function endingText(trace: Trace, ending: Ending): Generator<undefined, string> {
  return ending === 'idle' ? finishingInSlices(trace) : closingInSlices(trace);
}

/** An edit that appends an ending after the last non-empty line. */
async function endingEdit(flow: Flow, ending: Ending, wanted?: Wanted): Promise<vscode.WorkspaceEdit | undefined> {
  const text = await inSlices(endingText(flow.trace, ending), wanted);
  if (text === undefined || text === '') return undefined;
  const { lines } = flow.trace.script;
  let last = lines.length - 1;
  while (last >= 0 && lines[last]?.text.trim() === '') last--;
  const edit = new vscode.WorkspaceEdit();
  const at = new vscode.Position(last, lines[last]?.text.length ?? 0);
  const end = new vscode.Position(lines.length - 1, lines.at(-1)?.text.length ?? 0);
  edit.replace(flow.uri, new vscode.Range(at, end), `\n${text.replace(/^\n/, '')}`);
  return edit;
}

function writeOutEdit(flow: Flow, line: number): vscode.WorkspaceEdit | undefined {
  const text = writtenOut(flow.trace, line);
  if (text === undefined) return undefined;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(flow.uri, new vscode.Range(line, 0, line, flow.trace.script.lines[line]?.text.length ?? 0), text);
  return edit;
}

/** The kinds of these code actions, for keybindings and settings. */
const WRITE_OUT = vscode.CodeActionKind.RefactorInline.append('writeOut');
const WHAT_IF = vscode.CodeActionKind.Refactor.append('whatIf');
const FINISH = vscode.CodeActionKind.Refactor.append('finish');

/** A code action whose edit is computed when it is resolved. */
class Lazy extends vscode.CodeAction {
  constructor(
    title: string,
    kind: vscode.CodeActionKind,
    readonly make: (wanted: Wanted) => vscode.WorkspaceEdit | undefined | Promise<vscode.WorkspaceEdit | undefined>,
  ) {
    super(title, kind);
  }
}

function actionsAt(flow: Flow, line: number, say: Say): vscode.CodeAction[] {
  const { trace, uri } = flow;
  const { lines } = trace.script;
  const actions: vscode.CodeAction[] = [];
  const steps = stepsAt(trace, line);
  if (plays(trace, line) && steps.length > 0) {
    actions.push(new Lazy(say('run/write-this-out'), WRITE_OUT, () => writeOutEdit(flow, line)));
  }
  const step = steps.find((s) => s.kind === 'segment');
  if (lines[line]?.statement?.kind === 'segment' && step !== undefined) {
    for (const what of ['lose', 'delay', 'duplicate', 'forge'] as const) {
      if (what === 'lose' && step.fate === 'lost') continue;
      if (what !== 'forge' && step.fate === 'not-sent') continue;
      const action = new vscode.CodeAction(say(`whatif/${what}`), WHAT_IF);
      action.command = { title: action.title, command: `tcpflow.whatIf.${what}`, arguments: [{ uri, line }] };
      actions.push(action);
    }
  }
  if (lines.slice(line + 1).every((l) => l.statement === undefined)) {
    for (const ending of endings(trace)) {
      actions.push(new Lazy(say(`finish/${ending}`), FINISH, (wanted) => endingEdit(flow, ending, wanted)));
    }
  }
  return actions;
}

async function chosenEnding(trace: Trace, say: Say): Promise<Ending | undefined> {
  const found = endings(trace);
  if (found.length < 2) return found[0];
  const items = found.map((ending) => ({
    label: say(`finish/${ending}`),
    detail: say(`finish/${ending}-detail`),
    ending,
  }));
  return (await vscode.window.showQuickPick(items, { title: say('finish/title') }))?.ending;
}

/** Registers the code actions on lines, and the commands of the lens. */
export function registerPlaying(flows: Flows, say: Say): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    async provideCodeActions(document, range, context) {
      const flow = await flows.when(document);
      if (flow === undefined || (context.only && !vscode.CodeActionKind.Refactor.contains(context.only))) return [];
      return actionsAt(flow, range.start.line, say);
    },
    async resolveCodeAction(action, token) {
      const edit = action instanceof Lazy ? await action.make(token) : undefined;
      if (edit !== undefined) action.edit = edit;
      return action;
    },
  };
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider(LANGUAGE, provider, {
      providedCodeActionKinds: [WRITE_OUT, WHAT_IF, FINISH],
    }),
    vscode.commands.registerCommand('tcpflow.writeOut', async (uri: unknown, line: unknown) => {
      const flow = await askedFlow(flows, uri);
      const edit = flow && writeOutEdit(flow, askedLine(line));
      if (edit) await vscode.workspace.applyEdit(edit);
      else void vscode.window.showInformationMessage(say('run/cannot-write-out'));
    }),
    vscode.commands.registerCommand('tcpflow.finish', async (uri: unknown, wanted: unknown) => {
      const flow = await askedFlow(flows, uri);
      if (flow === undefined) return;
      const none = endings(flow.trace).length === 0;
      const ending = wanted === 'idle' || wanted === 'close' ? wanted : await chosenEnding(flow.trace, say);
      const edit = ending && (await endingEdit(flow, ending));
      if (edit) await vscode.workspace.applyEdit(edit);
      else if (none || ending) void vscode.window.showInformationMessage(say('finish/nothing'));
    }),
    vscode.commands.registerCommand('tcpflow.showLine', async (uri: unknown, line: unknown) => {
      if (!(uri instanceof vscode.Uri) || typeof line !== 'number') return;
      const at = new vscode.Position(line, 0);
      await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
      await vscode.commands.executeCommand('tcpflow.openPanel', uri);
    }),
  );
}
