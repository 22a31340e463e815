import * as vscode from 'vscode';
import { assert, equal, until } from './assert';
import { codeOf, hintsOf, openFlow, ours } from './flowDocument';

const FLOW = `client -> server  SYN      seq=x
server -> client  SYN,ACK  seq=y  ack=x
client -> server  ACK      seq=x+1
`;

/** Changes a setting during `body`. */
async function having(key: string, value: unknown, body: () => Promise<void>): Promise<void> {
  const config = vscode.workspace.getConfiguration('tcpflow');
  await config.update(key, value, vscode.ConfigurationTarget.Global);
  try {
    await body();
  } finally {
    await config.update(key, undefined, vscode.ConfigurationTarget.Global);
  }
}

async function textsOn(document: vscode.TextDocument, line: number): Promise<string[]> {
  return (await hintsOf(document)).filter(([l]) => l === line).map(([, text]) => text);
}

describe('settings', () => {
  it('give a rule another level, at once, and back', async () => {
    const document = await openFlow(FLOW);
    const level = (): unknown => ours(document).find((d) => codeOf(d) === 'tcp/synack-ack')?.severity;
    equal(level(), vscode.DiagnosticSeverity.Error);
    await having('rules', { 'tcp/synack-ack': 'warning' }, async () => {
      await until('a warning', () => level() === vscode.DiagnosticSeverity.Warning);
    });
    await having('rules', { 'tcp/*': 'off' }, async () => {
      await until('silence', () => ours(document).every((d) => !codeOf(d).startsWith('tcp/')));
    });
    await until('the error again', () => level() === vscode.DiagnosticSeverity.Error);
  });

  it('say what the endpoints are where the flow does not', async () => {
    const document = await openFlow('client -> server SYN\n');
    await having('profile', 'linux', async () => {
      await until('the window of Linux', async () => (await textsOn(document, 0)).some((t) => t.includes('win=64240')));
    });
    await until('that of the standard', async () => (await textsOn(document, 0)).some((t) => t.includes('win=65535')));
  });

  it('switch each kind of inlay hints', async () => {
    const document = await openFlow(FLOW.replace('ack=x\n', 'ack=x+1\n').replace('SYN      ', 'SYN  win=100 '));
    equal(await textsOn(document, 2), ['ack=y+1 win=100', '→ server ESTABLISHED']);
    await having('inlayHints.leftOut', false, async () => {
      await until('states only', async () => (await textsOn(document, 2)).join() === '→ server ESTABLISHED');
    });
    await having('inlayHints.states', false, async () => {
      await until('numbers only', async () => (await textsOn(document, 2)).join() === 'ack=y+1 win=100');
    });
    await having('numbers', 'relative', async () => {
      await until('relative numbers', async () => (await textsOn(document, 2))[0] === '(1)');
      equal((await textsOn(document, 1)).slice(0, 2), ['(0)', '(1)'], 'SYN,ACK');
    });
  });
});

describe('new flows', () => {
  it('begin with a template', async () => {
    await vscode.commands.executeCommand('tcpflow.newFlow', 'lost-ack');
    const document = vscode.window.activeTextEditor?.document;
    assert(document?.languageId === 'tcpflow', 'no flow is open');
    assert(document.getText().includes('-x'), document.getText());
  });

  it('are opened, broken and mended by "Get Started"', async () => {
    await vscode.commands.executeCommand('tcpflow.openSample');
    const document = vscode.window.activeTextEditor?.document;
    assert(document, 'no sample');
    const before = document.getText();
    await vscode.commands.executeCommand('tcpflow.breakSample');
    await until('the mistake', () => ours(document).some((d) => codeOf(d) === 'tcp/synack-ack'));
    await vscode.commands.executeCommand('tcpflow.fixSample');
    equal(document.getText(), before);
    await until('a clean flow', () => ours(document).length === 0);
  });
});
