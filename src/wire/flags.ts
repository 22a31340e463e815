/** The eight control bits of RFC 9293 §3.1 (ECE and CWR: RFC 3168 §6.1), as bits of byte 13 of the header. */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;
export const URG = 0x20;
export const ECE = 0x40;
export const CWR = 0x80;

export type FlagName = 'FIN' | 'SYN' | 'RST' | 'PSH' | 'ACK' | 'URG' | 'ECE' | 'CWR';

/** The order in which flag names are written: `SYN,ACK`, `FIN,ACK`, `PSH,ACK`, as in packet analysers and textbooks. */
export const FLAG_ORDER: readonly (readonly [FlagName, number])[] = [
  ['SYN', SYN],
  ['FIN', FIN],
  ['RST', RST],
  ['PSH', PSH],
  ['URG', URG],
  ['ECE', ECE],
  ['CWR', CWR],
  ['ACK', ACK],
];

const BITS = new Map<string, number>(FLAG_ORDER);

/** The bit of a flag, by its upper-case name; undefined for any other name. */
export function flagBit(name: string): number | undefined {
  return BITS.get(name);
}

/** The names of the bits that are set, in the order of {@link FLAG_ORDER}. */
export function flagNames(flags: number): FlagName[] {
  return FLAG_ORDER.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name);
}

/** The names of the flags with commas between them: `SYN,ACK`; the empty string if no flag is set. */
export function formatFlags(flags: number): string {
  return flagNames(flags).join(',');
}
