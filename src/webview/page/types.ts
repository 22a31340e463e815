/** The parts that the page's loader hands to the host. */
import type { H2Door, TlsDoor } from '../../layers';
import type { Table } from '../../words/table';

export interface StartParts {
  /** The tables of texts. */
  readonly tables: readonly Table[];
  /** TLS, in the page of a flow that speaks it. */
  readonly tls?: TlsDoor | undefined;
  /** HTTP/2, likewise. */
  readonly h2?: H2Door | undefined;
}
