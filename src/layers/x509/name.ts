import { contentOf, type Der, type Malformed, readOid, readText, TAG } from './der';
import { der, oid, sequence, text } from './encode';
import { type CertificateField, fieldOf, hexOf, malformed, type Read } from './field';
import { ATTRIBUTES, oidOf } from './oids';

/** A distinguished name (RFC 5280 §4.1.2.4): of an issuer, of a subject. */
export interface Name {
  /** `CN=server.example, O=Example`, in the certificate's order. */
  readonly text: string;
  /** Equal for names that match: types and values, case and spaces apart (RFC 5280 §7.1). */
  readonly key: string;
  /** The value of the first attribute CN, where there is one. */
  readonly commonName: string | undefined;
  /** As it is encoded. */
  readonly octets: Uint8Array;
}

/** A Name: a sequence of sets of attributes, each a type and a value. */
export function readName(name: string, found: Der | undefined, around: Der): Read<Name> | Malformed {
  const bad = (at: Der | undefined): Malformed => malformed(name, 'RFC 5280 §4.1.2.4', at, around);
  if (found?.tag !== TAG.sequence) return bad(found);
  const fields: CertificateField[] = [];
  const keys: string[] = [];
  let commonName: string | undefined;
  for (const set of found.inside) {
    if (set.tag !== TAG.set || set.inside.length === 0) return bad(set);
    for (const attribute of set.inside) {
      const [type, value, ...more] = attribute.inside;
      const numbers = readOid(type);
      if (attribute.tag !== TAG.sequence || numbers === undefined || value === undefined || more.length > 0) {
        return bad(attribute);
      }
      const shown = readText(value) ?? hexOf(contentOf(value));
      const label = ATTRIBUTES[numbers] ?? numbers;
      if (label === 'CN') commonName ??= shown;
      fields.push(fieldOf(label, attribute, shown));
      keys.push(`${numbers}=${shown.trim().replace(/\s+/g, ' ').toLowerCase()}`);
    }
    keys.push('');
  }
  const said = fields.map((field) => `${field.name}=${field.value}`).join(', ');
  const octets = found.whole.subarray(found.from, found.to);
  const key = JSON.stringify(keys);
  return { value: { text: said, key, commonName, octets }, field: fieldOf(name, found, said, fields) };
}

/** An upper bound of X.520, in characters (RFC 5280 §A.1: ub-common-name). */
export const MOST_COMMON_NAME = 64;

/** A Name of one attribute CN as it is encoded; empty for a value that is empty or too long (RFC 5280 §4.1.2.6 allows it). */
export function nameOctets(commonName: string): Uint8Array {
  if (commonName === '' || commonName.length > MOST_COMMON_NAME) return sequence();
  return sequence(der(TAG.set, sequence(oid(oidOf(ATTRIBUTES, 'CN')), text(TAG.utf8, commonName))));
}
