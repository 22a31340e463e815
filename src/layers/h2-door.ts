/** HTTP/2, as a part of its own, as TLS is (door.ts). */
import type * as H2 from './h2';

export type H2Door = typeof H2;

/** HTTP/2 where a side may speak it. */
export interface H2Host {
  /** Absent until it is loaded. */
  readonly door?: H2Door | undefined;
  /** A direction speaks HTTP/2, which is not loaded. */
  readonly lacks?: () => void;
}
