import { strict as assert } from 'node:assert';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { TOOLS, toolOf } from '../../src/agent';
import { ask } from '../unit/agent/door';
import { inFolder } from './run';

const FLOW = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=x\n';

async function connected(cwd: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [resolve('dist/cli.js'), 'mcp', '--lang', 'en'], cwd }),
  );
  try {
    await use(client);
  } finally {
    await client.close();
  }
}

describe('tcp-flow mcp', () => {
  it("lists the tools, and answers as they do everywhere, by the protocol's own client", () =>
    inFolder({ 'a.tcpflow': FLOW }, (cwd) =>
      connected(cwd, async (client) => {
        const { tools } = await client.listTools();
        assert.deepEqual(
          tools.map(({ name, description }) => [name, description]),
          TOOLS.map((tool) => [toolOf(tool).name, toolOf(tool).description]),
        );
        for (const [tool, input] of [
          ['check', { flow: FLOW }],
          ['explain', { flow: FLOW, steps: '1..2' }],
          ['explain', { flow: FLOW, language: 'zh-cn' }],
          ['next', { flow: FLOW }],
          ['play', { flow: FLOW, until: 'server ESTABLISHED' }],
          ['help', { name: 'tcp/synack-ack' }],
          ['help', { name: 'run' }],
        ] as const) {
          const { text, data } = await ask(tool, input);
          const result = await client.callTool({ name: toolOf(tool).name, arguments: input });
          assert.deepEqual(result.content, [{ type: 'text', text }]);
          assert.deepEqual(result.structuredContent, JSON.parse(JSON.stringify(data)));
        }
      }),
    ));

  it('reads files of its folder only', () =>
    inFolder({ 'a.tcpflow': FLOW, 'secret.tcpflow': FLOW }, async (outside) => {
      const cwd = join(outside, 'work');
      mkdirSync(cwd);
      symlinkSync(join(outside, 'secret.tcpflow'), join(cwd, 'link.tcpflow'));
      symlinkSync(join(outside, 'a.tcpflow'), join(outside, 'b.tcpflow'));
      await connected(cwd, async (client) => {
        for (const file of ['../a.tcpflow', join(outside, 'a.tcpflow'), 'link.tcpflow', 'gone.tcpflow']) {
          const { content, isError } = await client.callTool({ name: 'tcpflow_check', arguments: { file } });
          assert.deepEqual(content, [{ type: 'text', text: `${file} is no file of the workspace that can be read.` }]);
          assert.equal(isError, true);
        }
      });
      await connected(outside, async (client) => {
        const { content } = await client.callTool({ name: 'tcpflow_check', arguments: { file: 'a.tcpflow' } });
        assert.match(JSON.stringify(content), /tcp\/synack-ack/);
      });
    }));

  it('has the language and the rules as resources', () =>
    inFolder({}, (cwd) =>
      connected(cwd, async (client) => {
        const { resources } = await client.listResources();
        assert.deepEqual(
          resources.map(({ uri }) => uri),
          ['tcpflow://language', 'tcpflow://rules'],
        );
        const { contents } = await client.readResource({ uri: 'tcpflow://language' });
        assert.match(JSON.stringify(contents), /# The TCP Flow language/);
        await assert.rejects(client.readResource({ uri: 'tcpflow://other' }));
      }),
    ));

  it('answers a call of a tool that it has not, and input of the wrong kind', () =>
    inFolder({}, (cwd) =>
      connected(cwd, async (client) => {
        const none = await client.callTool({ name: 'tcpflow_fix', arguments: {} });
        assert.equal(none.isError, true);
        const wrong = await client.callTool({ name: 'tcpflow_check', arguments: { flow: 3 } });
        assert.deepEqual(wrong.content, [{ type: 'text', text: 'The input "flow" is of another kind.' }]);
      }),
    ));
});
