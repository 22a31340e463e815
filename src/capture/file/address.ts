import { addressText, sameOctets } from '../../wire';

/** Addresses in an IP header: their places and lengths, octets (RFC 791 §3.1, RFC 8200 §3). */
export const SOURCE = { 4: 12, 6: 8 } as const;
export const DESTINATION = { 4: 16, 6: 24 } as const;
export const ADDRESS_LENGTH = { 4: 4, 6: 16 } as const;

/** An address with a port: `10.0.0.1:80`, `[2001:db8::1]:80`. */
export function socketText({ address, port }: Socket): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

export interface Socket {
  readonly address: string;
  readonly port: number;
}

/** Texts of addresses: the packets of a connection have two of them. */
export class AddressTexts {
  private latest: { readonly octets: Uint8Array; readonly text: string } | undefined;
  private before: typeof this.latest;

  of(octets: Uint8Array): string {
    if (this.latest !== undefined && sameOctets(this.latest.octets, octets)) return this.latest.text;
    if (this.before !== undefined && sameOctets(this.before.octets, octets)) return this.before.text;
    this.before = this.latest;
    this.latest = { octets: octets.slice(), text: addressText(octets) };
    return this.latest.text;
  }
}
