import * as vscode from 'vscode';
import type { Api } from '../../src/extension';
import { assert, equal, until } from './assert';
import { codeOf, hoverAt, openFlow, problems } from './flowDocument';

/** A run that uses up the flow's budget, as its condition is never met. */
const HOSTILE = 'A connect B\nrun\nA send 1000000000\nrun until A CLOSE-WAIT\nA send 1000\nrun\n';

/** More lines than are checked before an edit arrives. */
const LONG = `A -> B SYN\nB -> A SYN,ACK\nA -> B ACK\n${'A -> B ACK len=1\nB -> A ACK\n'.repeat(60_000)}`;

/** Counts the event loop turns of the extension host. */
function turnsSince(): { readonly count: () => number; readonly stop: () => void } {
  let turns = 0;
  let timer = setTimeout(function again() {
    turns++;
    timer = setTimeout(again, 0);
  }, 0);
  return { count: () => turns, stop: () => clearTimeout(timer) };
}

describe('a flow that takes long to check', () => {
  it('is checked beside typing: other documents are answered meanwhile', async () => {
    const other = await openFlow('client -> server  SYN  seq=x\n');
    await until('the other flow', () => hoverAt(other, new vscode.Position(0, 19)));
    const { flows } = (vscode.extensions.getExtension<Api>('tcpflow.tcpflow') as vscode.Extension<Api>).exports;
    const document = await vscode.workspace.openTextDocument({ language: 'tcpflow', content: HOSTILE });
    const turns = turnsSince();
    assert(flows.get(document) === undefined, 'the check was done in one piece');
    equal(flows.script(document)?.lines.length, 7, 'lines read');
    const checked = flows.when(document);
    const hover = await hoverAt(other, new vscode.Position(0, 19));
    assert(hover.includes('SYN'), 'no hover beside the check');
    const flow = await checked;
    turns.stop();
    assert(flow !== undefined, 'the check came to nothing');
    assert(turns.count() > 2, `the host had ${turns.count()} turns`);
    equal(
      flow.trace.findings.filter((f) => f.level !== 'hint').map((f) => [f.line, f.rule]),
      [[3, 'flow/run-segments']],
    );
    await until('the diagnostic', () => problems(document).map(codeOf).join() === 'flow/run-segments');
  });

  it('is given up where the text changes', async () => {
    const { flows } = (vscode.extensions.getExtension<Api>('tcpflow.tcpflow') as vscode.Extension<Api>).exports;
    const document = await vscode.workspace.openTextDocument({ language: 'tcpflow', content: LONG });
    const old = flows.when(document);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(3, 0, document.lineCount, 0), 'A close\nrun');
    assert(await vscode.workspace.applyEdit(edit), 'the edit was refused');
    const flow = await flows.when(document);
    equal(flow?.version, document.version, 'version');
    equal(await old, undefined, 'the older check');
  });
});
