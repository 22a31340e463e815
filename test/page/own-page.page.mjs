import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { violations } from '../host/access.mjs';

export const name =
  "a flow's own page, written by the command line and by VS Code: from a file, by keys and tabs, in every theme, changed, printed, in a frame, narrow";

export const window = { width: 1200, height: 900 };

const FLOW = `host client 10.0.0.1:49152 isn=1000
host server 10.0.0.2:80 isn=5000
client -> server SYN seq=x
server -> client SYN,ACK seq=y ack=x+1
client -> server ACK
client -> server PSH,ACK "hello"
server -> client ACK
`;

/** Opens a page from a file, and notes what it must not do. */
async function openFile(context, path, hash = '') {
  const page = await context.newPage();
  const noise = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:') || !request.url().includes('.html')) noise.push(request.url());
  });
  await page.goto(pathToFileURL(path).href + hash);
  await page.locator('.row.segment').first().waitFor();
  return { page, noise };
}

const settled = (page) =>
  page.waitForFunction(() => {
    const { settled: is, asked, answered } = globalThis.document.documentElement.dataset;
    return is !== undefined && asked === answered;
  });

/** The address keeps the step; keys, tabs and themes are the panel's. */
async function look({ page, noise }, assert, shot) {
  assert.equal(await page.locator('.row.current .number').textContent(), '2');
  await page.locator('.ladder, .scroller').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(/#step=3$/);
  await page.keyboard.press('Home');
  await page.waitForURL(/#step=1$/);
  await page.evaluate(() => (globalThis.location.hash = '#step=4&numbers=absolute'));
  await page.locator('.row.current .number', { hasText: '4' }).waitFor();
  await page.locator('.row.current', { hasText: '1001' }).waitFor();
  for (const tab of ['header', 'states', 'steps', 'endpoints']) {
    await page.locator(`[data-tab="${tab}"]`).first().click();
    await settled(page);
    assert.equal(await page.locator(`[data-tab="${tab}"]`).first().getAttribute('aria-selected'), 'true');
  }
  await page.evaluate(() => (globalThis.location.hash = '#step=2&tab=header'));
  await page.locator('.row.current .number', { hasText: '2' }).waitFor();
  await page.locator('[data-tab="header"][aria-selected="true"]').waitFor();
  const backgrounds = new Set();
  for (let i = 0; i < 4; i++) {
    backgrounds.add(await page.evaluate(() => globalThis.document.documentElement.className));
    assert.deepEqual(await violations(page.mainFrame(), `own page ${i}`), []);
    await shot(`own-page-${i}`, page);
    await page.getByRole('button', { name: 'Theme' }).click();
  }
  assert.equal(backgrounds.size, 4);
  await page.emulateMedia({ colorScheme: 'dark', contrast: 'more' });
  assert.deepEqual(noise, []);
}

/** The text is changed as in an editor: a mistake is told below it and drawn. */
async function change({ page, noise }, assert, shot) {
  await page.getByRole('button', { name: 'Text' }).click();
  const field = page.getByRole('textbox', { name: 'Text' });
  await field.fill((await field.inputValue()).replace('ack=x+1', 'ack=x'));
  await page.locator('.row.has-error').waitFor();
  assert.match(await page.locator('.page-text li').first().innerText(), /^line 4: /);
  await shot('own-page-text', page);
  await field.fill(FLOW);
  await page.locator('.row.has-error').waitFor({ state: 'detached' });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save Flow' }).click();
  assert.equal(readFileSync(await (await saved).path(), 'utf8'), FLOW);
  await page.getByRole('button', { name: 'Text' }).click();
  assert.deepEqual(noise, []);
}

/** What if a segment is lost: from its menu, by mouse and by keyboard, and back. */
async function whatIf({ page, noise }, assert, shot) {
  const rows = page.locator('.row.segment');
  const count = await rows.count();
  await rows.nth(1).locator('.wire').click({ button: 'right', force: true });
  const menu = page.getByRole('menu');
  await page.getByRole('menuitem', { name: "What if server's SYN,ACK (step 2) is lost?" }).waitFor();
  await shot('own-page-what-if-menu', page);
  assert.deepEqual(await violations(page.mainFrame(), 'own page, what-if'), []);
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'hidden' });

  await page.locator('.ladder').focus();
  await page.keyboard.press('Home');
  await settled(page);
  await page.keyboard.press('Shift+F10');
  await page
    .getByRole('menuitem', { name: "What if client's SYN (step 1) is lost?" })
    .and(page.locator(':focus'))
    .waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.row.lost, .row .cross').first().waitFor();
  const question = page.locator('.page-bar [role=status]');
  assert.equal(await question.textContent(), "What if client's SYN (step 1) is lost?");
  await shot('own-page-what-if', page);
  await page.getByRole('button', { name: 'Back to the Flow' }).click();
  await page.locator('.row .cross').waitFor({ state: 'detached' });
  await settled(page);
  assert.equal(await question.textContent(), '');
  assert.equal(await rows.count(), count);
  assert.deepEqual(noise, []);
}

