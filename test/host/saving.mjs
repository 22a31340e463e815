/** Saves and copies a diagram through the page's menu and VS Code's dialog. */
import { existsSync, readFileSync } from 'node:fs';

/** Opens the page's menu and chooses a format. */
async function choose(workbench, frame, kind, theme) {
  const item = frame.locator(`[data-export=${kind}]`);
  await workbench.settled(frame);
  await frame.locator('[data-act=save]').click();
  if (theme) await frame.locator('#export-theme').selectOption(theme);
  await item.click();
}

/** True for a file that has been written to its end. */
function isWhole(kind, bytes) {
  if (kind === 'svg') return /<\/svg>\s*$/.test(bytes.toString());
  return kind === 'gif' ? bytes.at(-1) === 0x3b : bytes.includes('IEND');
}

/** The bytes of the file that the menu saves as `file` in the workspace, by the item of its ending or another. */
export async function savedPicture({ page, workbench, server }, frame, file, theme, item) {
  const kind = file.slice(file.lastIndexOf('.') + 1);
  const path = `${server.workspace}/${file}`;
  const input = page.locator('.quick-input-widget .quick-input-box input').first();
  await choose(workbench, frame, item ?? kind, theme);
  await input.waitFor();
  await workbench.until('a name', async () => (await input.inputValue()).endsWith(file));
  await page.keyboard.press('Enter');
  return workbench.until(`the whole of ${file}`, () => {
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    return isWhole(kind, bytes) && bytes;
  });
}

/** The text that the menu copies to the clipboard. */
export async function copiedText({ page, workbench }, frame, kind) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => globalThis.navigator.clipboard.writeText(''));
  await choose(workbench, frame, kind);
  return workbench.until(`${kind} in the clipboard`, () =>
    page.evaluate(() => globalThis.navigator.clipboard.readText()),
  );
}
