/**
 * Brings what the tests and `npm start` need and a fresh machine lacks: the project's packages, the VS Code host,
 * Chromium and fonts. Uses only what comes with Node, since it runs before anything is installed. Each part is done
 * once and marked by a stamp; a stamp that no longer fits its lock file makes it run again.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cacheDir, findChromium, hostDir, nodeForHost, root, serverMain, vscodeDir } from './paths.mjs';

const hash = (...files) => files.reduce((h, f) => h.update(readFileSync(f)), createHash('sha256')).digest('hex');
const stamped = (stamp, value) => existsSync(stamp) && readFileSync(stamp, 'utf8') === value;
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(0)} s`;

function run(command, args, options) {
  const result = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32', ...options });
  if (result.status !== 0) {
    const why = result.error?.message ?? result.stderr?.toString() ?? `exit code ${result.status}`;
    throw new Error(`${command} ${args.join(' ')} failed: ${why}`);
  }
}

/** npm without install scripts: nothing that the tests use is compiled or fetched by one. */
function npm(cwd, ...args) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', [...args, ...quiet], { cwd, env: cleanEnvironment() });
}

/** The environment less what the npm that started us put there about this project. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package_|lifecycle_|config_local_prefix)/i.test(name)),
  );
}

/** The project's development packages. */
export function installPackages() {
  const stamp = join(root, 'node_modules/.installed');
  const want = hash(join(root, 'package-lock.json'));
  if (stamped(stamp, want)) {
    return;
  }
  const start = Date.now();
  npm(root, 'ci');
  writeFileSync(stamp, want);
  console.log(`packages installed in ${seconds(start)}`);
}

/** VS Code's server and workbench, in a folder of their own. */
export function installHost() {
  const stamp = join(hostDir, 'node_modules/.installed');
  const want = hash(join(hostDir, 'package-lock.json'));
  if (stamped(stamp, want) && existsSync(serverMain)) {
    return;
  }
  const start = Date.now();
  console.log('installing the VS Code host (once, about a minute) …');
  npm(hostDir, 'ci');
  // What code-server's own postinstall does, less the native builds. Its lock is out of step, so `npm ci` would refuse.
  npm(vscodeDir, 'install', '--omit=dev');
  // Without spdlog the Node extension host drops what extensions write to output channels. Where there is no compiler
  // everything else still works. The headers come with the bundled Node.
  const node = nodeForHost();
  const headers = dirname(dirname(node));
  const built = spawnSync('npm', ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '--loglevel=error'], {
    cwd: vscodeDir,
    encoding: 'utf8',
    env: {
      ...cleanEnvironment(),
      PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
      ...(existsSync(join(headers, 'include/node')) ? { npm_config_nodedir: headers } : {}),
    },
  });
  if (built.status !== 0) {
    console.log(
      'two native modules could not be compiled (g++, make, python3): output channels stay empty in the host',
    );
  }
  writeFileSync(stamp, want);
  console.log(`VS Code host installed in ${seconds(start)}`);
}

const fonts = [
  { package: 'fonts-dejavu-core', file: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf' },
  // Chinese text in screenshots.
  { package: 'fonts-wqy-microhei', file: '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc' },
];

/** Chromium and fonts from Debian's packages, where they are missing and we may install them. */
export function installBrowser() {
  const missing = fonts.filter((f) => process.platform === 'linux' && !existsSync(f.file)).map((f) => f.package);
  if (!findChromium()) {
    missing.unshift('chromium');
  }
  if (missing.length === 0) {
    return;
  }
  const start = Date.now();
  const isRoot = process.getuid?.() === 0;
  const sudo = !isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  const debian = existsSync('/usr/bin/apt-get');
  if (debian && (isRoot || sudo)) {
    console.log(`installing ${missing.join(', ')} …`);
    const apt = (...args) => {
      const command = [...(sudo ? ['sudo', '-n'] : []), 'apt-get', '-q', '-y', ...args];
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      return spawnSync(command[0], command.slice(1), { env, encoding: 'utf8' });
    };
    apt('update');
    const done = apt('install', '--no-install-recommends', ...missing);
    if (done.status === 0) {
      console.log(`installed in ${seconds(start)}`);
      return;
    }
    console.error(done.stderr);
  }
  if (!findChromium()) {
    throw new Error('no Chromium: install it (apt-get install chromium), or name it in the variable CHROMIUM');
  }
  console.log(`missing fonts, screenshots may lack glyphs: ${missing.join(', ')}`);
}

/** A folder under .cache, made where it is not there. */
export function cacheFolder(name) {
  const folder = join(cacheDir, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
