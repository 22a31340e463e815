/**
 * Installs what the tests and `npm start` need: the project's packages, the VS Code host, Chromium and fonts. It uses
 * only Node's own modules, as it runs before anything is installed. Each part is installed once and marked by a stamp;
 * if its lock file changes, it is installed again.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { during, ended } from './during.mjs';
import { cacheDir, findChromium, hostDir, nodeForHost, root, serverMain, vscodeDir } from './paths.mjs';

const hash = (...files) => files.reduce((h, f) => h.update(readFileSync(f)), createHash('sha256')).digest('hex');
const stamped = (stamp, value) => existsSync(stamp) && readFileSync(stamp, 'utf8') === value;

async function run(command, args, options) {
  const result = await ended(command, args, { stdio: 'inherit', shell: process.platform === 'win32', ...options });
  if (result.status !== 0) {
    const why = result.error?.message ?? result.stderr?.toString() ?? `exit code ${result.status}`;
    throw new Error(`${command} ${args.join(' ')} failed: ${why}`);
  }
}

/** Runs npm without install scripts: the tests need nothing that such a script compiles or downloads. */
function npm(cwd, ...args) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return run('npm', [...args, ...quiet], { cwd, env: cleanEnvironment() });
}

/** The environment without npm's own variables about this project. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package_|lifecycle_|config_local_prefix)/i.test(name)),
  );
}

/** The project's development packages. */
export async function installPackages() {
  const stamp = join(root, 'node_modules/.installed');
  const want = hash(join(root, 'package-lock.json'));
  if (stamped(stamp, want)) {
    return;
  }
  await during("installing the project's packages", npm(root, 'ci'));
  writeFileSync(stamp, want);
}

/** VS Code's server and workbench, in a folder of their own. */
export async function installHost() {
  const stamp = join(hostDir, 'node_modules/.installed');
  const want = hash(join(hostDir, 'package-lock.json'));
  if (stamped(stamp, want) && existsSync(serverMain)) {
    return;
  }
  await during('installing VS Code (once, about a minute)', npm(hostDir, 'ci'));
  // The relevant part of code-server's postinstall, without native builds. Its lock file is out of date, so `npm ci`
  // would fail.
  await during("installing VS Code's packages", npm(vscodeDir, 'install', '--omit=dev'));
  // Without spdlog the Node extension host drops the output channels of extensions. Without a compiler everything else
  // still works. The headers come with the bundled Node.
  const node = nodeForHost();
  const headers = dirname(dirname(node));
  const natives = ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '--loglevel=error'];
  const environment = {
    ...cleanEnvironment(),
    PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
    ...(existsSync(join(headers, 'include/node')) ? { npm_config_nodedir: headers } : {}),
  };
  const built = await during(
    'compiling two native modules',
    ended('npm', natives, { cwd: vscodeDir, env: environment }),
  );
  if (built.status !== 0) {
    console.log(
      'two native modules could not be compiled (g++, make, python3): output channels stay empty in the host',
    );
  }
  writeFileSync(stamp, want);
}

const fonts = [
  { package: 'fonts-dejavu-core', file: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf' },
  // A font for Chinese text in screenshots.
  { package: 'fonts-wqy-microhei', file: '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc' },
];

/** Installs Chromium and fonts from Debian's packages if they are missing and permissions allow it. */
export async function installBrowser() {
  const missing = fonts.filter((f) => process.platform === 'linux' && !existsSync(f.file)).map((f) => f.package);
  if (!findChromium()) {
    missing.unshift('chromium');
  }
  if (missing.length === 0) {
    return;
  }
  const isRoot = process.getuid?.() === 0;
  const sudo = !isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  const debian = existsSync('/usr/bin/apt-get');
  if (debian && (isRoot || sudo)) {
    const apt = (...args) => {
      const command = [...(sudo ? ['sudo', '-n'] : []), 'apt-get', '-q', '-y', ...args];
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      return ended(command[0], command.slice(1), { env });
    };
    const work = apt('update').then(() => apt('install', '--no-install-recommends', ...missing));
    const done = await during(`installing ${missing.join(', ')}`, work);
    if (done.status === 0) return;
    console.error(done.stderr);
  }
  if (!findChromium()) {
    throw new Error('no Chromium: install it (apt-get install chromium), or name it in the variable CHROMIUM');
  }
  console.log(`missing fonts, screenshots may lack glyphs: ${missing.join(', ')}`);
}

/** A folder under .cache, created if needed. */
export function cacheFolder(name) {
  const folder = join(cacheDir, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
