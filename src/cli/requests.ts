/** Requests that a command line can make. */
import type { NumberForm } from '../trace';
import type { Eyes, Show, Theme } from '../diagram';
import type { Args } from '../script';
import type { TapPlace, TapSide } from '../capture';
import type { Language } from '../words/languages';

export const FORMATS = ['text', 'json', 'github'] as const;
export type Format = (typeof FORMATS)[number];

export const CHECK_FORMATS = [...FORMATS, 'sarif', 'junit'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

export const TABLES = ['text', 'json'] as const;
type TableFormat = (typeof TABLES)[number];

export const PICTURES = ['svg', 'svg-animated', 'mermaid', 'text'] as const;
export type Picture = (typeof PICTURES)[number];

/** What `export` writes. */
export const EXPORTS = ['pcapng', 'html', ...PICTURES] as const;
export type ExportAs = (typeof EXPORTS)[number];

export const COMMANDS = [
  'check',
  'explain',
  'next',
  'play',
  'format',
  'grade',
  'rules',
  'trace',
  'diagram',
  'connections',
  'import',
  'export',
  'explore',
  'mcp',
] as const;
export type Command = (typeof COMMANDS)[number];

export interface CheckRequest {
  readonly kind: 'check';
  /** Files, folders, and patterns of files. */
  readonly files: readonly string[];
  readonly format: CheckFormat;
  /** The most warnings without a failure; undefined for any number. */
  readonly maxWarnings: number | undefined;
  /** A pattern or folder without a file is no failure. */
  readonly isEmptyAllowed: boolean;
  /** The files are checked again whenever they change. */
  readonly watches: boolean;
  /** Of captures: the only connection to check, and the place of the tap, if the user says so. */
  readonly connection: number | undefined;
  readonly tap: TapPlace | undefined;
  readonly keylog: string | undefined;
}

export interface ImportRequest {
  readonly kind: 'import';
  readonly file: string;
  readonly connection: number | undefined;
  readonly tap: TapPlace | undefined;
  /** A key log of TLS; undefined for one that lies beside the capture. */
  readonly keylog: string | undefined;
  /** The output file; undefined for standard output. */
  readonly output: string | undefined;
}

export interface TraceRequest {
  readonly kind: 'trace';
  readonly file: string;
}

export interface ConnectionsRequest {
  readonly kind: 'connections';
  readonly files: readonly string[];
  readonly format: TableFormat;
}

export interface DiagramRequest {
  readonly kind: 'diagram';
  readonly file: string;
  /** A second flow to draw beside the first. */
  readonly other: string | undefined;
  readonly format: Picture;
  readonly toScale: boolean;
  readonly fold: boolean;
  /** The output file; undefined for standard output. */
  readonly output: string | undefined;
  readonly theme: Theme;
  readonly width: number | undefined;
  readonly numbers: NumberForm;
  /** Segments, messages above TCP, or both. */
  readonly show: Show;
  /** Whose eyes read messages. */
  readonly eyes: Eyes;
}

export interface ExportRequest {
  readonly kind: 'export';
  readonly file: string;
  /** The files to write, each with its tap; `-` is standard output. */
  readonly outputs: readonly { readonly file: string; readonly tap: TapSide }[];
}

/** The flow as a page. */
export interface PageRequest {
  readonly kind: 'page';
  readonly file: string;
  /** The output file; `-` is standard output. */
  readonly output: string;
}

export interface ExploreRequest {
  readonly kind: 'explore';
  readonly files: readonly string[];
  readonly format: Format;
  /** The only line to explore, from 1; undefined for all. */
  readonly line: number | undefined;
  /** The most states of a search. */
  readonly states: number;
}

export interface FormatRequest {
  readonly kind: 'format';
  readonly files: readonly string[];
  /** Files are compared with their formatted text, and not written. */
  readonly isCheck: boolean;
  readonly isEmptyAllowed: boolean;
}

export interface GradeRequest {
  readonly kind: 'grade';
  readonly file: string;
  /** The exercise as it was given; undefined to go by the goals of the answer. */
  readonly exercise: string | undefined;
  readonly format: TableFormat;
}

export interface RulesRequest {
  readonly kind: 'rules';
  /** The rules whose pages are printed; all are listed if none is named. */
  readonly names: readonly string[];
  readonly format: TableFormat;
}

export interface AskRequest {
  readonly kind: 'explain' | 'next' | 'play';
  readonly file: string;
  readonly format: TableFormat;
  /** The members of the tool's input, but for the flow. */
  readonly input: Readonly<Record<string, string | number>>;
}

export type Topic = '' | Command;

export type Wanted =
  | CheckRequest
  | TraceRequest
  | DiagramRequest
  | ConnectionsRequest
  | ExportRequest
  | PageRequest
  | ImportRequest
  | ExploreRequest
  | FormatRequest
  | GradeRequest
  | RulesRequest
  | AskRequest
  | { readonly kind: 'mcp' }
  | { readonly kind: 'help'; readonly topic: Topic }
  | { readonly kind: 'version' }
  /** The command line is invalid: the message's id and arguments, and the help topic to refer to. */
  | { readonly kind: 'wrong'; readonly topic: Topic; readonly message: string; readonly args: Args };

export type Request = Wanted & {
  readonly language: Language | undefined;
  /** The default profile of flows that name none. */
  readonly profile?: string | undefined;
};
