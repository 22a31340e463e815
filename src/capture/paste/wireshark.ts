/** The packet list of Wireshark, and of tshark: as it is printed, copied as text, or copied as comma-separated values. */
import { ACK, type Block, CWR, ECE, FIN, type Options, PSH, RST, SYN, URG, seq } from '../../wire';
import { type Printed, type PrintedAbove, type Reading, numberOf, portOf, timeOf } from './printed';

const NAMES: Readonly<Record<string, number>> = {
  FIN,
  SYN,
  RST,
  PSH,
  ACK,
  URG,
  ECE,
  CWR,
  ECN: ECE,
  Reserved: 0,
  AE: 0,
  AccECN: 0,
};

/** Number, time, addresses with an arrow or blanks between them, protocol, length, and the rest. */
const COLUMNS =
  /^\s*(?:(\d+)\s+)?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d+|(?:\d{1,2}:\d\d:)?\d+[.,]\d+)\s+([\w.:%-]+)\s+(?:(?:→|->|>)\s+)?([\w.:%-]+)\s+([A-Za-z][\w./-]*)\s+(\d+)\s+(.*)$/;
const CELL = /\s*"((?:[^"]|"")*)"\s*(?:,|$)/y;
/** `42932 → 9110 [SYN, ACK]`, with ports as `http(80)` or `80`. */
const PORTS = /(?:^|\s)([\w()-]+)\s+(?:→|->|>)\s+([\w()-]+)\s+\[([A-Za-z, ]*|<None>)\]/;

/** Reads the lines of a packet list in a text. A line without TCP's numbers is kept for what its length tells. */
export function readWireshark(texts: readonly string[]): Reading {
  const segments: (Printed | PrintedAbove)[] = [];
  const lines = new Set<number>();
  for (const [line, text] of texts.entries()) {
    const read = lineOf(text, line);
    if (read === undefined) continue;
    segments.push(read);
    lines.add(line);
  }
  return { segments, lines };
}

function lineOf(text: string, line: number): Printed | PrintedAbove | undefined {
  const cells = text.trimStart().startsWith('"') ? cellsOf(text) : COLUMNS.exec(text)?.slice(2);
  if (cells === undefined) return undefined;
  const [time = '', source = '', destination = '', protocol = '', length = '', info = ''] = cells;
  const at = timeOf(time.trim());
  const wire = numberOf(length.trim());
  if (wire === undefined || source === '' || destination === '') return undefined;
  const hosts = { source: source.trim(), destination: destination.trim() };
  const segment = segmentOf(info, hosts);
  if (segment !== undefined) return { ...segment, line, at, wire };
  // UDP, ARP and the like are lists' neighbours of TCP; none of them carries a stream.
  return OTHERS.has(protocol.trim()) ? undefined : { line, at, ...hosts, wire };
}

/** Protocols that are no TCP, of those that are most often in a list. */
const OTHERS: ReadonlySet<string> = new Set(
  'UDP ARP ICMP ICMPv6 IGMP IGMPv2 IGMPv3 DNS MDNS LLMNR DHCP DHCPv6 NTP QUIC SSDP STP LLDP NBNS'.split(' '),
);

/** The cells behind the number of a line of comma-separated values. */
function cellsOf(text: string): string[] | undefined {
  const cells: string[] = [];
  CELL.lastIndex = 0;
  for (let match = CELL.exec(text); match !== null && cells.length < 16; match = CELL.exec(text)) {
    cells.push((match[1] ?? '').replaceAll('""', '"'));
    if (CELL.lastIndex >= text.length) break;
  }
  return cells.length < 7 ? undefined : [...cells.slice(1, 6), cells.slice(6).join(',')];
}

type Fields = Omit<Printed, 'line' | 'at' | 'wire'>;

function segmentOf(info: string, hosts: { readonly source: string; readonly destination: string }): Fields | undefined {
  const ports = PORTS.exec(info);
  if (ports === null) return undefined;
  const [source, destination] = [portIn(ports[1]), portIn(ports[2])];
  const flags = flagsOf(ports[3] ?? '');
  if (source === undefined || destination === undefined || flags === undefined) return undefined;
  const fields = info.slice(ports.index + ports[0].length);
  const number = (name: string): number | undefined => numberOf(new RegExp(`\\b${name}=(\\d+)`).exec(fields)?.[1]);
  return {
    source: { host: hosts.source, port: source },
    destination: { host: hosts.destination, port: destination },
    flags,
    seq: number('Seq'),
    ack: (flags & ACK) === 0 ? undefined : number('Ack'),
    win: number('Win'),
    urg: number('Urg'),
    len: number('Len'),
    options: optionsOf(fields, number),
    id: undefined,
  };
}

function portIn(text: string | undefined): number | undefined {
  const inside = /\((\d+)\)$/.exec(text ?? '');
  return portOf(inside?.[1] ?? text ?? '');
}

function flagsOf(names: string): number | undefined {
  let flags = 0;
  if (names === '<None>' || names.trim() === '') return flags;
  for (const name of names.split(',')) {
    const flag = NAMES[name.trim()];
    if (flag === undefined) return undefined;
    flags |= flag;
  }
  return flags;
}

/** `MSS=1460 SACK_PERM TSval=1 TSecr=0 WS=128`, blocks as `SLE=101 SRE=201`. WS is the factor, a power of two. */
function optionsOf(fields: string, number: (name: string) => number | undefined): Options {
  const [mss, factor, val, ecr] = [number('MSS'), number('WS'), number('TSval'), number('TSecr')];
  const sack = [...fields.matchAll(/\bSLE=(\d+) SRE=(\d+)/g)].flatMap(([, left, right]): Block[] => {
    const [l, r] = [numberOf(left), numberOf(right)];
    return l === undefined || r === undefined ? [] : [{ left: seq(l), right: seq(r) }];
  });
  return {
    ...(mss === undefined ? {} : { mss: mss & 0xffff }),
    ...(factor === undefined || factor === 0 ? {} : { wscale: 31 - Math.clz32(factor) }),
    ...(/\bSACK_PERM\b/.test(fields) ? { sackOk: true } : {}),
    ...(sack.length === 0 ? {} : { sack }),
    ...(val === undefined || ecr === undefined ? {} : { ts: { val: seq(val), ecr: seq(ecr) } }),
    // A request for a cookie is empty; the octets of a cookie are not printed.
    ...(/\bTFO=R\b/.test(fields) ? { fastopen: '' } : {}),
  };
}
