/** What a host line says of the layers above TCP. */
import type { TlsSettings } from '../../layers';
import type { HostStatement } from '../../script';
import type { HostInfo } from '../../sim';

/** Settings of TLS of a host line. */
export function tlsOf(host: HostStatement | undefined): Pick<HostInfo, 'tls'> {
  const text = (key: string): string | undefined => {
    const value = host?.settings.find((s) => s.key.text === key)?.value;
    return value !== undefined && 'text' in value ? value.text : undefined;
  };
  const isOn = (key: string): boolean =>
    host?.settings.some(
      (s) => s.key.text === key && !(s.value !== undefined && 'text' in s.value && s.value.text === 'off'),
    ) === true;
  const version = text('tls');
  const tls: TlsSettings = {
    ...(version === '1.2' || version === '1.3' ? { version } : {}),
    ...listOf('suites', text('suites')),
    ...listOf('alpn', text('alpn')),
    ...(text('seed') === undefined ? {} : { seed: text('seed') ?? '' }),
    ...(isOn('ems') ? { ems: true } : {}),
    ...(isOn('etm') ? { etm: true } : {}),
    ...(isOn('asks-certificate') ? { asksCertificate: true } : {}),
  };
  return Object.keys(tls).length === 0 ? {} : { tls };
}

function listOf<K extends string>(key: K, text: string | undefined): Partial<Record<K, readonly string[]>> {
  return text === undefined ? {} : ({ [key]: text.split('+') } as unknown as Partial<Record<K, readonly string[]>>);
}

/** `domain=` of a host line. */
export function domainOf(host: HostStatement | undefined): Pick<HostInfo, 'domain'> {
  const value = host?.settings.find((s) => s.key.text === 'domain')?.value;
  return value !== undefined && 'text' in value ? { domain: value.text } : {};
}
