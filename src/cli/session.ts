import type { Output } from './output';
import type { Sources } from './sources';
import type { Language } from '../words/languages';
import type { Tell } from './words';

/** The environment of a command. */
export interface Session {
  readonly out: Output;
  readonly sources: Sources;
  readonly language: Language;
  readonly tell: Tell;
  readonly colours: boolean;
  /** The default profile of flows that name none. */
  readonly profile: string;
  /** The program's own version. */
  readonly version: string;
  /** Writes one line to standard error. */
  complain(text: string): void;
}
