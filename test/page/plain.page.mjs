import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from '../host/access.mjs';

export const name =
  'steps in plain words: by key and button, with the step; an exercise says in editor and panel how far it has come';

export const window = { width: 1460, height: 1000 };

const FILE = 'exercise.tcpflow';
const FLOW = `flow "Open it"
task "Open the connection; the last ACK is lost."
goal client -x server ACK
goal client ESTABLISHED, server SYN-RECEIVED
client -> server SYN seq=x
server -> client SYN,ACK seq=y
`;

export async function run({ workbench, server, extension, assert, shot }) {
  writeFileSync(join(server.workspace, FILE), FLOW);
  await workbench.open(extension, FILE);
  const frame = await workbench.openDiagram();
  const told = () => frame.locator('.plain-text');
  assert.equal(await told().isVisible(), false, 'off at first');

  await frame.locator('.plain-switch [data-image=letters]').click();
  await workbench.settled(frame);
  assert.equal(await told().isVisible(), true);
  await frame.locator('.ladder').focus();
  await workbench.press('Home');
  await workbench.settled(frame);
  assert.match(await told().innerText(), /^client posts a first letter/);
  await workbench.press('End');
  await workbench.settled(frame);
  assert.match(await told().innerText(), /^server answers/);
  await workbench.press('w');
  await workbench.settled(frame);
  assert.match(await told().innerText(), /^“I can\. And can you hear me\?”/);
  assert.deepEqual(await violations(frame, 'plain words'), []);
  await shot('plain-words');

  // The exercise: one goal is open until the ACK is lost.
  assert.match(await frame.locator('.exercise').innerText(), /1 of 2 goals reached/);
  await workbench.goTo(7);
  await workbench.type('client -x server ACK');
  await frame.locator('.exercise', { hasText: 'Exercise done' }).waitFor();
  await shot('exercise-done');
}
