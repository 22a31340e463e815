/** `node test/host/icon.mjs` renders media/icon.svg to media/icon.png, which the marketplace requires. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from './browser.mjs';
import { root } from './paths.mjs';

const size = 256;
const browser = await openBrowser();
const page = await browser.newPage({ width: size, height: size });
const svg = readFileSync(join(root, 'media/icon.svg'), 'utf8');
await page.setContent(`<body style="margin:0">${svg}</body>`);
await page.screenshot({ path: join(root, 'media/icon.png'), omitBackground: true });
await browser.close();
