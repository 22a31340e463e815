/** Facts on which a side's writing depends. */
import type { H2Host } from './h2-door';
import type { Sealing } from './h2/types';
import type { Beside } from './http1/judge';
import type { Asked } from './http1/machine';
import type { Remembered } from './http1/remembered';
import type { Role } from './role';

/** Knowledge of a side beside its own state, while it writes. */
export interface Circumstances extends Beside {
  /** Requests of the peer may be unknown. */
  readonly partial: boolean;
  /** The request of which the head has reached this side, and not yet the whole body. */
  readonly begun: Asked | undefined;
  /** Nothing seals it, and no secret has passed on the connection so far. */
  readonly plain: boolean;
  readonly remembered?: Remembered | undefined;
  readonly h2?: H2Host | undefined;
  /** TLS below, and the side's role in it. */
  readonly sealing?: Sealing | undefined;
  readonly role?: Role | undefined;
}
