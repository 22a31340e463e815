/** A headless Chromium without access to other machines. */
import { chromium } from 'playwright-core';
import { findChromium } from './paths.mjs';

const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking'];
/** Rendering on the CPU without an emulated graphics card, which would be several times slower. */
const plain = ['--disable-gpu', '--disable-gpu-rasterization', '--disable-software-rasterizer'];
const apart = ['--disable-component-update', '--disable-sync', '--no-sandbox'];
/** Matches a webview's own files: its service worker answers requests to this name, so nothing leaves the machine. */
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
    ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
    args: ['--headless=new', ...quiet, ...plain, ...apart, localOnly],
  });
  /** Requests of pages to other machines; there must be none. */
  const external = new Set();
  return {
    external,
    /**
     * A page with storage of its own.
     *
     * @param {{ width?: number, height?: number }} [options]
     */
    async newPage({ width = 1400, height = 900 } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: 'light' });
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
