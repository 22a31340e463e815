import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { inFolder, tcpflow } from './run';

/** The built command in place of the published package. */
const COMMAND = `${process.execPath} ${resolve('dist/cli.js')}`;
const PUBLISHED = /npx --yes tcp-flow@(\S+)/g;

/** The script of the action, without the indentation of its block. */
function actionScript(): string {
  const [, block = ''] = /\n {6}run: \|\n(.*)$/s.exec(readFileSync('action.yml', 'utf8')) ?? [];
  return block.replaceAll(/^ {8}/gm, '');
}

function runAction(inputs: Readonly<Record<string, string>>, cwd?: string): { code: number | null; out: string } {
  const env = { ...process.env, LC_ALL: 'C', MAX_WARNINGS: '', SARIF: '', FILES: '.', COMMAND, ...inputs };
  // GitHub runs `shell: bash` so.
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', actionScript()];
  const { status, stdout, stderr } = spawnSync('bash', args, {
    env,
    encoding: 'utf8',
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { code: status, out: stdout + stderr };
}

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files: RegExp;
}

function hooks(): Hook[] {
  return readFileSync('.pre-commit-hooks.yaml', 'utf8')
    .split(/^- /m)
    .slice(1)
    .map((text) => {
      const value = (name: string): string => new RegExp(`^ *${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
      return { id: value('id'), entry: value('entry'), files: new RegExp(value('files')) };
    });
}

/** The project's documents with whole flows. Mistakes are meant in some of the library, and references show single lines. */
const DOCUMENTS = ['README.md', 'README.zh-cn.md', 'media/skills', 'media/scenarios'];

/** The tracked files of them. */
function tracked(): string[] {
  const out = execFileSync('git', ['ls-files', ...DOCUMENTS], { encoding: 'utf8' });
  return out.split('\n').filter((file) => file !== '' && !/\/(?:mistakes|explored)\//.test(file));
}

function isFlowFile(file: string): boolean {
  return /\.(?:tcpflow|md)$/.test(file);
}

/** Runs a hook as pre-commit does: its entry with the files that match. */
function runHook(id: string, files: readonly string[]): { code: number | null; out: string } {
  const hook = hooks().find((h) => h.id === id);
  assert.ok(hook);
  const [, ...words] = hook.entry.replace(PUBLISHED, 'tcp-flow').split(' ');
  return tcpflow([...words, '--', ...files.filter((file) => hook.files.test(file))]);
}

const WRONG = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=x\n';

describe('the action', () => {
  it('finds nothing in the documents of the project', () => {
    const { code, out } = runAction({ FILES: `\n${tracked().filter(isFlowFile).join('\n')}\n` });
    assert.doesNotMatch(out, /^::error/m);
    assert.equal(code, 0);
  });

  it('fails on a mistake, beside its line, and writes SARIF', async () => {
    await inFolder({ 'a b.tcpflow': WRONG }, (folder) => {
      const { code, out } = runAction({ FILES: 'a b.tcpflow', SARIF: 'flows.sarif' }, folder);
      assert.equal(code, 1, out);
      assert.match(out, /^::error file=a b\.tcpflow,line=2/m);
      const { runs } = JSON.parse(readFileSync(join(folder, 'flows.sarif'), 'utf8')) as {
        runs: { results: { ruleId: string }[] }[];
      };
      assert.ok(runs[0]?.results.some(({ ruleId }) => ruleId === 'tcp/synack-ack'));
    });
  });

  it('fails where files are missing', async () => {
    await inFolder({}, (folder) => {
      assert.equal(runAction({ FILES: 'none.tcpflow', SARIF: 'flows.sarif' }, folder).code, 2);
    });
  });
});

describe('the hooks of pre-commit', () => {
  it('check the documents of the project', () => {
    assert.deepEqual(
      hooks().map(({ id }) => id),
      ['check', 'format'],
    );
    assert.equal(runHook('check', tracked()).code, 0);
  });

  it('format flows, and leave those of the library as they are', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tcpflow-hooks-'));
    try {
      const flows = tracked().filter((file) => file.endsWith('.tcpflow'));
      const copies = flows.map((file) => join(folder, basename(file)));
      for (const [i, file] of flows.entries()) copyFileSync(file, copies[i] ?? '');
      assert.equal(runHook('format', copies).code, 0);
      for (const [i, file] of flows.entries()) {
        assert.equal(readFileSync(copies[i] ?? '', 'utf8'), readFileSync(file, 'utf8'), file);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the version of the package', () => {
  it('is that of the manifest in action and hooks', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    for (const file of ['action.yml', '.pre-commit-hooks.yaml']) {
      const named = [...readFileSync(file, 'utf8').matchAll(PUBLISHED)].map(([, named = '']) => named);
      assert.ok(named.length > 0);
      for (const one of named) assert.equal(one, version, file);
    }
  });
});
