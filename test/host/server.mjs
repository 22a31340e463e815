/** A VS Code server on 127.0.0.1 with data of its own, to be opened in a browser. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenInside } from './inside.mjs';
import { nodeForHost, serverMain, vscodeDir } from './paths.mjs';

/** Settings that keep the workbench quiet, without animation, and off the network. */
export const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  // The page's colour scheme selects the theme: see `setTheme` in workbench.mjs.
  'window.autoDetectColorScheme': true,
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'debug.internalConsoleOptions': 'neverOpen',
  'window.restoreWindows': 'none',
  // A file left unsaved by one test must not reappear in the next.
  'files.hotExit': 'off',
};

/** Further settings for windows that several tests use in turn. */
const drivenSettings = {
  // A flow that is opened again is shown from its beginning.
  'workbench.editor.restoreViewState': false,
  // A blinking cursor would repaint the window continuously.
  'editor.cursorBlinking': 'solid',
};

/** An empty gallery, so that no marketplace is contacted. */
export const offline = { EXTENSIONS_GALLERY: '{}', CODE_SERVER_PARENT_PID: '' };

/** Reads a settings file; one with comments, changed by hand, is ignored. */
function readSettings(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * The built-in extensions that the page tests need: themes, the settings editor, the Markdown preview, and notebooks. Without this
 * list each window would load some ninety others.
 */
const BUILT_IN = [
  'configuration-editing',
  'ipynb',
  'json',
  'json-language-features',
  'markdown-basics',
  'markdown-language-features',
  'theme-defaults',
  'theme-modern-icons',
];

function layBuiltIn(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of BUILT_IN) symlinkSync(join(vscodeDir, 'extensions', name), join(folder, name));
  return folder;
}

/**
 * VS Code offers a language only with a language pack. This one is empty, which is enough to set the language that
 * extensions see.
 */
function pretendLanguagePack(userData, locale) {
  const translations = join(userData, `empty-${locale}.json`);
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const extensions = [{ extensionIdentifier: { id: `tcpflow.language-pack-${locale}` }, version: '1.0.0' }];
  const pack = { hash: `empty-${locale}`, label: locale, extensions, translations: { vscode: translations } };
  writeFileSync(join(userData, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

/**
 * @param {object} options
 * @param {number} [options.port] 0 for any free port
 * @param {string} [options.workspace] a folder that is copied, so that tests may write to it
 * @param {string} [options.data] the folder of the server's data; if absent, data is deleted at the end
 * @param {Record<string, unknown>} [options.settings] user settings in addition to the quiet ones
 * @param {boolean} [options.testing] whether the page may load the extension from a folder and run tests
 * @param {boolean} [options.driven] whether workbench.mjs drives its windows; they can then be reached from inside, and
 *   have few of the built-in extensions
 * @param {string} [options.locale] the language of the user interface, such as `zh-cn`. VS Code's own texts stay
 *   English without a language pack; `vscode.env.language`, and thus the extension's texts, follow.
 */
export async function startServer({
  port = 0,
  workspace: original,
  data,
  settings = {},
  testing = true,
  driven = false,
  log = 'info',
  locale,
} = {}) {
  const dataDir = data ?? mkdtempSync(join(tmpdir(), 'tcpflow-host-'));
  // User settings are files on the server, so they can be written before a browser connects.
  const userDir = join(dataDir, 'data/User');
  mkdirSync(userDir, { recursive: true });
  const settingsFile = join(userDir, 'settings.json');
  // If the data is kept, the user's settings of the last time are kept too.
  const kept = data && existsSync(settingsFile) ? readSettings(settingsFile) : {};
  const laid = { ...quietSettings, ...(driven && drivenSettings), ...settings, ...kept };
  writeFileSync(settingsFile, JSON.stringify(laid, null, 2));
  const workspace = original && join(dataDir, 'workspace');
  // The folder itself stays, as a window may have it open.
  const layWorkspace = () => {
    if (!original || !workspace) return;
    mkdirSync(workspace, { recursive: true });
    for (const name of readdirSync(workspace)) {
      rmSync(join(workspace, name), { recursive: true, force: true, maxRetries: 5 });
    }
    cpSync(original, workspace, { recursive: true });
  };
  layWorkspace();
  const token = randomUUID();
  const args = [serverMain, '--host', '127.0.0.1', '--port', String(port), '--connection-token', token];
  args.push('--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust');
  args.push('--server-data-dir', dataDir, '--log', log);
  if (testing) {
    // Without this flag a built workbench ignores extensionDevelopmentPath and extensionTestsPath.
    args.push('--enable-smoke-test-driver');
  }
  if (driven) args.push('--builtin-extensions-dir', layBuiltIn(join(dataDir, 'built-in')));
  if (locale) {
    args.push('--locale', locale);
    pretendLanguagePack(join(dataDir, 'data'), locale);
  }
  const door = join(dataDir, 'inside.sock');
  const inside = driven ? listenInside(door, join(dataDir, 'extensions')) : undefined;
  const env = { ...process.env, ...offline, ...(inside && { TCPFLOW_TESTS: door }) };
  const child = spawn(nodeForHost(), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const killNow = () => child.kill('SIGKILL');
  // A crash of the test program must not leave a server running.
  process.once('exit', killNow);

  let output = '';
  const bound = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the VS Code server did not start:\n${output}`)), 60_000);
    const seen = (text) => {
      output += text;
      if (process.env.VERBOSE) {
        process.stderr.write(text);
      }
      const m = /Extension host agent listening on (\d+)/.exec(output);
      if (m) {
        clearTimeout(timer);
        resolve(Number(m[1]));
      }
    };
    child.stdout.on('data', seen);
    child.stderr.on('data', seen);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the VS Code server ended with ${code}:\n${output}`));
    });
  });
  const authority = `127.0.0.1:${bound}`;
  return {
    authority,
    workspace,
    locale,
    /** The URI of a path on this machine in the page. */
    remote: (path) => `vscode-remote://${authority}${path}`,
    /** @param {Record<string, string>} [query] @param {[string, string][]} [payload] parameters of the workbench */
    url(query = {}, payload = []) {
      const url = new URL(`http://${authority}/`);
      url.searchParams.set('tkn', token);
      if (workspace) {
        url.searchParams.set('folder', workspace);
      }
      Object.entries(query).forEach(([name, value]) => url.searchParams.set(name, value));
      if (payload.length > 0) {
        url.searchParams.set('payload', JSON.stringify(payload));
      }
      return url.toString();
    },
    /** The connection to the windows' extension hosts, see inside.mjs. */
    inside,
    /** Restores the workspace to its initial state. */
    reset: layWorkspace,
    async stop() {
      inside?.stop();
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
        await gone;
        clearTimeout(timer);
      }
      process.off('exit', killNow);
      if (!data) {
        rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  };
}
