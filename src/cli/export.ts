/** `tcp-flow export`: a flow as a capture file. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportFlow } from '../capture';
import type { Finding } from '../trace';
import { findingText } from '../words/finding';
import type { ExportRequest } from './requests';
import { CANNOT_RUN, CLEAN } from './exit';
import { traceOf } from './flow';
import type { Session } from './session';
import { isWritten } from './written';

export async function runExport({ file, outputs }: ExportRequest, session: Session): Promise<number> {
  const { out, tell, complain } = session;
  const { say } = tell;
  const trace = await traceOf(file, session);
  if (trace === undefined) return CANNOT_RUN;
  const words = { say, finding: (finding: Finding) => findingText(finding, say) };
  const made = outputs.map(({ file: to, tap }) => ({ to, tap, ...exportFlow(trace, tap, words) }));
  const none = made.find(({ frames }) => frames === 0);
  if (none !== undefined) {
    complain(`${file}: ${say('capture/export/nothing', { tap: say(`capture/export/tap-${none.tap}`) })}`);
    return CANNOT_RUN;
  }
  for (const { to, pieces } of made) {
    if (to === '-') {
      await out.writeOctets(pieces());
      continue;
    }
    const write = (): Promise<void> => pipeline(Readable.from(pieces(), { objectMode: true }), createWriteStream(to));
    if (!(await isWritten(to, write, session))) return CANNOT_RUN;
  }
  return CLEAN;
}
