/** The stages of a test run, each of which returns `{ passed, failed }`, and the tasks around them. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { during } from './during.mjs';
import { root } from './paths.mjs';

const bin = (name) => join(root, 'node_modules', name);
const tsc = bin('typescript/bin/tsc');
const eslint = bin('eslint/bin/eslint.js');
const prettier = bin('prettier/bin/prettier.cjs');
const mocha = bin('mocha/bin/mocha.js');

const script = (name) => join(root, 'test/host', name);

/**
 * Runs a script in Node and returns its exit code. Its output is shown and also passed to `onLine`; where it is `held`, it is
 * shown at the end, as other scripts run beside it.
 */
function node(args, { onLine, env, held = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', onLine || held ? 'pipe' : 'inherit', held ? 'pipe' : 'inherit'],
    });
    if (held) {
      const parts = [];
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text) => parts.push(text));
      child.once('error', () => resolve(1));
      child.once('close', (code) => {
        process.stdout.write(parts.join(''));
        resolve(code ?? 1);
      });
      return;
    }
    let rest = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      process.stdout.write(text);
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    });
    child.once('error', () => resolve(1));
    child.once('close', (code) => {
      if (rest) {
        onLine?.(rest);
      }
      resolve(code ?? 1);
    });
  });
}

const ok = (codes) => ({ ok: codes.every((code) => code === 0) });

/** One `tsconfig.json` for each kind of host: the core must compile without the types of the DOM and of Node. */
const projects = ['tsconfig.json', 'src/webview/tsconfig.json', 'src/cli/tsconfig.json', 'test/tsconfig.json'];

async function typecheck() {
  const codes = [];
  // Two at a time; more would compete for the processors of a small machine.
  for (let i = 0; i < projects.length; i += 2) {
    codes.push(...(await Promise.all(projects.slice(i, i + 2).map((p) => node([tsc, '-p', p])))));
  }
  return ok(codes);
}

export async function build() {
  const types = await typecheck();
  const bundles = await node([join(root, 'build.mjs')]);
  return { ok: types.ok && bundles === 0 };
}

export async function lint({ held = false } = {}) {
  const codes = [
    await node([join(root, 'test/arrows.mjs')], { held }),
    await node([eslint, '.', '--max-warnings', '0'], { held }),
    await node([prettier, '--check', '--log-level', 'warn', '.'], { held }),
  ];
  return ok(codes);
}

/** Counts Mocha's summary lines. */
function tally() {
  const seen = { passed: 0, failed: 0 };
  return {
    seen,
    onLine(line) {
      const m = /^\s*(\d+) (passing|failing)\b/.exec(line);
      if (m) {
        seen[m[2] === 'passing' ? 'passed' : 'failed'] = Number(m[1]);
      }
    },
  };
}

/** Tests of the core, with a share of each law. */
export function unit(args = [], { built = false } = {}) {
  return mochaStage('unit', 'test/unit', args, { built });
}

/** The unit tests with laws of which the unit run shows a share (test/unit/share.ts), with all of each. */
export function laws(args = [], { built = false } = {}) {
  const source = (file) => readFileSync(join(root, 'test/unit', file.replace(/\.mjs$/, '.ts')), 'utf8');
  const takesShare = (file) => /from '(?:\.\.?\/)+share'/.test(source(file));
  return mochaStage('unit', 'test/unit', args, { built, only: takesShare, env: { TCPFLOW_LAWS: 'all' }, seconds: 300 });
}

/** Tests that start the command line as a process. */
export function commands(args = [], { built = false } = {}) {
  return mochaStage('commands', 'test/cli', args, { built });
}

/** Tests in plain Node: those of `folder` whose path contains the first argument; further arguments go to mocha. */
async function mochaStage(target, folder, [part = '', ...rest], { built, only = () => true, env, seconds = 60 }) {
  const word = part.startsWith('-') ? '' : part;
  const more = part.startsWith('-') ? [part, ...rest] : rest;
  if (!built && (await node([join(root, 'build.mjs'), 'cli', `${target}=${word}`])) !== 0) {
    return { passed: 0, failed: 1 };
  }
  const top = join(root, 'dist', folder);
  const files = (existsSync(top) ? readdirSync(top, { recursive: true }) : [])
    .map((f) => f.replaceAll('\\', '/'))
    .filter((f) => f.endsWith('.test.mjs') && `${folder}/${f}`.includes(word) && only(f))
    .map((f) => `dist/${folder}/${f}`)
    // The tests of all texts take long and would run last, alone, in alphabetical order.
    .sort()
    .reverse();
  if (files.length === 0) {
    console.log(`no test in ${folder}${word ? ` with "${word}" in its path` : ''}`);
    return { passed: 0, failed: 1 };
  }
  const count = tally();
  const options = [
    '--reporter',
    word ? 'spec' : 'dot',
    '--no-color',
    '--forbid-only',
    '--forbid-pending',
    '--timeout',
    String(seconds * 1000),
    '--require',
    script('seed.mjs'),
    // All tests run in parallel; a selection runs serially, with output as it goes.
    ...(word ? [] : ['--parallel', '--jobs', String(Math.min(4, availableParallelism()))]),
  ];
  // A selection shows places in sources. All tests do without, which saves some seconds; a young generation of 64 MiB
  // saves as much of collecting garbage.
  const flags = word ? ['--enable-source-maps'] : [];
  const memory = word ? {} : { NODE_OPTIONS: [process.env.NODE_OPTIONS, '--max-semi-space-size=64'].join(' ').trim() };
  const code = await node([...flags, mocha, ...options, ...more, ...files], {
    onLine: count.onLine,
    env: { ...memory, ...env },
  });
  return settle(count.seen, code);
}

