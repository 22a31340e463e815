import type {
  Capture,
  Counts,
  Exported,
  ExportWords,
  OpenedConnection,
  PastedFlow,
  Progress,
  Socket,
  Source,
  TapPlace,
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
  readonly openConnection: (
    capture: Capture,
    id: number,
    source: Source,
    file: string,
    tap?: TapPlace,
    isTimed?: boolean,
    keys?: string,
    say?: (id: string, args?: Args) => string,
  ) => Promise<OpenedConnection | Unopened>;
  readonly keyLogNames: (file: string) => readonly string[];
  readonly isKeyLog: (text: string) => boolean;
  readonly pastedFlow: (text: string) => Promise<PastedFlow | Unopened | undefined>;
  readonly exportFlow: (trace: Trace, tap: TapSide, words: ExportWords) => Exported;
}

/** Loads that part. */
export type LoadCaptures = () => Promise<CaptureDoor>;
