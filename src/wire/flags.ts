/** The eight control bits of RFC 9293 §3.1 (ECE and CWR: RFC 3168), as they stand in the header's second byte of flags. */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;
export const URG = 0x20;
export const ECE = 0x40;
export const CWR = 0x80;

export type FlagName = 'FIN' | 'SYN' | 'RST' | 'PSH' | 'ACK' | 'URG' | 'ECE' | 'CWR';

/** The order in which flags are written: `SYN,ACK`, `FIN,ACK`, `PSH,ACK`, as packet analysers and textbooks do. */
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

/** The bit of a flag's upper-case name, or undefined. */
export function flagBit(name: string): number | undefined {
  return BITS.get(name);
}

/** The names of the bits that are set, in writing order. */
export function flagNames(flags: number): FlagName[] {
  return FLAG_ORDER.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name);
}

/** `SYN,ACK`; the empty string where no flag is set. */
export function formatFlags(flags: number): string {
  return flagNames(flags).join(',');
}
