import type { Output } from './output';

/** The text around the reports on several files. */
export interface Layout {
  readonly before: string;
  readonly between: string;
  /** Asked for when all reports are written. */
  readonly after: string;
}

/** One JSON object for all files. */
export const JSON_FILES: Layout = { before: '{"files":[\n', between: ',\n', after: '\n]}\n' };

/** Writes the reports on several files, each piece by piece. */
export async function writeReports(
  out: Output,
  layout: Layout,
  reports: AsyncIterable<Iterable<string>>,
): Promise<void> {
  let count = 0;
  await out.write(layout.before);
  for await (const report of reports) {
    if (count++ > 0) await out.write(layout.between);
    await out.writeAll(report);
  }
  await out.write(layout.after);
}
