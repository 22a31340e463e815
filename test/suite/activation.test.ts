import * as vscode from 'vscode';
import { assert, equal, until } from './assert';

describe('activation', () => {
  it('gives .tcpflow files the language and activates on it', async () => {
    const extension = vscode.extensions.getExtension('tcpflow.tcpflow');
    assert(extension, 'the extension is not there');
    const document = await vscode.workspace.openTextDocument({
      language: 'tcpflow',
      content: 'client -> server SYN\n',
    });
    await vscode.window.showTextDocument(document);
    equal(document.languageId, 'tcpflow');
    await until('activation', () => extension.isActive);
  });

  it('knows the language by the file name', async () => {
    const uri = vscode.Uri.parse('untitled:made-here.tcpflow');
    const document = await vscode.workspace.openTextDocument(uri);
    equal(document.languageId, 'tcpflow');
  });
});
