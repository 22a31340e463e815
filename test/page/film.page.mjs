import { writeFileSync } from 'node:fs';
import { savedPicture } from '../host/saving.mjs';

export const name = 'the diagram as a film: an animated SVG that plays in an <img>, and a GIF';

const FLOW = `client -> server SYN seq=x
server -> client SYN,ACK seq=y ack=x+1
client -> server ACK
client -> server FIN,ACK
`;

/** A picture in a document of its own: its size, and what it looks like. */
async function shown(page, type, bytes, { reducedMotion = 'no-preference' } = {}) {
  const own = await page.context().newPage();
  await own.emulateMedia({ reducedMotion });
  await own.setContent(`<body style="margin:0"><img src="data:${type};base64,${bytes.toString('base64')}">`);
  const size = await own.locator('img').evaluate(async (image) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  return { own, size };
}

export async function run({ page, workbench, server, extension, assert, shot }) {
  writeFileSync(`${server.workspace}/film.tcpflow`, FLOW);
  await workbench.open(extension, 'film.tcpflow');
  const frame = await workbench.openDiagram('Open Diagram', '.row.segment');
  await workbench.settled(frame);

  const svg = await savedPicture({ page, workbench, server }, frame, 'film.svg', 'light', 'svg-animated');
  const moving = await shown(page, 'image/svg+xml', svg);
  const first = await moving.own.screenshot();
  await workbench.until('another picture', async () => !(await moving.own.screenshot()).equals(first));
  await moving.own.close();
  const still = await shown(page, 'image/svg+xml', svg, { reducedMotion: 'reduce' });
  await shot('film-still', still.own);
  await still.own.close();

  const gif = await savedPicture({ page, workbench, server }, frame, 'film.gif', 'dark');
  assert.equal(gif.subarray(0, 6).toString(), 'GIF89a');
  // Graphic control extensions, one a frame.
  assert.equal(gif.toString('latin1').split('\x21\xf9\x04').length - 1, 4);
  const film = await shown(page, 'image/gif', gif);
  assert.deepEqual(film.size, moving.size);
  await shot('film-gif', film.own);
  await film.own.close();
}
