import type { Trace } from '../trace';

/** A checked flow as reports name it. */
export interface Reported {
  /** The file as given, or a connection of a capture: `x.pcap#3`. Lines and columns of findings are those of the file. */
  readonly file: string;
  /** The line of the fence that holds the flow, from 1, in a Markdown file. */
  readonly fence: number | undefined;
  readonly trace: Trace;
}

/** A name of the flow itself: `README.md:17` for the one in a fence. */
export function nameOf({ file, fence }: Reported): string {
  return fence === undefined ? file : `${file}:${fence}`;
}
