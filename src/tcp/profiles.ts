import { SECOND, type Config } from './config';

const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * RFC 9293 without optional features, except challenge ACKs, which §3.10.7.4 adopted from RFC 5961. MSS for Ethernet
 * (1500 less 40 bytes); MSL two minutes (§3.4.2). R2 is three minutes at least for a SYN (MUST-23) and 100 seconds for
 * data (SHLD-11), expressed as counts of doubling timeouts from one second on.
 */
const rfc9293: Config = {
  mss: 1460,
  window: 65535,
  wscale: undefined,
  sack: false,
  timestamps: false,
  msl: 2 * MINUTE,
  isn: undefined,
  ecn: false,
  fastopen: false,
  dscp: 0,
  security: undefined,
  timeWaitSyn: 'rfc6191',
  pawsTicks: 0,
  replyInterval: 0,
  challengeAcks: true,
  halfDuplex: false,
  resetsHalfOpen: false,
  rfc1337: false,
  twReuse: false,
  backlog: undefined,
  synCookies: false,
  abortOnOverflow: false,
  deferAccept: false,
  reuseAddress: false,
  dropsUnstamped: true,
  initialRto: SECOND,
  minRto: SECOND,
  rtoMargin: SECOND / 1000,
  maxRto: MINUTE,
  delayedAck: 0.2 * SECOND,
  synRetries: 7,
  synAckRetries: 7,
  dataRetries: 8,
  linearSyns: 0,
  finWait2: undefined,
  keepalive: undefined,
  mtu: undefined,
  userTimeout: undefined,
  icmp: 'standard',
  initialSegments: undefined,
  nagle: true,
  minshall: false,
  halfWindow: false,
  emptyProbes: false,
  quickAcks: 0,
  rackTlp: false,
  abortAcks: false,
  keepaliveResets: false,
  tunesBuffer: false,
  variants: new Set(),
};

/** RFC 793 and RFC 1122: an RST or SYN in the window resets the connection, and the initial RTO is three seconds. */
const rfc793: Config = {
  ...rfc9293,
  challengeAcks: false,
  timeWaitSyn: 'rfc793',
  initialRto: 3 * SECOND,
  mss: 536,
  synRetries: 6,
  synAckRetries: 6,
};

/** Linux 6.x defaults: net.ipv4.tcp_* as documented in `ip-sysctl.rst`, TCP_TIMEWAIT_LEN 60 seconds. */
const linux: Config = {
  ...rfc9293,
  window: 64240,
  wscale: 7,
  sack: true,
  timestamps: true,
  msl: 30 * SECOND,
  minRto: 0.2 * SECOND,
  maxRto: 2 * MINUTE,
  delayedAck: 0.04 * SECOND,
  synRetries: 10,
  synAckRetries: 5,
  dataRetries: 15,
  linearSyns: 4,
  resetsHalfOpen: true,
  dropsUnstamped: false,
  finWait2: MINUTE,
  icmp: 'linux',
  initialSegments: 10,
  emptyProbes: true,
  minshall: true,
  halfWindow: true,
  rtoMargin: 0.2 * SECOND,
  quickAcks: 16,
  rackTlp: true,
  abortAcks: true,
  keepaliveResets: true,
  tunesBuffer: true,
  timeWaitSyn: 'linux',
  pawsTicks: 1,
  replyInterval: 0.5 * SECOND,
};

/** FreeBSD defaults: MSL 30 seconds, delayed ACK 40 ms, SACK, timestamps, shift count 6, RSTs ignored in TIME-WAIT. */
const freebsd: Config = {
  ...rfc9293,
  wscale: 6,
  sack: true,
  timestamps: true,
  msl: 30 * SECOND,
  minRto: 0.23 * SECOND,
  maxRto: 64 * SECOND,
  delayedAck: 0.04 * SECOND,
  synRetries: 12,
  synAckRetries: 3,
  dataRetries: 12,
  finWait2: MINUTE,
  icmp: 'freebsd',
  tunesBuffer: true,
  timeWaitSyn: 'freebsd',
  rfc1337: true,
  initialSegments: 10,
};

/** Configurations by profile name, as a `profile` line of a script gives it. */
export const PROFILES: ReadonlyMap<string, Config> = new Map([
  ['rfc9293', rfc9293],
  ['rfc793', rfc793],
  ['linux', linux],
  ['freebsd', freebsd],
]);

export const DEFAULT_PROFILE: Config = rfc9293;

/**
 * Keepalive defaults: two hours idle, then a probe every 75 seconds; nine probes on Linux, eight on BSD.
 *
 * @param idle time without traffic before the first probe, microseconds; undefined for the default
 */
export function keepaliveOf(profile: string, idle: number | undefined): NonNullable<Config['keepalive']> {
  return { idle: idle ?? 2 * HOUR, interval: 75 * SECOND, count: profile === 'linux' ? 9 : 8 };
}
