/** A headless Chromium that can reach nothing but this machine. */
import { chromium } from 'playwright-core';
import { findChromium } from './paths.mjs';

const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking'];
/** Drawn by the processor at once: a graphics card that the processor plays takes several times as long. */
const plain = ['--disable-gpu', '--disable-gpu-rasterization', '--disable-software-rasterizer'];
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
    ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
    args: ['--headless=new', ...quiet, ...plain, ...apart, localOnly],
  });
  /** What pages asked of other machines: nothing may be there. */
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
