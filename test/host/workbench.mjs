/** Drives the workbench's page as a user does: by keyboard and mouse, reading the screen. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { extensionId, outputDir } from './paths.mjs';
import { patience, until } from './until.mjs';

/** VS Code's four kinds of theme, with their built-in themes. */
export const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

const LIGHT = 'workbench.preferredLightColorTheme';
const DARK = 'workbench.preferredDarkColorTheme';

/** The marks of a theme in the workbench and in webviews, and its background colour. */
const looks = {
  light: { workbench: 'vs', webview: ['vscode-light'], background: '#ffffff' },
  dark: { workbench: 'vs-dark', webview: ['vscode-dark'], background: '#1f1f1f' },
  'hc-dark': { workbench: 'hc-black', webview: ['vscode-high-contrast'], background: '#000000' },
  'hc-light': { workbench: 'hc-light', webview: ['vscode-high-contrast-light'], background: '#ffffff' },
};

/**
 * The setting and colour scheme for a theme: there is one setting for light themes and one for dark ones, and the
 * page's colour scheme selects between them.
 */
function settingOf(kind) {
  const isDark = kind === 'dark' || kind === 'hc-dark';
  return { scheme: isDark ? 'dark' : 'light', setting: isDark ? DARK : LIGHT };
}

/** Runs inside VS Code: sets the light and dark themes. */
async function nameThemes(vscode, names) {
  const settings = vscode.workspace.getConfiguration();
  for (const [setting, name] of Object.entries(names)) {
    if (settings.get(setting) !== name) await settings.update(setting, name, true);
  }
}

/** Runs inside VS Code: true if a quick fix at the cursor contains `text`. */
async function offersFix(vscode, text) {
  const { document, selection } = vscode.window.activeTextEditor;
  const fixes = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, selection);
  return fixes.some(({ title }) => title.includes(text));
}

