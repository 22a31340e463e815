import type { IcmpErrorName } from '../../script';
import type { IcmpError } from '../file';

/** The errors of ICMP's type 3 by their codes (RFC 792, RFC 1122 §3.2.2.1). */
const UNREACHABLE: readonly IcmpErrorName[] = [
  'net-unreachable',
  'host-unreachable',
  'protocol-unreachable',
  'port-unreachable',
  'fragmentation-needed',
  'source-route-failed',
];
const OTHERS: ReadonlyMap<number, IcmpErrorName> = new Map([
  [4, 'source-quench'],
  [11, 'time-exceeded'],
  [12, 'parameter-problem'],
]);
/** The errors of ICMPv6 by their types (RFC 4443 §3). */
const OTHERS_V6: ReadonlyMap<number, IcmpErrorName> = new Map([
  [2, 'fragmentation-needed'],
  [3, 'time-exceeded'],
  [4, 'parameter-problem'],
]);
/** The code of "port unreachable" in ICMPv6 (RFC 4443 §3.1). */
const PORT_V6 = 4;
/** The least MTU that a router may name (RFC 791 §3.2); 0 stands for none. */
const LEAST_MTU = 68;

/** An ICMP error in the words of the language: `fragmentation-needed mtu=1400`; undefined for one that it has no word for. */
export function icmpText({ version, type, code, rest }: IcmpError): string | undefined {
  const name = nameOf(version, type, code);
  if (name === undefined) return undefined;
  const mtu = version === 4 ? rest & 0xffff : rest;
  return name === 'fragmentation-needed' && mtu >= LEAST_MTU && mtu <= 0xffff ? `${name} mtu=${mtu}` : name;
}

function nameOf(version: 4 | 6, type: number, code: number): IcmpErrorName | undefined {
  if (version === 6) {
    if (type === 1) return code === PORT_V6 ? 'port-unreachable' : code === 0 ? 'net-unreachable' : 'host-unreachable';
    return OTHERS_V6.get(type);
  }
  return type === 3 ? UNREACHABLE[code] : OTHERS.get(type);
}
