import * as vscode from 'vscode';
import { assert, equal } from './assert';
import { closeAll } from './flowDocument';

const MISTAKE = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=x\n';

async function call(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(`tcpflow_${name}`, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

describe('language model tools', () => {
  afterEach(closeAll);

  it('are in the manifest, each with a schema', () => {
    const names = vscode.lm.tools.filter(({ name }) => name.startsWith('tcpflow_')).map(({ name }) => name);
    equal(
      names.sort(),
      ['check', 'explain', 'help', 'next', 'play'].map((name) => `tcpflow_${name}`),
    );
  });

  it('answer: check, explain, next, play, help', async () => {
    const checked = await call('check', { flow: MISTAKE, language: 'en' });
    assert(checked.includes('write in line 2: server -> client SYN,ACK seq=y ack=x+1'), checked);
    const explained = await call('explain', { flow: MISTAKE, steps: '1', language: 'en' });
    assert(/^steps 1 to 1 of 2\n1\. line 1: client → server {2}SYN/.test(explained), explained);
    const next = await call('next', { flow: MISTAKE, language: 'en' });
    assert(/^What may come next, at line 3:\nclient -> server {2}ACK/.test(next), next);
    const played = await call('play', { flow: MISTAKE, language: 'en' });
    assert(/^From line 3 on:\n/.test(played), played);
    const helped = await call('help', { name: 'run', language: 'en' });
    assert(/^## Letting the engines play\n/.test(helped), helped);
  });

  it('speak both languages, and refuse a file outside the workspace', async () => {
    const checked = await call('check', { flow: MISTAKE, language: 'zh-cn' });
    assert(checked.startsWith('错误：1'), checked);
    const refused = await call('check', { file: '../../outside.tcpflow', language: 'en' });
    equal(refused, '../../outside.tcpflow is no file of the workspace that can be read.');
  });
});
