import type { Options } from '../../wire';

/** A side of a connection as an analyser prints it: an address or a host's name, and a port. */
export interface PrintedSocket {
  readonly host: string;
  readonly port: number;
}

/** One segment as an analyser printed it: a line, or two. Numbers are as printed, relative or not. */
export interface Printed {
  /** The index of its line in the text, from 0; of the latter of two. */
  readonly line: number;
  /** Time, microseconds, by the clock that was printed; undefined without one. */
  readonly at: number | undefined;
  readonly source: PrintedSocket;
  readonly destination: PrintedSocket;
  /** The control bits. */
  readonly flags: number;
  /** SEG.SEQ; undefined where it was left out. */
  readonly seq: number | undefined;
  readonly ack: number | undefined;
  /** The window: as carried, or multiplied by the scale factor of the connection. */
  readonly win: number | undefined;
  readonly urg: number | undefined;
  /** Payload, octets; undefined where it was left out. */
  readonly len: number | undefined;
  /** Blocks of SACK are relative where acknowledgment numbers are. */
  readonly options: Options;
  /** The identification of IPv4. */
  readonly id: number | undefined;
  /** The length of the whole frame, octets. */
  readonly wire: number | undefined;
}

/** A line of which addresses and lengths are known, and nothing of the segment: it is named by the protocol above TCP. */
export interface PrintedAbove {
  readonly line: number;
  readonly at: number | undefined;
  readonly source: string;
  readonly destination: string;
  readonly wire: number;
}

/** The lines of a text that one analyser's notation reads. */
export interface Reading {
  readonly segments: readonly (Printed | PrintedAbove)[];
  /** The indices of the lines that were understood; the rest is not of this notation, or lacks what a segment needs. */
  readonly lines: ReadonlySet<number>;
}

export function isSegment(line: Printed | PrintedAbove): line is Printed {
  return 'flags' in line;
}

const HOUR = 3_600_000_000;
const CLOCK = /^(?:(\d{4})-(\d\d)-(\d\d)[ T])?(?:(\d{1,2}):(\d\d):)?(\d+)(?:[.,](\d{1,9}))?$/;

/**
 * A time as analysers print it, microseconds: `11:33:18.937777`, `2026-11-21 11:33:18.937777`, seconds `1.030971`.
 * Undefined if it is none.
 */
export function timeOf(text: string): number | undefined {
  const match = CLOCK.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match;
  const days = year === undefined ? 0 : Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000;
  const micros = Number(fraction.padEnd(9, '0')) / 1000;
  return days * 24 * HOUR + Number(hour) * HOUR + Number(minute) * 60_000_000 + Number(second) * 1_000_000 + micros;
}

/** Well-known ports by the names that analysers print for them (the registry of service names, RFC 6335). */
const SERVICES: Readonly<Record<string, number>> = {
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  time: 37,
  whois: 43,
  domain: 53,
  gopher: 70,
  finger: 79,
  http: 80,
  www: 80,
  pop3: 110,
  sunrpc: 111,
  ident: 113,
  auth: 113,
  nntp: 119,
  'netbios-ssn': 139,
  imap: 143,
  imap2: 143,
  bgp: 179,
  ldap: 389,
  https: 443,
  'microsoft-ds': 445,
  submission: 587,
  ldaps: 636,
  imaps: 993,
  pop3s: 995,
  echo: 7,
  discard: 9,
  daytime: 13,
  chargen: 19,
  exec: 512,
  login: 513,
  shell: 514,
  printer: 515,
  'ms-sql-s': 1433,
  nfs: 2049,
  mysql: 3306,
  'ms-wbt-server': 3389,
  postgresql: 5432,
  amqp: 5672,
  x11: 6000,
  redis: 6379,
  'http-alt': 8080,
  webcache: 8080,
};

/** A port by its number or its service's name; undefined if it is neither. */
export function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : SERVICES[text.toLowerCase()];
  return port !== undefined && port <= 0xffff ? port : undefined;
}

/** A whole number of 32 bits; undefined if the text is none. */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined;
  const value = Number(text);
  return value < 2 ** 32 ? value : undefined;
}