/** A stage that fails without counting a failure, or that runs no test, counts as one failure. */
function settle(seen, code) {
  const nothing = seen.passed + seen.failed === 0;
  return seen.failed === 0 && (code !== 0 || nothing) ? { ...seen, failed: 1, crashed: true } : seen;
}

/** Runs a script of this folder that prints `N passed, N failed`. */
async function counted(name, args) {
  const seen = { passed: 0, failed: 0 };
  const code = await node([script(name), ...args], {
    onLine(line) {
      const m = /^(?:\[mocha\])?(\d+) passed, (\d+) failed/.exec(line);
      if (m) {
        seen.passed = Number(m[1]);
        seen.failed = Number(m[2]);
      }
    },
  });
  return settle(seen, code);
}

async function bundled(...targets) {
  return (await node([join(root, 'build.mjs'), ...targets])) === 0;
}

/** @param {'node' | 'web'} kind */
export async function extensionHost(kind, { built = false } = {}) {
  return built || (await bundled('extension', 'webview', 'suite'))
    ? counted('run-suite.mjs', [kind])
    : { passed: 0, failed: 1 };
}

export async function pages(args = [], { built = false } = {}) {
  return built || (await bundled('extension', 'webview', 'cli'))
    ? counted('run-pages.mjs', args)
    : { passed: 0, failed: 1 };
}

export async function desktop() {
  return (await bundled('extension', 'webview', 'suite')) ? counted('desktop.mjs', []) : { passed: 0, failed: 1 };
}

export async function bench(args) {
  const code = (await bundled('extension', 'webview', 'cli', 'bench')) ? await node(['dist/bench.js', ...args]) : 1;
  return ok([code]);
}

export async function fuzz(args) {
  const code = (await bundled('fuzz')) ? await node(['--enable-source-maps', 'dist/fuzz.js', ...args]) : 1;
  return ok([code]);
}

export async function looks(args) {
  if (!(await bundled('extension', 'webview'))) return { ok: false };
  const { looks: draw } = await import('./looks.mjs');
  return draw(args);
}

export async function pictures() {
  if (!(await bundled('extension', 'webview'))) return { ok: false };
  const { pictures: take } = await import('./pictures.mjs');
  return take();
}

export async function pack() {
  const built = await build();
  return built.ok ? ok([await node([script('package.mjs')])]) : built;
}

export async function start(args) {
  const packed = async () => (await bundled('extension', 'webview', 'cli')) && node([script('package.mjs')]);
  if ((await during('building and packaging the extension', packed())) !== 0) return { ok: false };
  // In this process, so that a signal to npm stops the server too.
  const { start: serve } = await import('./start.mjs');
  await serve(args[0]);
  return { ok: true };
}

/**
 * Runs all stages, even after failures, and prints the total in the last line.
 *
 * @param {{ bring(): Promise<void> }} how installs the VS Code host and the browser
 */
export async function everything({ bring }) {
  const results = [];
  const stage = async (name, run) => {
    console.log(`\n── ${name}`);
    const start = Date.now();
    let result;
    try {
      result = await run();
    } catch (error) {
      console.error(error.message ?? error);
      result = { passed: 0, failed: 1, crashed: true };
    }
    results.push({ name, ...result, seconds: ((Date.now() - start) / 1000).toFixed(0) });
  };
  const check = async (run) => ((await run()).ok ? { passed: 0, failed: 0 } : { passed: 0, failed: 1 });
  await stage('build', () => check(build));
  await stage('unit', () => unit([], { built: true }));
  await stage('laws', () => laws([], { built: true }));
  // Each of them leaves a processor free: eslint runs on one, and an installation waits for the network.
  await Promise.all([
    stage('lint', () => check(() => lint({ held: true }))),
    (async () => {
      await stage('command line', () => commands([], { built: true }));
      await stage('install', async () => {
        await bring();
        return { passed: 0, failed: 0 };
      });
    })(),
  ]);
  await stage('node host', () => extensionHost('node', { built: true }));
  await stage('web worker host', () => extensionHost('web', { built: true }));
  await stage('page', () => pages([], { built: true }));
  console.log('');
  for (const { name, passed, failed, crashed, seconds } of results) {
    console.log(
      `${name.padEnd(18)}${passed} ok, ${failed} not${crashed ? ' (the stage broke off)' : ''}, ${seconds} s`,
    );
  }
  const sum = (key) => results.reduce((n, r) => n + r[key], 0);
  const failed = sum('failed');
  console.log(`\n${sum('passed')} passed, ${failed} failed`);
  return { failed };
}
