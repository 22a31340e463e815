import type { Finding, Trace } from '../trace';

/** The frames of a capture that the finding's line stands for. */
export function framesAt({ script }: Trace, { line }: Finding): readonly number[] | undefined {
  const statement = script.lines[line]?.statement;
  return statement?.kind === 'segment' ? statement.frames?.numbers.map(({ value }) => value) : undefined;
}
