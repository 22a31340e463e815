/** Key logs: the lines that NSS and others write for SSLKEYLOGFILE (draft-ietf-tls-keylogfile), both ways. */
import { toHex } from '../../wire';
import { bytesOfHex } from './cursor';
import { type TlsEnd, is13 } from './end';
import type { SecretName } from './names';

/** Values by label and client random, `LABEL HEX`; of RSA lines by the first eight octets of the encrypted secret. */
export type KeyLog = ReadonlyMap<string, Uint8Array>;

const LABELS = {
  CLIENT_RANDOM: 'master-secret',
  CLIENT_HANDSHAKE_TRAFFIC_SECRET: 'client-handshake-traffic-secret',
  SERVER_HANDSHAKE_TRAFFIC_SECRET: 'server-handshake-traffic-secret',
  CLIENT_TRAFFIC_SECRET_0: 'client-traffic-secret',
  SERVER_TRAFFIC_SECRET_0: 'server-traffic-secret',
  EXPORTER_SECRET: 'exporter-secret',
} as const satisfies Readonly<Record<string, SecretName>>;
export type KeyLogLabel = keyof typeof LABELS | 'RSA';

/** The octets of an RSA line's second word: the beginning of the encrypted pre-master secret. */
const RSA_HEAD = 8;

/** One line; undefined where it is none: a comment, an empty line, a label that is not known. */
export function readKeyLogLine(line: string): { readonly key: string; readonly value: Uint8Array } | undefined {
  const [label = '', id = '', value = ''] = line.trim().split(/\s+/);
  if (!(label in LABELS) && label !== 'RSA') return undefined;
  const [first, second] = [bytesOfHex(id), bytesOfHex(value)];
  if (first?.length !== (label === 'RSA' ? RSA_HEAD : 32) || second === undefined || second.length === 0)
    return undefined;
  return { key: `${label} ${id.toLowerCase()}`, value: second };
}

export function readKeyLog(text: string): KeyLog {
  return new Map(
    text.split('\n').flatMap((line) => {
      const read = readKeyLogLine(line);
      return read === undefined ? [] : [[read.key, read.value] as const];
    }),
  );
}

/** A value of the key log, for this connection. */
export function logged(s: TlsEnd, label: KeyLogLabel, id?: Uint8Array): Uint8Array | undefined {
  const by = label === 'RSA' ? id?.subarray(0, RSA_HEAD) : s.hello?.random;
  return by === undefined ? undefined : s.setup.keylog?.get(`${label} ${toHex(by)}`);
}

/** The lines of a connection, as far as the side knows its secrets, in the order in which they came. */
export function keyLogLines(s: TlsEnd): readonly string[] {
  const random = s.hello?.random;
  if (random === undefined) return [];
  const lines: string[] = [];
  for (const label of Object.keys(LABELS) as (keyof typeof LABELS)[]) {
    if ((label === 'CLIENT_RANDOM') === is13(s)) continue;
    const known = s.known.find((k) => k.secret === LABELS[label]);
    if (known !== undefined) lines.push(`${label} ${toHex(random)} ${toHex(known.value)}`);
  }
  const { exchanged, premaster, suite } = s;
  if (exchanged !== undefined && premaster !== undefined && suite?.kx === 'RSA')
    lines.push(`RSA ${toHex(exchanged.subarray(0, RSA_HEAD))} ${toHex(premaster)}`);
  return lines;
}
