import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inFolder } from './run';

function run(command: string, args: readonly string[], cwd: string): { code: number | null; out: string; err: string } {
  const env = { ...process.env, LC_ALL: 'C', NO_COLOR: '' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

/** A site that draws a flow with a mistake, one with TLS, and one in Chinese, with what markdown-it hands to its plug-ins. */
const SITE = `import { createRequire } from 'node:module';
import tcpflow from 'tcp-flow/markdown-it';
const required = createRequire(process.cwd() + '/')('tcp-flow/markdown-it');
const render = (plugin, options, ...texts) => {
  const md = { renderer: { rules: {} } };
  plugin(md, options);
  const tokens = texts.map((content) => ({ info: 'tcpflow', content }));
  return tokens.map((_, i) => md.renderer.rules.fence(tokens, i, {}, {}, {})).join('');
};
const WRONG = 'client -> server SYN seq=x\\nserver -> client SYN,ACK seq=y ack=x';
console.log(render(tcpflow, undefined, WRONG, 'client => server https GET /'));
console.log(render(required, { language: 'zh-cn', sheet: false }, 'client -> server SYN'));
`;

describe('the npm package', () => {
  it('is packed, installed into an empty folder without a network, and checks a flow there', () =>
    inFolder({ 'a.tcpflow': 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=x\n' }, (cwd) => {
      const packed = run('npm', ['pack', '--json', '--pack-destination', cwd], resolve('dist/npm'));
      assert.equal(packed.code, 0, packed.err);
      const [{ filename, files }] = JSON.parse(packed.out) as [{ filename: string; files: { path: string }[] }];
      for (const path of [
        'LICENSE',
        'README.md',
        'ThirdPartyNotices.txt',
        'dist/cli.js',
        'dist/commands.js',
        'dist/markdown-it.d.ts',
        'dist/markdown-it.js',
        'dist/mcp.js',
        'media/docs/language.md',
        'package.json',
      ])
        assert.ok(files.some((file) => file.path === path));
      const installed = run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--prefix', '.', filename], cwd);
      assert.equal(installed.code, 0, installed.err);
      const checked = run('npx', ['--offline', 'tcp-flow', 'check', 'a.tcpflow'], cwd);
      assert.equal(checked.code, 1, checked.err);
      assert.match(checked.out, /^a\.tcpflow:2:32: error: SYN,ACK must acknowledge client's SYN/m);
      const drawn = run('node', ['--input-type=module', '--eval', SITE], cwd);
      assert.equal(drawn.err, '');
      const [first = '', second = '', third = ''] = drawn.out.split('<figure').slice(1);
      assert.match(drawn.out, /^<style>@layer tcpflow\{/);
      assert.match(first, /✗ line 2: SYN,ACK must acknowledge/);
      assert.match(second, /✓ \d+ steps/);
      assert.match(third, /✓ \d+ 步/);
      const { version } = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as { version: string };
      assert.equal(run('npx', ['--offline', 'tcp-flow', '--version'], cwd).out, `tcp-flow ${version}\n`);
    }));
});
