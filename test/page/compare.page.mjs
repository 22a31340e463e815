import { violations } from '../host/access.mjs';
import { savedPicture } from '../host/saving.mjs';

export const name = 'two flows beside each other: the first difference, stepping together, a click selects the line';

export const window = { width: 1400, height: 900 };

const [LEFT, RIGHT] = ['Flow on the left', 'Compare it with'];
const FIRST = 'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\nclient -> server PSH,ACK "hi"\n';

export async function run({ page, workbench, server, extension, assert, shot }) {
  const { writeFileSync } = await import('node:fs');
  writeFileSync(`${server.workspace}/arrives.tcpflow`, FIRST + 'server -> client ACK\n');
  writeFileSync(
    `${server.workspace}/lost.tcpflow`,
    FIRST.replace('-> server PSH', '-x server PSH') + 'client -> server PSH,ACK "hi" seq=1\nserver -> client ACK\n',
  );
  await workbench.open(extension, 'arrives.tcpflow');
  // The palette lists a command before the extension has registered it; hints show that the extension is active.
  await workbench.hints();
  await workbench.palette('>TCP Flow: Compare Flows', 'TCP Flow: Compare Flows');
  await page.keyboard.press('Enter');
  const pick = async (file, title) => {
    await page.locator('.quick-input-title', { hasText: title }).waitFor();
    await workbench.type(file);
    await workbench.choice(file);
    await page.keyboard.press('Enter');
  };
  await pick('arrives.tcpflow', LEFT);
  await pick('lost.tcpflow', RIGHT);
  const frame = await workbench.webview('.difference-text');
  await workbench.settled(frame);
  assert.match(await frame.locator('.difference-text').textContent(), /first difference/);
  assert.equal(await frame.locator('.row.current').count(), 2);
  await shot('compare-opened');
  assert.deepEqual(await violations(frame, 'two flows'), []);

  const counter = frame.locator('.counter');
  const says = async (n) => {
    await workbench.settled(frame);
    assert.match(await counter.innerText(), new RegExp(`^step ${n} `));
  };
  await frame.locator('.ladder').focus();
  await page.keyboard.press('Home');
  await says(1);
  await page.keyboard.press('ArrowDown');
  await says(2);
  assert.match(await frame.locator('.ladder').getAttribute('aria-activedescendant'), /^(left|right)-item-\d+$/);
  await page.keyboard.press('ArrowUp');
  await says(1);
  assert.equal(await frame.locator('.row.current').count(), 2);
  await frame.locator('[data-act=difference]').click();
  await says(4);
  await frame.locator('.stories', { hasText: 'lost' }).waitFor();

  // Both flows are saved as one picture with the difference marked.
  const tools = { page, workbench, server };
  const drawn = (await savedPicture(tools, frame, 'arrives-lost.svg', 'dark')).toString();
  assert.match(drawn, /^<svg[^]*first difference/);
  const png = await savedPicture(tools, frame, 'arrives-lost.png', 'dark');
  assert.equal(png.readUInt32BE(16), 2200);
}
