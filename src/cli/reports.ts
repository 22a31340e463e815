import type { Output } from './output';

/** The text around the reports on several files. */
export interface Layout {
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

/** One JSON object for all files. */
export const JSON_FILES: Layout = { before: '{"files":[\n', between: ',\n', after: '\n]}\n' };

/** Writes the reports on several files, each piece by piece. */
export async function writeReports(
  out: Output,
  { before, between, after }: Layout,
  reports: AsyncIterable<Iterable<string>>,
): Promise<void> {
  let count = 0;
  await out.write(before);
  for await (const report of reports) {
    if (count++ > 0) await out.write(between);
    await out.writeAll(report);
  }
  await out.write(after);
}
