export const name = 'in a Chinese VS Code the commands have Chinese titles';

export async function run({ anotherWindow, extension }) {
  const { workbench, page } = await anotherWindow({ locale: 'zh-cn' });
  await workbench.open(extension, 'handshake.tcpflow');
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget .quick-input-box input').first();
  await input.fill('>TCP Flow');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: '新建流程' }).first().waitFor();
  await workbench.shot('palette-zh-cn');
}
