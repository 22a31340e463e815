/** Settings of a host line for the layers above TCP. */
import type { TlsSettings } from '../../layers';
import type { HostStatement } from '../../script';
import type { HostInfo } from '../../sim';

const TLS_SETTINGS: readonly string[] = ['tls', 'suites', 'alpn', 'seed', 'ems', 'etm', 'asks-certificate'];

/** The host's name to its clients, and its settings of TLS; each absent where the line has none. */
export function layerSettingsOf(host: HostStatement | undefined): Pick<HostInfo, 'domain' | 'tls'> {
  const written = new Map(host?.settings.map(({ key, value }) => [key.text, value]));
  const text = (key: string): string | undefined => {
    const value = written.get(key);
    return value !== undefined && 'text' in value ? value.text : undefined;
  };
  const domain = text('domain');
  const isTls = TLS_SETTINGS.some((key) => written.has(key));
  return { ...(domain === undefined ? {} : { domain }), ...(isTls ? { tls: tlsSettings(text, written) } : {}) };
}

function tlsSettings(text: (key: string) => string | undefined, written: ReadonlyMap<string, unknown>): TlsSettings {
  const isOn = (key: string): boolean => written.has(key) && text(key) !== 'off';
  const version = text('tls');
  return {
    version: version === '1.2' || version === '1.3' ? version : undefined,
    suites: text('suites')?.split('+'),
    alpn: text('alpn')?.split('+'),
    seed: text('seed'),
    ems: isOn('ems'),
    etm: isOn('etm'),
    asksCertificate: isOn('asks-certificate'),
  };
}
