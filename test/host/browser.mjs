/** A headless Chromium that can reach nothing but this machine. */
import { chromium } from 'playwright-core';
import { findChromium } from './paths.mjs';

const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const apart = ['--disable-component-update', '--disable-sync', '--no-sandbox'];
/** A webview's own files: its service worker answers for this name, nothing goes out. */
const fromWebview = /\.vscode-resource\.vscode-cdn\.net$/;
const localOnly = '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost , EXCLUDE *.localhost';

export async function openBrowser() {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new Error('no Chromium: apt-get install chromium, or name it in the variable CHROMIUM');
  }
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: ['--headless=new', ...quiet, ...apart, localOnly],
  });
  /** What pages asked of other machines: nothing may be there. */
  const external = new Set();
  return {
    external,
    /**
     * A page with storage of its own.
     *
     * @param {{ width?: number, height?: number, scale?: number, reducedMotion?: boolean, dark?: boolean }} [options]
     */
    async newPage({ width = 1400, height = 900, scale = 1, reducedMotion = false, dark = false } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        deviceScaleFactor: scale,
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
      });
      context.on('request', (request) => {
        const { protocol, hostname, origin, pathname } = new URL(request.url());
        if (
          /^(https?|wss?):$/.test(protocol) &&
          !/^(127\.0\.0\.1|localhost|.*\.localhost)$/.test(hostname) &&
          !fromWebview.test(hostname)
        ) {
          external.add(origin + pathname);
        }
      });
      return context.newPage();
    },
    close: () => browser.close(),
  };
}
