/** Extensions (RFC 8446 §4.2; RFC 6066, 5746, 7301, 7627, 7366, 5077), both ways. */
import { joined, toHex } from '../../wire';
import { type Cursor, uint, vec } from './cursor';
import { EXTENSION, extensionName, groupName, schemeName, versionName } from './names';

/** The message in which an extension stands: its form depends on that. */
export type Place =
  | 'ClientHello'
  | 'ServerHello'
  | 'HelloRetryRequest'
  | 'EncryptedExtensions'
  | 'Certificate'
  | 'CertificateRequest'
  | 'NewSessionTicket';

/** A public key of a group (RFC 8446 §4.2.8). */
export interface Share {
  readonly group: number;
  readonly key: Uint8Array;
}

/** A pre-shared key that a client offers (RFC 8446 §4.2.11). */
export interface Identity {
  readonly identity: Uint8Array;
  /** obfuscated_ticket_age. */
  readonly age: number;
}

/** The content of an extension, as far as it is read. */
export interface ExtensionValue {
  /** server_name, ALPN. */
  readonly names?: readonly string[];
  /** Versions, groups, signature schemes, modes: the first is the one chosen where one is. */
  readonly numbers?: readonly number[];
  readonly shares?: readonly Share[];
  readonly identities?: readonly Identity[];
  readonly binders?: readonly Uint8Array[];
  /** The beginning of the list of binders, in octets of the message. */
  readonly bindersAt?: number;
  /** Of a cookie, of a ticket, of renegotiation_info. */
  readonly octets?: Uint8Array;
}

export interface Extension extends ExtensionValue {
  readonly type: number;
  readonly from: number;
  readonly to: number;
  readonly data: Uint8Array;
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 255));
}

type Reader = (c: Cursor, place: Place) => ExtensionValue;

const numbersOf =
  (length: number, name: string, item: string, shown: (n: number) => string, size = 2): Reader =>
  (c) => ({ numbers: c.vector(length, name, (v) => v.list((i) => i.number(size, item, shown)), size) ?? [] });

function shareOf(c: Cursor): Share {
  return c.part('KeyShareEntry', (e) => ({
    group: e.number(2, 'group', groupName),
    key: e.opaque(2, 'key_exchange', 1),
  }));
}

/** Those that are read; all others are octets. */
const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [
    EXTENSION.server_name,
    (c) => {
      // A server that used the name says so by an empty one (RFC 6066 §3).
      if (c.left === 0) return { names: [] };
      const names = c.vector(2, 'server_name_list', (v) =>
        v.list((e) => {
          e.number(1, 'name_type', (n) => (n === 0 ? 'host_name' : String(n)));
          const at = e.fields.length;
          const name = textOf(e.opaque(2, 'host_name', 1));
          const field = e.fields[at];
          if (field !== undefined) e.fields[at] = { ...field, value: name };
          return name;
        }),
      );
      return { names: names ?? [] };
    },
  ],
  [EXTENSION.supported_groups, numbersOf(2, 'named_group_list', 'group', groupName)],
  [
    EXTENSION.ec_point_formats,
    numbersOf(1, 'ec_point_format_list', 'format', (n) => (n === 0 ? 'uncompressed' : String(n)), 1),
  ],
  [EXTENSION.signature_algorithms, numbersOf(2, 'supported_signature_algorithms', 'scheme', schemeName)],
  [EXTENSION.signature_algorithms_cert, numbersOf(2, 'supported_signature_algorithms', 'scheme', schemeName)],
  [
    EXTENSION.application_layer_protocol_negotiation,
    (c) => {
      const names = c.vector(2, 'protocol_name_list', (v) =>
        v.list((e) => {
          const at = e.fields.length;
          const name = textOf(e.opaque(1, 'protocol', 1));
          const field = e.fields[at];
          if (field !== undefined) e.fields[at] = { ...field, value: name };
          return name;
        }),
      );
      return { names: names ?? [] };
    },
  ],
  [EXTENSION.extended_master_secret, () => ({})],
  [EXTENSION.encrypt_then_mac, () => ({})],
  [EXTENSION.renegotiation_info, (c) => ({ octets: c.opaque(1, 'renegotiated_connection') })],
  [EXTENSION.session_ticket, (c) => ({ octets: c.rest('ticket') })],
  [
    EXTENSION.psk_key_exchange_modes,
    numbersOf(1, 'ke_modes', 'mode', (n) => (n === 1 ? 'psk_dhe_ke' : n === 0 ? 'psk_ke' : String(n)), 1),
  ],
  [
    EXTENSION.supported_versions,
    (c, place) =>
      place === 'ClientHello'
        ? numbersOf(1, 'versions', 'version', versionName)(c, place)
        : { numbers: [c.number(2, 'selected_version', versionName)] },
  ],
  [EXTENSION.cookie, (c) => ({ octets: c.opaque(2, 'cookie', 1) })],
  [
    EXTENSION.key_share,
    (c, place) => {
      if (place === 'HelloRetryRequest') return { numbers: [c.number(2, 'selected_group', groupName)] };
      if (place === 'ServerHello') return { shares: [shareOf(c)] };
      return { shares: c.vector(2, 'client_shares', (v) => v.list(shareOf)) ?? [] };
    },
  ],
  [
    EXTENSION.pre_shared_key,
    (c, place) => {
      if (place !== 'ClientHello') return { numbers: [c.number(2, 'selected_identity')] };
      const identities = c.vector(2, 'identities', (v) =>
        v.list((e) =>
          e.part('PskIdentity', (p) => ({
            identity: p.opaque(2, 'identity', 1),
            age: p.number(4, 'obfuscated_ticket_age'),
          })),
        ),
      );
      const bindersAt = c.at;
      const binders = c.vector(2, 'binders', (v) => v.list((e) => e.opaque(1, 'binder', 32)));
      return { identities: identities ?? [], binders: binders ?? [], bindersAt };
    },
  ],
]);

