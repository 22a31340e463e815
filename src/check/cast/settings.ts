import { seq } from '../../wire';
import type { HostStatement, Setting } from '../../script';
import { type Config, DEFAULT_PROFILE, LEAST_MTU, PROFILES, type Variant, keepaliveOf } from '../../tcp';
import { MAX_BACKLOG } from '../../sim';
import { microsOf } from '../../trace';

const VARIANTS: readonly Variant[] = [
  'two-way-handshake',
  'no-time-wait',
  'three-way-close',
  'predictable-isn',
  'tahoe',
];

export function isVariant(name: string): name is Variant {
  return VARIANTS.some((v) => v === name);
}

/** A value of a configuration that is on or off. */
type Switch = { [K in keyof Config]: Config[K] extends boolean ? K : never }[keyof Config];

/** Settings that are on or off, by their names in the language. */
export const SWITCHES: ReadonlyMap<string, Switch> = new Map([
  ['sack', 'sack'],
  ['timestamps', 'timestamps'],
  ['ecn', 'ecn'],
  ['fastopen', 'fastopen'],
  ['half-duplex', 'halfDuplex'],
  ['nagle', 'nagle'],
  ['rfc1337', 'rfc1337'],
  ['tw-reuse', 'twReuse'],
  ['syn-cookies', 'synCookies'],
  ['abort-on-overflow', 'abortOnOverflow'],
  ['defer-accept', 'deferAccept'],
  ['reuseaddr', 'reuseAddress'],
]);

/** The configuration of a host: the settings of its `host` line over those of the flow's profile. */
export function configOf(host: HostStatement | undefined, profile: string, variants: ReadonlySet<Variant>): Config {
  const config: { -readonly [K in keyof Config]: Config[K] } = {
    ...(PROFILES.get(profile) ?? DEFAULT_PROFILE),
    variants,
  };
  const settings = host?.settings ?? [];
  const lifetime = settings.find((s) => s.key.text === 'msl');
  // The MSL comes first, as other settings may be given in it.
  if (lifetime !== undefined) config.msl = settingNumber(lifetime, config.msl);
  for (const setting of settings) {
    const value = settingNumber(setting, config.msl);
    const flag = SWITCHES.get(setting.key.text);
    if (flag !== undefined) config[flag] = value !== 0;
    switch (setting.key.text) {
      case 'isn':
        config.isn = seq(value);
        break;
      case 'mss':
        config.mss = Math.min(65535, value);
        break;
      case 'window':
        config.window = Math.min(0x3fff_ffff, value);
        break;
      case 'wscale':
        config.wscale = isSwitchedOff(setting) ? undefined : Math.min(255, value);
        break;
      case 'dscp':
        config.dscp = Math.min(63, value);
        break;
      case 'security':
        config.security = Math.min(65535, value);
        break;
      case 'backlog':
        config.backlog = Math.min(MAX_BACKLOG, value);
        break;
      case 'mtu':
        config.mtu = Math.min(65535, Math.max(LEAST_MTU, value));
        break;
      case 'user-timeout':
        config.userTimeout = value;
        break;
      case 'rto':
        config.initialRto = value;
        break;
      case 'syn-retries':
        config.synRetries = value;
        break;
      case 'delayed-ack':
        config.delayedAck = isSwitchedOff(setting) ? 0 : value === 1 ? config.delayedAck : value;
        break;
      case 'keepalive':
        config.keepalive = isSwitchedOff(setting) ? undefined : keepaliveOf(profile, value === 1 ? undefined : value);
        break;
      default:
        break;
    }
  }
  if (config.mtu !== undefined && !settings.some((s) => s.key.text === 'mss'))
    config.mss = Math.min(config.mss, Math.max(0, config.mtu - headersOf(host)));
  return config;
}

/** Bytes of IP and TCP header without options: the difference between MTU and MSS (RFC 9293 §3.7.1). */
function headersOf(host: HostStatement | undefined): number {
  return host?.address?.text.includes(':') === true ? 60 : 40;
}

function isSwitchedOff(setting: Setting): boolean {
  return setting.value !== undefined && 'text' in setting.value && setting.value.text === 'off';
}

/** The value of a setting: a number, a duration in microseconds, or 1 and 0 for on and off. `wscale` alone stands for 7. */
function settingNumber(setting: Setting, msl: number): number {
  const { value } = setting;
  if (value === undefined) return setting.key.text === 'wscale' ? 7 : 1;
  if ('text' in value) return value.text === 'off' ? 0 : 1;
  if ('unit' in value) return microsOf(value, msl);
  return value.value;
}
