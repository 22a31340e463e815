/** HTTP/2, as a part of its own, as TLS is (door.ts). */
import type * as H2 from './h2';
import type { H2End, H2Reading } from './h2';

export type H2Door = typeof H2;

/** HTTP/2 at one side of a connection. */
export interface Framed {
  readonly end: H2End;
  /** The reading of the side's own direction. */
  readonly reading: H2Reading;
  /** The reading of the peer's direction by this side, once other octets came than the peer wrote. */
  readonly heard: H2Reading | undefined;
}

/** HTTP/2 where a side may speak it. */
export interface H2Host {
  /** Absent until it is loaded. */
  readonly door?: H2Door | undefined;
  /** A direction speaks HTTP/2, which is not loaded. */
  readonly lacks?: () => void;
}
