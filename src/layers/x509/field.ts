import type { Der, Malformed } from './der';

/** A part of a certificate, named as RFC 5280 §4.1 does. Octets are counted from the certificate's beginning. */
export interface CertificateField {
  readonly name: string;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** For people: a name, a date, a number; empty where the parts in it say all. */
  readonly value: string;
  readonly fields?: readonly CertificateField[];
}

/** A value that was read, with the fields that show it. */
export interface Read<T> {
  readonly value: T;
  readonly field: CertificateField;
}

export function fieldOf(
  name: string,
  der: Der,
  value: string,
  fields: readonly CertificateField[] = [],
): CertificateField {
  const { from, to } = der;
  return fields.length === 0 ? { name, from, to, value } : { name, from, to, value, fields };
}

/** A field that is not what its section asks for; where it is absent, the place in `around` where it should end. */
export function malformed(field: string, section: string, der: Der | undefined, around?: Der): Malformed {
  return { at: der?.from ?? around?.to ?? 0, field, section };
}

/** The first field of this name, from the outside in. */
export function findField(fields: readonly CertificateField[], name: string): CertificateField | undefined {
  for (const field of fields) if (field.name === name) return field;
  for (const field of fields) {
    const found = findField(field.fields ?? [], name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const MOST_HEX = 32;

/** Octets as hexadecimal digits in pairs with colons between them; of long ones the first. */
export function hexOf(octets: Uint8Array): string {
  const pairs = Array.from(octets.subarray(0, MOST_HEX), (octet) => octet.toString(16).padStart(2, '0'));
  return pairs.join(':') + (octets.length > MOST_HEX ? ':…' : '');
}
