export const name = 'a .tcpflow file opens as TCP Flow, in all four themes';

export async function run({ workbench, extension, assert, shot }) {
  await workbench.open(extension, 'handshake.tcpflow');
  assert.equal(await workbench.language(), 'TCP Flow');
  assert.match(await workbench.visibleText(), /client -> server\s+SYN/);
  for (const kind of ['light', 'dark', 'hc-light', 'hc-dark']) {
    await workbench.setTheme(kind);
    await shot(`open-flow-${kind}`);
  }
}
