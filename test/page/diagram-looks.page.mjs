import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from '../host/access.mjs';

export const name = 'the diagram in four themes, in two languages, narrow and wide';

export const window = { width: 1200, height: 1000 };

const FILE = 'looks.tcpflow';
const FLOW = `flow "Open, ask, close"
host client 10.0.0.1:49152 isn=1000 mss=1460
host server 10.0.0.2:80 isn=5000 mss=1460
server listen
section "Three-way handshake"
client -> server SYN seq=x <mss 1460, wscale 7, sackok>
server -> client SYN,ACK seq=y ack=x+1 <mss 1460, wscale 7, sackok>
client -> server ACK seq=x+1 ack=y+1
section "Data"
client -> server PSH,ACK "GET / HTTP/1.0\\r\\n\\r\\n"
server -> client ACK
server -x client PSH,ACK len=500
note over client, server "Nothing reaches the client."
server -> client PSH,ACK seq=y+1 ack=x+19 len=500
client -> server ACK ack=y+500
section "Close"
server close
server -> client FIN,ACK
client -> server ACK
client close
client -> server FIN,ACK
server -> client ACK
wait 2MSL
`;

/** The texts that are outside the drawing or wider than the panel; there must be none. */
async function clipped(frame) {
  return frame.evaluate(() => {
    const width = globalThis.document.documentElement.clientWidth;
    const texts = [...globalThis.document.querySelectorAll('.tf text, .toolbar *, .endpoints td, .story p')];
    return texts
      .map((e) => ({ said: e.textContent, box: e.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.left < -0.5 || box.right > width + 0.5))
      .map(({ said, box }) => `${said} ${box.left}–${box.right}`);
  });
}

async function look({ page, workbench, server, extension, assert, shot }, prefix, title, views) {
  writeFileSync(join(server.workspace, FILE), FLOW);
  await workbench.open(extension, FILE);
  await workbench.openDiagram(title);
  await workbench.command('workbench.action.closeSidebar');
  for (const { theme, width, step } of views) {
    await workbench.setTheme(theme);
    await workbench.goTo(step);
    if (width > 900) await page.setViewportSize({ width: 2 * width + 50, height: 1000 });
    else await page.setViewportSize({ width: 2 * width + 60, height: 1000 });
    const frame = await workbench.webview('.row.segment');
    // The workbench lays itself out in several passes.
    await frame.waitForFunction((wide) => Math.abs(globalThis.document.documentElement.clientWidth - wide) < 40, width);
    await workbench.settled(frame);
    assert.deepEqual(await clipped(frame), [], `${prefix} ${theme} ${width}`);
    await shot(`${prefix}-${theme}-${width}`, page);
    if (width < 600) assert.deepEqual(await violations(frame, `${prefix} ${theme} ${width}`), []);
  }
}

export async function run(tools) {
  await look(tools, 'diagram', 'Open Diagram', [
    { theme: 'light', width: 700, step: 14 },
    { theme: 'dark', width: 700, step: 14 },
    { theme: 'hc-dark', width: 560, step: 14 },
    { theme: 'hc-light', width: 560, step: 14 },
    { theme: 'dark', width: 300, step: 7 },
    { theme: 'light', width: 1600, step: 22 },
  ]);
  const other = await tools.anotherWindow({ locale: 'zh-cn', width: 1200, height: 1000 });
  await look({ ...tools, ...other }, 'diagram-zh-cn', '在侧边打开时序图', [{ theme: 'light', width: 560, step: 14 }]);
}
