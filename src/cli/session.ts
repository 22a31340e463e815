import type { Output } from './output';
import type { Sources } from './sources';
import type { Language } from '../words/languages';
import type { Tell } from './words';

/** What a command works with. */
export interface Session {
  readonly out: Output;
  readonly sources: Sources;
  readonly language: Language;
  readonly tell: Tell;
  readonly colours: boolean;
  /** The profile of flows that name none. */
  readonly profile: string;
  /** One line on standard error. */
  complain(text: string): void;
}
