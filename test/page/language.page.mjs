export const name = 'in a Chinese VS Code the commands have Chinese titles';

export async function run({ anotherWindow, extension }) {
  const { workbench } = await anotherWindow({ locale: 'zh-cn' });
  await workbench.open(extension, 'handshake.tcpflow');
  await workbench.palette('>TCP Flow', '新建流程');
  await workbench.shot('palette-zh-cn');
}
