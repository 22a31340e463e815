export const name =
  'a segment that could not be sent: a click on what is missing before it, or the key I, writes the line; in English and in Chinese';

export const window = { width: 1400, height: 900 };

const FLOW = `client -> server SYN
server -> client SYN,ACK
server -> client PSH,ACK "too soon"
client -> server ACK
`;
const MISSING = /^client -> server +ACK/;

/** The lines of the flow in the editor. */
async function linesOf(workbench) {
  return (await workbench.visibleText()).split('\n').filter((line) => line.includes('->'));
}

async function insert({ page, workbench, server, extension, assert, file, diagram, missing, act, picture }) {
  const { writeFileSync } = await import('node:fs');
  writeFileSync(`${server.workspace}/${file}`, FLOW);
  await workbench.open(extension, file);
  const frame = await workbench.openDiagram(diagram, '[data-insert]');
  await workbench.settled(frame);
  assert.match(await frame.locator('.ghost').textContent(), missing);
  assert.equal(await frame.locator('.wire.not-sent').count(), 1);
  await picture('before');

  await act(frame, page);
  await frame.locator('[data-insert]').waitFor({ state: 'detached' });
  await workbench.settled(frame);
  const lines = await linesOf(workbench);
  assert.equal(lines.length, 5);
  assert.match(lines[2], MISSING);
  assert.match(lines[3], /^server -> client PSH,ACK/);
  // The data is sent now.
  assert.equal(await frame.locator('.wire.not-sent').count(), 0);
  await picture('after');

  // One press of undo takes the line away.
  await workbench.focusEditor();
  await workbench.press('Control+z');
  await frame.locator('[data-insert]').waitFor();
  assert.equal((await linesOf(workbench)).length, 4);
}

export async function run({ page, workbench, server, extension, assert, shot, anotherWindow }) {
  await insert({
    ...{ page, workbench, server, extension, assert },
    file: 'too-soon.tcpflow',
    diagram: 'Open Diagram',
    missing: /missing here: ACK/,
    act: (frame) => frame.locator('[data-insert]').first().click({ force: true }),
    picture: (what) => shot(`not-sent-${what}`),
  });
  const other = await anotherWindow({ locale: 'zh-cn' });
  await insert({
    ...other,
    ...{ extension, assert },
    file: 'too-soon.tcpflow',
    diagram: '在侧边打开时序图',
    missing: /这里缺少 ACK/,
    act: async (frame, to) => {
      await frame.locator('.row:has([data-insert]) .number').click({ force: true });
      await other.workbench.settled(frame);
      await frame.locator('.ladder').focus();
      await to.keyboard.press('i');
    },
    picture: (what) => shot(`not-sent-${what}-zh-cn`, other.page),
  });
}
