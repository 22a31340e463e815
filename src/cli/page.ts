/** `tcp-flow export FILE -o OUT.html`: the flow as a page. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { partsOf } from '../check';
import { type Packing, pageOf } from '../page';
import { createParser } from '../script';
import { CANNOT_RUN, CLEAN } from './exit';
import { played, textOf } from './flow';
import type { PageRequest } from './requests';
import type { Session } from './session';
import { isWritten } from './written';

const pack = promisify(gzip);

/** Pages are read more often than written: the smallest size that gzip gives. */
const packing: Packing = {
  gzip: (text) => pack(text, { level: 9 }),
  sha256: (text) => Promise.resolve(createHash('sha256').update(text).digest()),
};

export async function runPage({ file, output }: PageRequest, session: Session): Promise<number> {
  const { language, profile } = session;
  const text = await textOf(file, session);
  if (text === undefined) return CANNOT_RUN;
  const parts = partsOf(await played(createParser().parse(text), session));
  const name = file === '-' ? 'flow.tcpflow' : basename(file);
  const flow = { text, name, language, profile, levels: {}, numbers: 'symbolic' } as const;
  // The parts of the page are beside the bundle.
  const page = (): Promise<string> =>
    pageOf(flow, parts, session.tell.say, (part) => readFile(join(__dirname, part), 'utf8'), packing);
  if (output === '-') {
    await session.out.write(await page());
    return CLEAN;
  }
  return (await isWritten(output, async () => writeFile(output, await page()), session)) ? CLEAN : CANNOT_RUN;
}
