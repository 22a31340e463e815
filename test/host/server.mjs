/** A VS Code server on 127.0.0.1, with data of its own, ready to be opened in a browser. */
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

/** Settings that keep the workbench quiet, still and off the network. */
export const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  // A page's own scheme of colours chooses the theme: see `setTheme` of workbench.mjs.
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
  // A file that one test left unsaved must not come back in the next.
  'files.hotExit': 'off',
};

/** Besides, for windows that are used by one test after another. */
const drivenSettings = {
  // A flow that is opened again is shown from its top.
  'workbench.editor.restoreViewState': false,
  // A cursor that blinks draws the window again and again.
  'editor.cursorBlinking': 'solid',
};

/** An empty gallery: no marketplace is ever asked. */
export const offline = { EXTENSIONS_GALLERY: '{}', CODE_SERVER_PARENT_PID: '' };

/** Settings that were changed by hand may hold comments; then they count as none. */
function readSettings(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * What the page tests need of the extensions that come with VS Code: its themes, its editor of settings, and its preview of Markdown.
 * Each window would load the other ninety too.
 */
const BUILT_IN = [
  'configuration-editing',
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
 * VS Code speaks a language only if a language pack for it is there. This one translates nothing, and so is enough for
 * extensions to be told the language.
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
 * @param {number} [options.port] 0 for any that is free
 * @param {string} [options.workspace] a folder that is copied, so that tests may write in it
 * @param {string} [options.data] where the server's data stays; without it, it is thrown away
 * @param {Record<string, unknown>} [options.settings] user settings on top of the quiet ones
 * @param {boolean} [options.testing] whether the page may load the extension from a folder and run tests
 * @param {boolean} [options.driven] whether workbench.mjs drives its windows: they are reached from inside, and have few of
 *   the extensions that come with VS Code
 * @param {string} [options.locale] the language of the user interface, say `zh-cn`. VS Code's own texts stay English
 *   without a language pack; `vscode.env.language`, and so the extension's texts, follow.
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
  // User settings are kept on the server, so they can be laid down before a browser comes.
  const userDir = join(dataDir, 'data/User');
  mkdirSync(userDir, { recursive: true });
  const settingsFile = join(userDir, 'settings.json');
  // Where the data stays, what a person has set since the last time stays too.
  const kept = data && existsSync(settingsFile) ? readSettings(settingsFile) : {};
  const laid = { ...quietSettings, ...(driven && drivenSettings), ...settings, ...kept };
  writeFileSync(settingsFile, JSON.stringify(laid, null, 2));
  const workspace = original && join(dataDir, 'workspace');
  // The folder itself stays: a window may have it open.
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
    // Without it a built workbench ignores extensionDevelopmentPath and extensionTestsPath.
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
  // A harness that crashes must not leave a server behind.
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
    /** A path on this machine as the page names it. */
    remote: (path) => `vscode-remote://${authority}${path}`,
    /** @param {Record<string, string>} [query] @param {[string, string][]} [payload] what the workbench is told */
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
    /** Where windows' extension hosts are reached: see inside.mjs. */
    inside,
    /** The workspace as it was at the start. */
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
