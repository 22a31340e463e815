import * as vscode from 'vscode';
import type { Api } from '../../src/extension';
import ackStorm from '../fixtures/flows/hostile/hang-ack-storm.tcpflow';
import manyRuns from '../fixtures/flows/hostile/oom-many-runs.tcpflow';
import injected from '../fixtures/flows/hostile/hang-run.tcpflow';
import longLines from '../fixtures/flows/hostile/redos-settled.tcpflow';
import wakes from '../fixtures/flows/hostile/hang-run-wake.tcpflow';
import gigabyte from '../fixtures/flows/hostile/slow-send-1e9.tcpflow';
import { assert, equal, until } from './assert';
import { closeAll, codeOf, hoverAt, openFlow, problems } from './flowDocument';

const FLOWS: Readonly<Record<string, string>> = { ackStorm, manyRuns, injected, longLines, wakes, gigabyte };

/** Inserts a text at the end of the document. */
async function type(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
  assert(await vscode.workspace.applyEdit(edit), 'the edit was refused');
}

describe('a flow that does all to take long', () => {
  for (const [name, text] of Object.entries(FLOWS)) {
    it(`lets one type, here and elsewhere, with its diagram open: ${name}`, async function () {
      this.timeout(60_000);
      const { flows } = (vscode.extensions.getExtension<Api>('tcpflow.tcpflow') as vscode.Extension<Api>).exports;
      const document = await openFlow(`${text.trimEnd()}\n`);
      await vscode.commands.executeCommand('tcpflow.openPanel');
      const other = await vscode.workspace.openTextDocument({ language: 'tcpflow', content: 'client -> server SYN\n' });
      for (const character of '# typed') {
        await type(document, character);
        await type(other, character);
        const hover = await hoverAt(other, new vscode.Position(0, 17));
        assert(hover.includes('SYN'), 'no hover beside the check');
      }
      const flow = await flows.when(document);
      equal(flow?.version, document.version, 'version');
      const found = flow?.trace.findings.filter((f) => f.level === 'error' || f.level === 'warning') ?? [];
      assert(found.length > 0, 'nothing is said of it');
      await until('the diagnostics', () =>
        problems(document)
          .map(codeOf)
          .includes(found[0]?.rule ?? ''),
      );
      await closeAll();
    });
  }
});
