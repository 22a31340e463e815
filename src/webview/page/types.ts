/** The texts and protocol bundles that the page's loader passes to the host. */
import type { H2Door, TlsDoor } from '../../layers';
import type { Table } from '../../words/table';

export interface StartParts {
  /** The tables of texts. */
  readonly tables: readonly Table[];
  /** The TLS bundle, in the page of a flow that uses TLS. */
  readonly tls?: TlsDoor | undefined;
  /** The HTTP/2 bundle, in the page of a flow that uses HTTP/2. */
  readonly h2?: H2Door | undefined;
}
