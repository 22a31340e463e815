import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const name =
  'flows of the library typed key by key, at any pace and with the list open: no key is swallowed; in both hosts';

const FILE = 'empty.tcpflow';

/** The endings of lines that a list offers too: Enter ends the line, whatever is selected or offered. */
const ENDINGS = [
  'client -> server  SYN      seq=x',
  'server -> client  SYN,ACK  seq=y    ack=x+1',
  'client -> server  ACK      seq=x+1  ack=y+1',
  'expect client ESTABLISHED, server ESTABLISHED',
  'client -> server  PSH,ACK  len=10',
  'wait 1s',
  'server close',
  'run',
];

/** A flow of the library by chance, without its introduction, in which nothing is offered. */
function anyFlow(extension) {
  const folder = join(extension, 'media/scenarios');
  const files = readdirSync(folder, { recursive: true }).filter((f) => f.endsWith('.tcpflow'));
  const file = files[Math.floor(Math.random() * files.length)];
  const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
  return { file, lines: lines.filter((line) => !line.startsWith('#')).slice(0, 10) };
}

/** Runs inside VS Code: the text of the active editor. */
const textOf = (vscode) => vscode.window.activeTextEditor?.document.getText();

async function typed({ page, workbench, assert }, what, lines, keys) {
  await workbench.goTo(1);
  await workbench.press('Control+a', 'Delete');
  await workbench.until('no text', async () => (await workbench.inside(textOf)) === '');
  for (const line of lines) {
    await keys(line);
    await page.keyboard.press('Enter');
  }
  // Runs of lines are aligned as they grow (the endings above are not written so), and VS Code indents a line as the last.
  const bare = (flow) => flow.replaceAll(/ +/g, ' ').replaceAll(/^ | $|\r/gm, '');
  const wanted = bare([...lines, ''].join('\n'));
  const text = async () => bare(await workbench.inside(textOf));
  // Keys reach the extension host some time after the page.
  await workbench.until(what, async () => (await text()) === wanted).catch(() => undefined);
  assert.equal(await text(), wanted, what);
}

async function typeAll(tools, extension) {
  const { page, workbench } = tools;
  await workbench.open(extension, FILE);
  const list = page.locator('.suggest-widget.visible .monaco-list-row').first();
  // The list is open at the end of each line, opened by typing or by a key; or it is on its way.
  await typed(tools, 'endings', ENDINGS, async (line) => {
    const last = /[^\s=]+$/.exec(line)?.index ?? 0;
    await page.keyboard.type(line.slice(0, last));
    await page.keyboard.press('Control+Space');
    await list.waitFor();
    await page.keyboard.type(line.slice(last), { delay: 40 });
  });
  // Tab takes the first item of a list that has opened by itself.
  await page.keyboard.type('client -> ');
  await list.waitFor();
  await page.keyboard.press('Tab');
  await workbench.until('Tab', async () => (await workbench.inside(textOf)).endsWith('client -> server'));
  const { file, lines } = anyFlow(extension);
  await typed(tools, file, lines, async (line) => {
    for (const word of line.split(/(?<=[ =,+])/)) {
      await page.keyboard.type(word, { delay: Math.random() < 0.2 ? 120 : Math.random() * 30 });
    }
  });
}

export async function run({ page, workbench, extension, assert, anotherWindow }) {
  await typeAll({ page, workbench, assert }, extension);
  await typeAll({ ...(await anotherWindow({ host: 'web' })), assert }, extension);
}
