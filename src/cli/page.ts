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

const pack = promisify(gzip);

/** Pages are read more often than written: the smallest size that gzip gives. */
const packing: Packing = {
  gzip: (text) => pack(text, { level: 9 }),
  sha256: (text) => Promise.resolve(createHash('sha256').update(text).digest()),
};

export async function runPage({ file, output }: PageRequest, session: Session): Promise<number> {
  const { tell, complain, language, profile } = session;
  const text = await textOf(file, session);
  if (text === undefined) return CANNOT_RUN;
  const parts = partsOf(await played(createParser().parse(text), session));
  const name = file === '-' ? 'flow.tcpflow' : basename(file);
  const flow = { text, name, language, profile, levels: {}, numbers: 'symbolic' } as const;
  try {
    // The parts of the page are beside the bundle.
    const page = await pageOf(flow, parts, (part) => readFile(join(__dirname, part), 'utf8'), packing);
    await writeFile(output, page);
    return CLEAN;
  } catch (error) {
    const reason = tell.reason(error instanceof Error ? error : new Error(String(error)));
    complain(tell('cannot-write', { file: output, reason }));
    return CANNOT_RUN;
  }
}
