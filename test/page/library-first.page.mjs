export const name =
  'the first minute: from the address to the handshake beside its diagram, at the SYN, and one click to the next step; in both languages';

/** A flow of the library in the reader's language, as `npm start` opens it. */
const FIRST = [['openFile', 'tcpflow-library:/handshake.tcpflow']];

const languages = {
  en: { step: 'Step Forward', asks: /Why three segments/, breaks: 'Break it', button: 'Acknowledge Too Little' },
  'zh-cn': { step: '前进一步', asks: /为什么是三次握手/, breaks: '故意写错', button: '少确认一个序号' },
};

async function firstMinute({ workbench, page, extension, assert, words, picture }) {
  await workbench.load(extension, FIRST);
  const diagram = await workbench.webview('.row.segment');
  await diagram.locator('.row.segment.current', { hasText: 'SYN' }).first().waitFor();
  await workbench.settled(diagram);
  // A toast goes after some seconds; the list keeps it.
  await workbench.command('notifications.showList');
  const told = page.locator('.notifications-center .notification-list-item', { hasText: 'Ctrl+Alt+→' }).first();
  await told.waitFor();
  assert.match(await workbench.visibleText(), /client -> server/);
  assert.equal(await page.locator('.tabs-container .tab').count(), 2);
  await picture('first');
  const counter = () => diagram.locator('.toolbar .counter').innerText();
  const before = await counter();
  await told.locator('.monaco-button', { hasText: words.step }).click();
  await workbench.until('the next step', async () => (await counter()) !== before);
  await workbench.settled(diagram);
  await picture('stepped');
}

/** "Get Started": the sample beside its diagram; the hover of the broken line says what is wrong. */
async function walkthrough({ workbench, page, words, picture }) {
  await workbench.command('workbench.action.closeAllEditors');
  await workbench.command('tcpflow.openWalkthrough');
  await page.locator('.gettingStartedContainer .step-title', { hasText: words.breaks }).first().click();
  await page.locator('.gettingStartedContainer .monaco-button', { hasText: words.button }).first().click();
  const hover = page.locator('.monaco-hover:visible', { hasText: 'tcp/synack-ack' }).first();
  await hover.waitFor();
  await workbench.webview('.row.segment');
  await workbench.still();
  await picture('broken');
}

export async function run({ extension, assert, shot, anotherWindow }) {
  for (const [language, words] of Object.entries(languages)) {
    const window = await anotherWindow({
      fresh: true,
      settings: { 'workbench.startupEditor': 'welcomePage' },
      ...(language === 'en' ? {} : { locale: language }),
    });
    const picture = (what) => shot(`minute-${what}-${language}`, window.page);
    await firstMinute({ ...window, extension, assert, words, picture });
    await walkthrough({ ...window, words, picture });
  }
}
