import type { Capture, Counts, Exported, ExportWords, Progress, Socket, Source, TapSide } from '../../capture';
import type { Args } from '../../script';
import type { Trace } from '../../trace';

/** The functions of the part that reads and writes captures. */
export interface CaptureDoor {
  readonly readCapture: (source: Source, progress?: Progress) => Promise<Capture>;
  readonly notesOf: (counts: Counts) => readonly { readonly id: string; readonly args: Args }[];
  readonly socketText: (socket: Socket) => string;
  readonly inMemory: (octets: Uint8Array) => Source;
  readonly exportFlow: (trace: Trace, tap: TapSide, words: ExportWords) => Exported;
}

/** Loads that part. */
export type LoadCaptures = () => Promise<CaptureDoor>;