/** Elsewhere these have no form at all. */
const ONLY_IN_HELLOS: readonly number[] = [
  EXTENSION.key_share,
  EXTENSION.pre_shared_key,
  EXTENSION.supported_versions,
  EXTENSION.cookie,
];
const HELLOS: readonly Place[] = ['ClientHello', 'ServerHello', 'HelloRetryRequest'];

/** The vector of extensions. */
export function readExtensions(c: Cursor, place: Place): readonly Extension[] {
  const all = c.vector(2, 'extensions', (v) => v.list((e) => readExtension(e, place)));
  return all ?? [];
}

function readExtension(c: Cursor, place: Place): Extension {
  const from = c.at;
  const index = c.fields.length;
  const read = c.part('extension', (e) => {
    const type = e.number(2, 'extension_type', extensionName);
    let data: Uint8Array = new Uint8Array();
    const value = e.vector(2, 'extension_data', (v) => {
      data = v.bytes.subarray(v.at, v.end);
      const reader = ONLY_IN_HELLOS.includes(type) && !HELLOS.includes(place) ? undefined : READERS.get(type);
      if (reader !== undefined) return reader(v, place);
      v.rest('data');
      return {};
    });
    return { type, data, value: value ?? {} };
  });
  const field = c.fields[index];
  if (field !== undefined) c.fields[index] = { ...field, name: extensionName(read.type), value: shownOf(read.value) };
  return { ...read.value, type: read.type, data: read.data, from, to: c.at };
}

function shownOf({ names, octets, shares }: ExtensionValue): string {
  if (names !== undefined) return names.join(', ');
  if (shares !== undefined) return shares.map((s) => groupName(s.group)).join(', ');
  return octets === undefined || octets.length > 32 ? '' : toHex(octets);
}

export function extensionIn(
  extensions: readonly Extension[] | undefined,
  name: keyof typeof EXTENSION,
): Extension | undefined {
  return extensions?.find((e) => e.type === EXTENSION[name]);
}

/** An extension as it is written. */
export interface WrittenExtension {
  readonly type: number;
  readonly data: Uint8Array;
}

function written(name: keyof typeof EXTENSION, ...data: readonly Uint8Array[]): WrittenExtension {
  return { type: EXTENSION[name], data: joined(...data) };
}

export function extensionsOctets(extensions: readonly WrittenExtension[]): Uint8Array {
  return vec(2, ...extensions.map(({ type, data }) => joined(uint(2, type), vec(2, data))));
}

const latin = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff);
const u16s = (numbers: readonly number[]): Uint8Array => joined(...numbers.map((n) => uint(2, n)));
const entry = ({ group, key }: Share): Uint8Array => joined(uint(2, group), vec(2, key));

/** The extensions that a side writes. */
export const write = {
  serverName: (name: string) => written('server_name', vec(2, uint(1, 0), vec(2, latin(name)))),
  serverNameUsed: () => written('server_name'),
  groups: (groups: readonly number[]) => written('supported_groups', vec(2, u16s(groups))),
  pointFormats: () => written('ec_point_formats', vec(1, uint(1, 0))),
  schemes: (schemes: readonly number[]) => written('signature_algorithms', vec(2, u16s(schemes))),
  alpn: (names: readonly string[]) =>
    written('application_layer_protocol_negotiation', vec(2, ...names.map((n) => vec(1, latin(n))))),
  ems: () => written('extended_master_secret'),
  etm: () => written('encrypt_then_mac'),
  renegotiation: () => written('renegotiation_info', vec(1)),
  ticket: (ticket: Uint8Array) => written('session_ticket', ticket),
  versions: (versions: readonly number[]) => written('supported_versions', vec(1, u16s(versions))),
  version: (version: number) => written('supported_versions', uint(2, version)),
  shares: (shares: readonly Share[]) => written('key_share', vec(2, ...shares.map(entry))),
  share: (share: Share) => written('key_share', entry(share)),
  selectedGroup: (group: number) => written('key_share', uint(2, group)),
  cookie: (cookie: Uint8Array) => written('cookie', vec(2, cookie)),
  pskModes: () => written('psk_key_exchange_modes', vec(1, uint(1, 1))),
  psk: (identities: readonly Identity[], binders: readonly Uint8Array[]) =>
    written(
      'pre_shared_key',
      vec(2, ...identities.map(({ identity, age }) => joined(vec(2, identity), uint(4, age)))),
      vec(2, ...binders.map((b) => vec(1, b))),
    ),
  selectedPsk: (index: number) => written('pre_shared_key', uint(2, index)),
} as const;
