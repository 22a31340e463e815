/** Drives the workbench's page as a person would: by keyboard and mouse, reading what is on the screen. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { outputDir } from './paths.mjs';

/** VS Code's four kinds of theme, by the names of its built-in ones. */
export const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

const LIGHT = 'workbench.preferredLightColorTheme';
const DARK = 'workbench.preferredDarkColorTheme';

/** How the workbench and the bodies of webviews tell of a theme, and its background. */
const looks = {
  light: { workbench: 'vs', webview: ['vscode-light'], background: '#ffffff' },
  dark: { workbench: 'vs-dark', webview: ['vscode-dark'], background: '#1f1f1f' },
  'hc-dark': { workbench: 'hc-black', webview: ['vscode-high-contrast'], background: '#000000' },
  'hc-light': { workbench: 'hc-light', webview: ['vscode-high-contrast-light'], background: '#ffffff' },
};

/** The document that an extension puts into a webview is two frames down. */
function isWebview(frame) {
  return /\/fake\.html/.test(frame.url()) || /^(active|pending)-frame$/.test(frame.name());
}

/** Only ends a wait that would hang. */
const patience = 60_000;

/** Whether what VS Code is to show comes soon: what is still being drawn does not hear a click, and is asked again. */
export function appears(locator, timeout = 3000) {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}

export class Workbench {
  /**
   * @param {import('playwright-core').Page} page
   * @param {Awaited<ReturnType<typeof import('./server.mjs').startServer>>} server
   * @param {Record<string, unknown>} [settings] user settings on top of the server's own
   */
  constructor(page, server, settings = {}) {
    this.page = page;
    this.server = server;
    this.settings = { ...settings };
    page.setDefaultTimeout(patience);
  }

  /**
   * Opens the workbench on the server's workspace, with the extension from the project's folder.
   *
   * @param {string} extension the extension's folder
   * @param {string} [file] a file of the workspace to open with it
   */
  async open(extension, file) {
    const { server } = this;
    const payload = [
      ['extensionDevelopmentPath', server.remote(extension)],
      ['skipWelcome', 'true'],
      ...(file ? [['openFile', server.remote(`${server.workspace}/${file}`)]] : []),
    ];
    await this.page.goto(server.url({}, payload));
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    if (file) {
      await this.editorOf(file).waitFor();
      if (file.endsWith('.tcpflow')) {
        // The extension is known to this window only some time after the window shows.
        await this.until('the language TCP Flow', async () => (await this.language()) === 'TCP Flow');
      }
    }
  }

  /**
   * Closes the window and opens it again, once the workbench has written down an open editor with `what` in its state: a page
   * that goes can't wait for that.
   */
  async reopen(extension, what) {
    await this.page.waitForFunction(
      async (wanted) => {
        const ended = (request) =>
          new Promise((done, failed) => {
            request.onsuccess = () => done(request.result);
            request.onerror = () => failed(request.error);
          });
        const { indexedDB } = globalThis;
        for (const { name } of await indexedDB.databases()) {
          if (!/^vscode-web-state-db-/.test(name)) continue;
          const db = await ended(indexedDB.open(name));
          const stores = [...db.objectStoreNames];
          const all = stores.includes('ItemTable')
            ? await ended(db.transaction('ItemTable').objectStore('ItemTable').get('memento/workbench.parts.editor'))
            : undefined;
          db.close();
          if (String(all).includes(wanted)) return true;
        }
        return false;
      },
      what,
      { polling: 200 },
    );
    await this.open(extension);
  }

  /** The text editor that was used last, or the only one. */
  get editor() {
    return this.page.locator('.editor-instance .monaco-editor[role=code]').first();
  }

  /** The text editor that shows a file: its tab comes before, and the editor that showed another one serves it too. */
  editorOf(name) {
    return this.page.locator(`.editor-instance .monaco-editor[role=code][data-uri$="${name}"]`).first();
  }

  tab(name) {
    return this.page.locator(`.tabs-container .tab[data-resource-name="${name}"]`).first();
  }

