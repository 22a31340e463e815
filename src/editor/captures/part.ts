import type {
  Capture,
  Connection,
  Counts,
  Explanation,
  Exported,
  ExportWords,
  Names,
  OpenAs,
  OpenedConnection,
  OtherCapture,
  Outcome,
  PastedFlow,
  Progress,
  Run,
  Socket,
  Source,
  TapSide,
  Unopened,
} from '../../capture';
import type { Args } from '../../script';
import type { Trace } from '../../trace';

/** The functions of the part that reads and writes captures. */
export interface CaptureDoor {
  readonly readCapture: (source: Source, progress?: Progress) => Promise<Capture>;
  readonly notesOf: (counts: Counts) => readonly { readonly id: string; readonly args: Args }[];
  readonly socketText: (socket: Socket) => string;
  readonly inMemory: (octets: Uint8Array) => Source;
  readonly opening: (
    capture: Capture,
    id: number,
    source: Source,
    as: OpenAs,
    second?: OtherCapture,
  ) => Promise<Generator<undefined, OpenedConnection | Unopened>>;
  readonly outcomesOf: (
    capture: Capture,
    connections: readonly Connection[],
    again: () => Source,
    run: Run,
  ) => AsyncIterable<{ readonly id: number; readonly outcome: Outcome | undefined }>;
  readonly namesOf: (explanation: Explanation) => Names;
  readonly keyLogNames: (file: string) => readonly string[];
  readonly isKeyLog: (text: string) => boolean;
  readonly pastedFlow: (text: string) => Promise<PastedFlow | Unopened | undefined>;
  readonly exportFlow: (trace: Trace, tap: TapSide, words: ExportWords) => Exported;
}

/** Loads that part. */
export type LoadCaptures = () => Promise<CaptureDoor>;
