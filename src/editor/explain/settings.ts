import { SWITCHES, rolesOf } from '../../check';
import { type Trace, written } from '../../trace';
import type { Config } from '../../tcp';
import type { HostInfo } from '../../sim';
import type { Say } from '../../words/words';
import { suitesText } from './sealed';

function onOff(on: boolean | undefined): string {
  return on === true ? 'on' : 'off';
}

/** The value of a host's setting in the script's notation; undefined if it has none. */
function valueOf(config: Config, key: string): string | undefined {
  const flag = SWITCHES.get(key);
  if (flag !== undefined) return onOff(config[flag]);
  switch (key) {
    case 'isn':
      return config.isn === undefined ? undefined : String(config.isn);
    case 'mss':
      return String(config.mss);
    case 'window':
      return String(config.window);
    case 'mtu':
      return config.mtu === undefined ? undefined : String(config.mtu);
    case 'wscale':
      return config.wscale === undefined ? 'off' : String(config.wscale);
    case 'backlog':
      return config.backlog === undefined ? undefined : String(config.backlog);
    case 'dscp':
      return String(config.dscp);
    case 'security':
      return config.security === undefined ? undefined : String(config.security);
    case 'msl':
      return written(config.msl);
    case 'rto':
      return written(config.initialRto);
    case 'syn-retries':
      return String(config.synRetries);
    case 'delayed-ack':
      return config.delayedAck === 0 ? 'off' : written(config.delayedAck);
    case 'keepalive':
      return config.keepalive === undefined ? 'off' : written(config.keepalive.idle);
    case 'user-timeout':
      return config.userTimeout === undefined ? undefined : written(config.userTimeout);
    default:
      return undefined;
  }
}

function configOf(trace: Trace, host: string): Config | undefined {
  const roles = rolesOf(trace);
  return roles.configs[roles.hostByName.get(host) ?? -1];
}

/** The value of a setting of the layers above TCP in the script's notation; undefined where the host has none. */
function layerValueOf({ name, domain, tls }: HostInfo, key: string): string | undefined {
  switch (key) {
    case 'domain':
      return domain ?? name;
    case 'tls':
      return tls?.version ?? '1.3';
    case 'suites':
      return tls?.suites?.join('+');
    case 'alpn':
      return tls?.alpn?.join('+');
    case 'seed':
      return tls?.seed ?? name;
    case 'ems':
      return onOff(tls?.ems);
    case 'etm':
      return onOff(tls?.etm);
    case 'asks-certificate':
      return onOff(tls?.asksCertificate);
    default:
      return undefined;
  }
}

/** The explanation of a setting, and its value for this host. */
export function settingText(trace: Trace, host: string, key: string, say: Say): string[] {
  const config = configOf(trace, host);
  const info = trace.cast.hosts.find((h) => h.name === host);
  const value = (config && valueOf(config, key)) ?? (info && layerValueOf(info, key));
  return [
    `**${key}**`,
    say(`complete/setting/${key}`),
    ...(value === undefined ? [] : [say('explain/in-force', { host, value: `\`${value}\`` })]),
    ...(key === 'suites' && value !== undefined ? suitesText(value, say) : []),
  ];
}

/** The most important settings of a host on one line. */
export function settingsLine(trace: Trace, host: string): string[] {
  const config = configOf(trace, host);
  if (config === undefined) return [];
  const keys = ['mss', 'window', 'wscale', 'sack', 'timestamps', 'msl', 'delayed-ack'];
  return [keys.map((key) => `\`${key}=${valueOf(config, key) ?? ''}\``).join(' ')];
}
