import type { Options } from '../wire/options';
import type { Seq } from '../wire/seq';

/** What an endpoint is set up to do: the values of a `host` line over those of its profile. */
export interface Config {
  /** The MSS that this side's SYN announces, bytes (RFC 9293 §3.7.1). */
  readonly mss: number;
  /** The receive buffer, bytes: RCV.WND while it is empty. */
  readonly window: number;
  /** The window shift that this side's SYN offers; undefined to offer none (RFC 7323 §2). */
  readonly wscale: number | undefined;
  readonly sack: boolean;
  readonly timestamps: boolean;
  /** Maximum segment lifetime, microseconds (RFC 9293 §3.4.2: two minutes). */
  readonly msl: number;
  /** The ISN of the first connection, where it is given. */
  readonly isn: Seq | undefined;
}

export const SECOND = 1_000_000;

/** RFC 9293 with nothing optional; an Ethernet MSS (1500 less 40). */
export const RFC9293: Config = {
  mss: 1460,
  window: 65535,
  wscale: undefined,
  sack: false,
  timestamps: false,
  msl: 120 * SECOND,
  isn: undefined,
};

/** The options that this side's SYN carries; a SYN,ACK may carry but what the peer's SYN offered too (RFC 7323 §2.2). */
export function synOptions(config: Config, peer: Options | undefined): Options {
  const answer = (offered: boolean | undefined): boolean => peer === undefined || offered === true;
  return {
    mss: config.mss,
    ...(config.wscale !== undefined && answer(peer?.wscale !== undefined) ? { wscale: config.wscale } : {}),
    ...(config.sack && answer(peer?.sackOk) ? { sackOk: true } : {}),
  };
}