/** Runs inside VS Code: restores the initial state of the window, with nothing open. */
async function clearWindow(vscode) {
  const { commands, window } = vscode;
  for (const { isDirty, input } of window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    if (!isDirty) continue;
    await window.showTextDocument(input.uri);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  for (const command of [
    'workbench.action.closeQuickOpen',
    'workbench.action.closeAllEditors',
    'workbench.action.closePanel',
    'workbench.view.explorer',
    'notifications.clearAll',
    'notifications.hideList',
  ]) {
    await commands.executeCommand(command);
  }
}

/** Runs in the window's page: the state of editors that the workbench has stored. */
async function keptOfEditors() {
  const ended = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  const { indexedDB } = globalThis;
  const kept = [];
  for (const { name } of await indexedDB.databases()) {
    if (!/^vscode-web-state-db-/.test(name)) continue;
    const db = await ended(indexedDB.open(name));
    if (db.objectStoreNames.contains('ItemTable')) {
      const items = db.transaction('ItemTable').objectStore('ItemTable');
      kept.push(await ended(items.get('memento/workbench.parts.editor')));
    }
    db.close();
  }
  return kept.join('\n');
}

/** True for the frames of a webview; an extension's document is two frames down. */
function isWebview(frame) {
  return /\/fake\.html/.test(frame.url()) || /^(active|pending)-frame$/.test(frame.name());
}

export class Workbench {
  /** True once the window has been loaded. */
  #loaded = false;

  /**
   * @param {import('playwright-core').Page} page
   * @param {Awaited<ReturnType<typeof import('./server.mjs').startServer>>} server
   * @param {'node' | 'web'} [host] the extension host in which the extension runs
   */
  constructor(page, server, host = 'node') {
    this.page = page;
    this.server = server;
    this.host = host;
    page.setDefaultTimeout(patience);
  }

  /**
   * Opens the workbench on the server's workspace, with the extension from the project's folder. A window that is
   * already open is cleared instead.
   *
   * @param {string} extension the extension's folder
   * @param {string} [file] a file of the workspace to open
   */
  async open(extension, file) {
    if (this.#loaded) await this.clear();
    else await this.load(extension);
    if (!file) return;
    await this.openFile(file);
    if (file.endsWith('.tcpflow')) await this.activated();
  }

  /**
   * Loads the window and waits until its extension host responds.
   *
   * @param {string} extension the extension's folder
   * @param {[string, string][]} [more] further parameters of the workbench
   */
  async load(extension, more = []) {
    const { server } = this;
    const payload = [['extensionDevelopmentPath', server.remote(extension)], ['skipWelcome', 'true'], ...more];
    const next = server.inside.next();
    await this.page.goto(server.url({}, payload));
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await next;
    this.#loaded = true;
  }

  /** Waits until the extension is active; VS Code activates it when a flow is opened. */
  async activated() {
    // An extension in another host can't be asked; its status bar item is there once it is active.
    if (this.host === 'web') await this.page.locator(`.statusbar-item[id="${extensionId}.tcpflow.outcome"]`).waitFor();
    else
      await this.until('the extension', () =>
        this.inside((vscode, id) => vscode.extensions.getExtension(id)?.isActive, extensionId),
      );
    await this.until('the language TCP Flow', async () => (await this.language()) === 'TCP Flow');
  }

  /** Closes everything in the window. */
  async clear() {
    await this.inside(clearWindow);
    await this.inside(nameThemes, { [LIGHT]: themes.light, [DARK]: themes.dark });
    await this.page.mouse.move(0, 0);
    for (const left of ['.tabs-container .tab', '.notification-toast', '.quick-input-widget:visible']) {
      await this.page.locator(left).first().waitFor({ state: 'detached' });
    }
  }

  /** Runs a function in the extension host with `vscode` and the arguments, see inside.mjs. */
  inside(what, ...args) {
    return this.server.inside.run(what, ...args);
  }

  /** Runs a command of VS Code by its id, in tests that are not about how it is invoked. */
  async command(name, ...args) {
    await this.inside((vscode, ...all) => vscode.commands.executeCommand(...all).then(() => undefined), name, ...args);
  }

  /**
   * Closes and reopens the window, once the workbench has stored all of `what` in its state of editors; a closing page
   * can't wait for that. The panel's own state must be part of it, because the panel may be stored without state before
   * its page is loaded. The workbench stores only while its own document has the focus.
   */
  async reopen(extension, ...what) {
    await this.focusEditor();
    await this.until(`${what} in what is kept`, async () => {
      // Nested levels are strings within strings, with escaped quotes.
      const kept = (await this.page.evaluate(keptOfEditors)).replaceAll('\\', '');
      return what.every((part) => kept.includes(part));
    });
    await this.load(extension);
  }

  /** The most recently used text editor, or the only one. */
  get editor() {
    return this.page.locator('.editor-instance .monaco-editor[role=code]').first();
  }

  /** The text editor of a file. Its tab appears first, and the editor of another file may be reused for it. */
  editorOf(name) {
    return this.page.locator(`.editor-instance .monaco-editor[role=code][data-uri$="${name}"]`).first();
  }

  tab(name) {
    return this.page.locator(`.tabs-container .tab[data-resource-name="${name}"]`).first();
  }

  /** The text of the visible lines of the editor. */
  visibleText() {
    return this.editor.locator('.view-line').evaluateAll((lines) =>
      lines
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text.replaceAll('\u00a0', ' '))
        .join('\n'),
    );
  }

  /** Opens a file of the workspace by name. Quick Open would have to have found a new file first. */
  async openFile(name) {
    const uri = this.server.remote(`${this.server.workspace}/${name}`);
    await this.inside((vscode, at) => {
      void vscode.window.showTextDocument(vscode.Uri.parse(at), { preview: false });
    }, uri);
    await this.editorOf(name).waitFor();
  }

  /** Runs a command from the palette by its full title. */
  async run(title) {
    await this.quickOpen(`>${title}`, title);
  }

  /** Opens the palette with `text` and chooses the first row, which must contain `row`. */
  async quickOpen(text, row) {
    await this.palette(text, row);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Opens the palette with `text` and waits until its first row contains `row`. */
  async palette(text, row) {
    await this.command('workbench.action.quickOpen', text);
    await this.choice(row);
  }

  /** Waits until a list of choices is open whose first row contains `row`. */
  async choice(row) {
    await this.page.locator('.quick-input-widget .quick-input-box input:focus').first().waitFor();
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: row }).waitFor();
  }

  /** Focuses the text editor. */
  async focusEditor() {
    await this.command('workbench.action.focusFirstEditorGroup');
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  /** Puts the cursor at a line and column, both from 1. */
  async goTo(line, column = 1) {
    await this.focusEditor();
    await this.quickOpen(`:${line}:${column}`, String(line));
    await this.cursorAt(line);
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  /** Waits until the status bar shows that the cursor is on a line. */
  async cursorAt(line) {
    const said = new RegExp(`(Ln|行) ${line}(?!\\d)`);
    await this.page.locator('.part.statusbar', { hasText: said }).waitFor();
  }

  /**
   * Opens the diagram by the button in the editor's title bar whose label begins with `title`.
   *
   * @returns {Promise<import('playwright-core').Frame>} its page, once there are rows
   */
  async openDiagram(title = 'Open Diagram', selector = '.row.segment') {
    await this.pressTitleButton(title);
    const frame = await this.webview(selector);
    await this.settled(frame);
    return frame;
  }

  /**
   * Presses the button in the editor's title bar whose label begins with `title`. VS Code draws the bar anew when a
   * context key has changed, and a press of the mouse whose button is replaced before its release is lost; so the button is
   * found and pressed at once.
   */
  async pressTitleButton(title) {
    const selector = `.editor-actions a[aria-label^="${title}"]`;
    await this.page.locator(selector).first().waitFor();
    await this.page.evaluate((at) => globalThis.document.querySelector(at).click(), selector);
  }

  /** Types text into the focused element. */
  async type(text) {
    await this.page.keyboard.type(text);
  }

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  /** Opens the quick fixes at the cursor, once there is one that contains `text`. */
  async quickFixes(text) {
    await this.until(`the fix "${text}"`, () => this.inside(offersFix, text));
    await this.editor.and(this.page.locator('.focused')).waitFor();
    await this.press('Control+.');
    await this.page.locator('.action-widget:visible, .context-view:visible', { hasText: text }).first().waitFor();
  }

  /** The name of the active editor's language in the status bar. */
  language() {
    return this.page.locator('.statusbar-item[id="status.editor.mode"]').innerText();
  }

  /** Selects one of `themes` and waits until workbench and webviews show it. */
  async setTheme(kind) {
    const { scheme, setting } = settingOf(kind);
    await this.inside(nameThemes, { [setting]: themes[kind] });
    await this.page.emulateMedia({ colorScheme: scheme });
    const shown = looks[kind];
    await this.page.locator(`.monaco-workbench.${shown.workbench}`).waitFor();
    // The colours of a theme appear a moment after its kind.
    await this.page.waitForFunction((colour) => {
      const workbench = globalThis.document.querySelector('.monaco-workbench');
      const value = globalThis.getComputedStyle(workbench).getPropertyValue('--vscode-editor-background');
      return value.trim().toLowerCase() === colour;
    }, shown.background);
    for (const frame of this.page.frames().filter(isWebview)) {
      // A webview that is created meanwhile has the theme from the start.
      await frame
        .waitForFunction(
          (classes) => classes.every((name) => globalThis.document.body?.classList.contains(name)),
          shown.webview,
        )
        .catch((error) => {
          if (!frame.isDetached()) throw error;
        });
    }
  }

  /**
   * The document of a webview that contains `selector`. It is two frames down, and its frame is recreated when the
   * webview is shown again.
   *
   * @returns {Promise<import('playwright-core').Frame>}
   */
  webview(selector) {
    const frames = () => this.page.frames();
    const has = (frame) =>
      isWebview(frame) &&
      frame
        .locator(selector)
        .count()
        .catch(() => 0);
    return until(
      () =>
        `no webview with ${selector}; frames:\n${frames()
          .map((f) => f.url().slice(0, 100))
          .join('\n')}`,
      async () => {
        for (const frame of frames()) {
          if (await has(frame)) return frame;
        }
        return undefined;
      },
    );
  }

  /** Polls `probe` until it returns something truthy, and returns that. */
  until(what, probe) {
    return until(what, probe);
  }

  /**
   * Waits until a panel's page has settled: the host has answered all of its messages, and everything received is drawn
   * (src/panel/envelopes.ts). With a number, waits until an envelope after that one has settled.
   *
   * @returns {Promise<number>} the number of the last envelope
   */
  async settled(frame, behind = 0) {
    const reached = await frame.waitForFunction((last) => {
      const { settled, asked, answered } = globalThis.document.documentElement.dataset;
      return Number(settled) > last && asked === answered && Number(settled);
    }, behind);
    return reached.jsonValue();
  }

  /** Waits until all finite animations have ended. */
  async still() {
    await this.page.waitForFunction(() =>
      globalThis.document
        .getAnimations()
        .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity),
    );
  }

  /** Waits until the extension's language features respond: inlay hints are visible. */
  async hints() {
    await this.editor.locator('.view-line', { hasText: 'win=' }).first().waitFor();
  }

  /** Chooses an entry of the open menu; the entry under the pointer has the focus. */
  async take(text) {
    const item = this.page.locator('.monaco-menu .action-item', { hasText: text }).first();
    await item.hover();
    await this.page.locator('.monaco-menu .action-item.focused', { hasText: text }).waitFor();
    await this.page.keyboard.press('Enter');
    await item.waitFor({ state: 'detached' });
  }

  /** Writes test/output/NAME.png. */
  async shot(name, target = this.page) {
    mkdirSync(outputDir, { recursive: true });
    const path = join(outputDir, `${name}.png`);
    await target.screenshot({ path });
    return path;
  }
}
