/** The form of the rows that tell which message comes when. */
import type { Role } from '../role';
import type { Position } from './end';
import type { MessageName, TlsState } from './names';

/** Facts of a connection that rows depend on. */
export interface Facts {
  /** TLS 1.2 with RSA key exchange. */
  readonly rsa: boolean;
  /** An abbreviated handshake, or one by a pre-shared key. */
  readonly resumed: boolean;
  /** The server wants the client's certificate; it has asked for it. */
  readonly asks: boolean;
  readonly asked: boolean;
  /** The client's certificate is not empty: it proves that it has the key. */
  readonly signs: boolean;
  /** The server gives out a ticket in this handshake (RFC 5077 §3.3). */
  readonly ticket: boolean;
  /** The server has no key_share that it could use (RFC 8446 §4.1.4). */
  readonly retry: boolean;
  /** The peer asked for new keys. */
  readonly update: boolean;
}

export interface Row {
  readonly at: readonly Position[];
  readonly by: Role;
  readonly says: MessageName;
  /** Absent where the handshake goes no further by it. */
  readonly to?: Position;
  /** It may be said only so. */
  readonly when?: (f: Facts) => boolean;
  /** It is due; always, where this is absent. */
  readonly due?: (f: Facts) => boolean;
}

export type States = Readonly<Record<Role, Readonly<Partial<Record<Position, TlsState | ((f: Facts) => TlsState)>>>>>;
