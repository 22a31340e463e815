/** An encrypted message as its TLS record shows it: a header in clear, and encrypted octets. */
import { type FieldOf, type Message, known, sliced } from '../layers';
import type { Say } from '../words/words';
import { bytesText } from './moment';

interface FieldTree extends FieldOf {
  readonly fields?: readonly FieldTree[];
}

const HEAD = 5;
const TYPES: Readonly<Record<number, string>> = {
  20: 'change_cipher_spec',
  21: 'alert',
  22: 'handshake',
  23: 'application_data',
};
const VERSIONS: Readonly<Record<number, string>> = { 0x0301: 'TLS 1.0', 0x0302: 'TLS 1.1', 0x0303: 'TLS 1.2' };

/**
 * The records of an encrypted message, field by field; octets are counted from the message's beginning (RFC 5246
 * §6.2.3, RFC 8446 §5.2).
 */
export function recordFields(message: Message, say: Say): readonly FieldTree[] {
  const sealed = (begin: number, end: number): FieldOf =>
    field(say('message/record-sealed'), begin, end, bytesText(say, end - begin));
  const { from, to } = message;
  return (message.sealed?.message.parts ?? []).flatMap((part): FieldTree[] => {
    const begin = part.from - from;
    const end = Math.min(part.to, to) - from;
    // A message that begins inside a record has no record header of its own.
    if (begin < 0) return end > 0 ? [sealed(0, end)] : [];
    const head = known(sliced(part.octets, 0, HEAD));
    const record = field(say('message/record'), begin, end, bytesText(say, end - begin));
    if (head === undefined || end < begin + HEAD) return [record];
    const [type = 0, major = 0, minor = 0, high = 0, low = 0] = head;
    const version = major * 256 + minor;
    const length = high * 256 + low;
    const inside = [
      field('type', begin, begin + 1, `${TYPES[type] ?? ''} (${type})`.trim()),
      field(
        'version',
        begin + 1,
        begin + 3,
        `${VERSIONS[version] ?? ''} (0x${version.toString(16).padStart(4, '0')})`.trim(),
      ),
      field('length', begin + 3, begin + HEAD, String(length)),
      sealed(begin + HEAD, end),
    ];
    return [{ ...record, fields: inside }];
  });
}

function field(name: string, from: number, to: number, value: string): FieldOf {
  return { name, from, to, value };
}