async function print({ page, noise }, assert, shot) {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.evaluate(() => globalThis.dispatchEvent(new globalThis.Event('beforeprint')));
  assert.equal(await page.locator('.page-print svg .row').count(), 5);
  assert.equal(await page.locator('.page-print li').count(), 5);
  assert.equal(await page.locator('.panel').isVisible(), false);
  assert.equal(await page.locator('.page-bar').isVisible(), false);
  const back = () => globalThis.getComputedStyle(globalThis.document.body).backgroundColor;
  assert.equal(await page.evaluate(back), 'rgb(255, 255, 255)');
  await shot('own-page-print', page);
  await page.evaluate(() => globalThis.dispatchEvent(new globalThis.Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  assert.deepEqual(noise, []);
}

/** In a sandboxed frame of another page, and in a window of 300 pixels. */
async function elsewhere(context, folder, file, assert, shot) {
  const outer = join(folder, 'outer.html');
  writeFileSync(outer, `<iframe sandbox="allow-scripts" width="600" height="500" src="${file}#step=3&embed"></iframe>`);
  const page = await context.newPage();
  const noise = [];
  page.on('console', (message) => noise.push(message.text()));
  await page.goto(pathToFileURL(outer).href);
  const frame = page.frameLocator('iframe');
  await frame.locator('.row.current .number', { hasText: '3' }).waitFor();
  assert.deepEqual(noise, []);
  await page.close();
  const { page: narrow, noise: said } = await openFile(context, join(folder, file));
  await narrow.setViewportSize({ width: 300, height: 800 });
  await narrow.waitForFunction(() => globalThis.document.documentElement.scrollWidth <= 300);
  await settled(narrow);
  await shot('own-page-300', narrow);
  assert.deepEqual(said, []);
  await narrow.close();
}

/** VS Code writes the same page; its flow speaks TLS here. */
async function fromEditor({ page, workbench, server, extension, assert }) {
  writeFileSync(join(server.workspace, 'tls.tcpflow'), 'client => server https GET /\n');
  await workbench.open(extension, 'tls.tcpflow');
  // It ends with the dialog, which stands where the palette would.
  const done = workbench.command('tcpflow.savePage');
  const path = page.locator('.quick-input-widget .quick-input-box input');
  await path.waitFor();
  await workbench.until('the name of the page', async () => (await path.inputValue()).endsWith('tls.html'));
  await page.keyboard.press('Enter');
  await done;
  const file = join(server.workspace, 'tls.html');
  await workbench.until('the page', () => existsSync(file) && readFileSync(file, 'utf8').endsWith('</html>\n'));
  const { page: own, noise } = await openFile(page.context(), file);
  await own.locator('[data-tab="secrets"]').first().click();
  await settled(own);
  assert.deepEqual(noise, []);
  await own.close();
}

export async function run(tools) {
  const { page, extension, assert, shot } = tools;
  const folder = mkdtempSync(join(tmpdir(), 'tcpflow-page-'));
  try {
    writeFileSync(join(folder, 'a.tcpflow'), FLOW);
    execFileSync(process.execPath, [join(extension, 'dist/cli.js'), 'export', 'a.tcpflow', '-o', 'a.html'], {
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C' },
    });
    const size = readFileSync(join(folder, 'a.html')).length;
    assert.ok(size < 500_000, `${size} octets`);
    const own = await openFile(page.context(), join(folder, 'a.html'), '#step=2');
    await look(own, assert, shot);
    await change(own, assert, shot);
    await whatIf(own, assert, shot);
    await print(own, assert, shot);
    await own.page.close();
    await elsewhere(page.context(), folder, 'a.html', assert, shot);
  } finally {
    rmSync(folder, { recursive: true });
  }
  await fromEditor(tools);
}