  /** Text of the editor's lines in sight. */
  async visibleText() {
    const lines = await this.editor.locator('.view-line').all();
    const placed = await Promise.all(
      lines.map(async (line) => ({ top: (await line.boundingBox())?.y ?? 0, text: await line.innerText() })),
    );
    return placed
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' '))
      .join('\n');
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name) {
    await this.quickOpen(name, name);
    await this.editorOf(name).waitFor();
  }

  /** Runs a command of the palette by its title, in full as the palette shows it. */
  async run(title) {
    await this.quickOpen(`>${title}`, title);
  }

  /** Opens the palette with `text` in it, and chooses the first row that has `row` in it. */
  async quickOpen(text, row) {
    const wanted = await this.palette(text, row);
    await wanted.click();
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Opens the palette with `text` in it, and waits for a row that has `row` in it. */
  async palette(text, row) {
    const input = this.page.locator('.quick-input-widget .quick-input-box input').first();
    const wanted = this.page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first();
    const end = Date.now() + patience;
    for (;;) {
      await this.page.keyboard.press('F1');
      await input.waitFor();
      await input.fill(text);
      // The list is made when the palette opens: what is registered later is not in it until it opens anew.
      if (await appears(wanted)) {
        return wanted;
      }
      if (Date.now() > end) {
        throw new Error(`the palette has no "${row}" for "${text}"`);
      }
      await this.page.keyboard.press('Escape');
    }
  }

  /** Puts the cursor on a line, from 1, at a column, from 1. */
  async goTo(line, column = 1) {
    const input = this.page.locator('.quick-input-widget .quick-input-box input').first();
    await this.until(`the cursor on line ${line}`, async () => {
      // A click on what is being laid out may give the focus to something else, which does not hear the key.
      await this.editor.locator('.view-lines').click();
      await this.page.keyboard.press('Control+g');
      if (!(await appears(input))) return false;
      await input.fill(`:${line}:${column}`);
      await this.page.keyboard.press('Enter');
      await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      return appears(this.cursorOn(line));
    });
  }

  /** Waits until the status bar says that the cursor is on a line. */
  async cursorAt(line) {
    await this.cursorOn(line).waitFor();
  }

  /** The status bar when it says so. */
  cursorOn(line) {
    return this.page.locator('.part.statusbar', { hasText: new RegExp(`(Ln|行) ${line}(?!\\d)`) });
  }

  /**
   * Opens the diagram by the button in the editor's title bar, whose label begins with `title`.
   *
   * @returns {Promise<import('playwright-core').Frame>} its page, once there are rows
   */
  async openDiagram(title = 'Open Diagram', selector = '.row.segment') {
    const button = this.page.locator(`.editor-actions a[aria-label^="${title}"]`).first();
    const tab = this.page.locator('.tabs-container .tab', { hasText: /Flow: |流程：/ });
    for (let tries = 1; ; tries++) {
      await button.click();
      if (!(await appears(tab))) continue;
      try {
        return await this.webview(selector, tries < 3 ? patience / 2 : patience);
      } catch (error) {
        if (tries === 3) throw error;
        // On a busy machine VS Code now and then shows the tab, and nothing in it: it is closed and opened again.
        await tab.first().click();
        await this.run('View: Close Editor');
        await tab.waitFor({ state: 'detached' });
      }
    }
  }

  /** Types into what has the focus. */
  async type(text) {
    await this.page.keyboard.type(text);
  }

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  /** Opens the quick fixes where the cursor is, and waits for one that contains `text`. */
  async quickFixes(text) {
    const menu = this.page.locator('.action-widget:visible, .context-view:visible', { hasText: text }).first();
    // A change of the editor behind it puts the menu away again.
    await this.insist('the quick fixes', () => this.press('Control+.'), menu);
  }

  /** The status bar's name of the active editor's language. */
  language() {
    return this.page.locator('.statusbar-item[id="status.editor.mode"]').innerText();
  }

  /**
   * Chooses one of `themes` for this window's page and waits until it shows, in the workbench and in its webviews. Light and
   * dark are the two that the settings name, and the page's scheme of colours chooses; for high contrast others are named.
   */
  async setTheme(kind) {
    const [light, dark] = kind.startsWith('hc') ? ['hc-light', 'hc-dark'] : ['light', 'dark'];
    if (this.settings[LIGHT] !== themes[light] && (light === 'hc-light' || LIGHT in this.settings)) {
      await this.setSettings({ [LIGHT]: themes[light], [DARK]: themes[dark] });
    }
    await this.page.emulateMedia({ colorScheme: kind === dark ? 'dark' : 'light' });
    const shown = looks[kind];
    await this.page.locator(`.monaco-workbench.${shown.workbench}`).waitFor();
    // The colours of the theme come a moment after its kind.
    await this.page.waitForFunction((colour) => {
      const workbench = globalThis.document.querySelector('.monaco-workbench');
      const value = globalThis.getComputedStyle(workbench).getPropertyValue('--vscode-editor-background');
      return value.trim().toLowerCase() === colour;
    }, shown.background);
    for (const frame of this.page.frames().filter(isWebview)) {
      // A webview that is made anew has the theme from the start.
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
   * Changes user settings while the workbench runs: by its own editor for settings.json, since this server's file
   * watcher does not tell the page reliably when the file changes underneath.
   */
  async setSettings(settings) {
    Object.assign(this.settings, settings);
    await this.run('Preferences: Open User Settings (JSON)');
    const tab = this.tab('settings.json');
    await this.editorOf('settings.json').locator('.view-lines').click();
    await this.press('Control+a');
    await this.page.keyboard.insertText(JSON.stringify({ ...this.server.settings, ...this.settings }));
    await this.press('Control+s');
    await this.page.locator('.tab.dirty[data-resource-name="settings.json"]').waitFor({ state: 'detached' });
    await this.run('View: Close Editor');
    await tab.waitFor({ state: 'detached' });
  }

  /** Makes the window this large. */
  async resize(width, height) {
    await this.page.setViewportSize({ width, height });
  }

  /**
   * The document that the extension put into a webview and that has `selector` in it. It is two frames down, and
   * its frame is made anew when the webview is shown again.
   *
   * @returns {Promise<import('playwright-core').Frame>}
   */
  async webview(selector, wait = patience) {
    const end = Date.now() + wait;
    for (;;) {
      for (const frame of this.page.frames()) {
        if (
          isWebview(frame) &&
          (await frame
            .locator(selector)
            .count()
            .catch(() => 0))
        ) {
          return frame;
        }
      }
      if (Date.now() > end) {
        const frames = this.page.frames().map((f) => f.url().slice(0, 100));
        throw new Error(`no webview with ${selector}; frames:\n${frames.join('\n')}`);
      }
      await this.page.waitForTimeout(50);
    }
  }

  /**
   * Does something until what it brings is there. What is still being drawn does not hear a key or a click, and is asked
   * again; what is on its way is given twice as long each time, as another key would send it away.
   */
  async insist(what, act, wanted) {
    for (let wait = 3000; wait < patience; wait *= 2) {
      await act();
      if (await appears(wanted, wait)) return;
    }
    throw new Error(`never came: ${what}`);
  }

  /** Waits until `probe` gives something truthy, and returns it. */
  async until(what, probe) {
    const end = Date.now() + patience;
    for (;;) {
      const value = await probe();
      if (value) {
        return value;
      }
      if (Date.now() > end) {
        throw new Error(`timed out: ${what}`);
      }
      await this.page.waitForTimeout(50);
    }
  }

  /**
   * Waits until a panel's page has nothing on its way: the host has answered all that the page has said, and what came is
   * drawn (src/panel/envelopes.ts). With a number, until it has drawn what came behind that envelope.
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

  /** Waits until nothing moves that comes to an end: what fades in or slides is there. */
  async still() {
    await this.page.waitForFunction(() =>
      globalThis.document
        .getAnimations()
        .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity),
    );
  }

  /** Waits until the language features of the extension answer: its hints stand beside the lines. */
  async hints() {
    await this.editor.locator('.view-line', { hasText: 'win=' }).first().waitFor();
  }

  /** Takes an entry of the menu that is open, as by keyboard: an entry that is pointed at has the focus. */
  async take(text) {
    const item = this.page.locator('.monaco-menu .action-item', { hasText: text }).first();
    await item.hover();
    await this.page.locator('.monaco-menu .action-item.focused', { hasText: text }).waitFor();
    await this.page.keyboard.press('Enter');
    await item.waitFor({ state: 'detached' });
  }

  /** Does something outside a panel's page that the page is told of, and waits until it has drawn that. */
  async drawn(frame, act) {
    const before = await this.settled(frame);
    await act();
    await this.settled(frame, before);
  }

  /** Writes test/output/NAME.png. */
  async shot(name, target = this.page) {
    mkdirSync(outputDir, { recursive: true });
    const path = join(outputDir, `${name}.png`);
    await target.screenshot({ path });
    return path;
  }
}
