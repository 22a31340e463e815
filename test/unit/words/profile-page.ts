import { type Config, PROFILES, SECOND, keepaliveOf } from '../../../src/tcp';
import { sayIn } from '../../../src/words/words';

/** A row of the page: name, the setting of a `host` line that overrides the value, and its format. */
interface Row {
  readonly en: string;
  readonly zh: string;
  readonly setting?: string;
  readonly source: string;
  readonly kind: 'bytes' | 'count' | 'shift' | 'switch' | 'time' | 'keepalive' | 'icmp' | 'timeWaitSyn';
  /** The meaning of an absent value; "off" if not given. */
  readonly none?: 'never' | 'bySize' | 'unlimited';
}

/** The row of each value of a profile; undefined for values that only a `host` line or a variant sets. */
const ROWS: Readonly<Record<keyof Config, Row | undefined>> = {
  mss: { en: 'MSS', zh: 'MSS', setting: 'mss', source: 'RFC 9293 §3.7.1', kind: 'bytes' },
  window: { en: 'Receive buffer', zh: '接收缓冲区', setting: 'window', source: 'RFC 9293 §3.8.6', kind: 'bytes' },
  wscale: { en: 'Window scale', zh: '窗口扩大', setting: 'wscale', source: 'RFC 7323 §2', kind: 'shift' },
  sack: { en: 'SACK', zh: 'SACK', setting: 'sack', source: 'RFC 2018', kind: 'switch' },
  timestamps: { en: 'Timestamps', zh: '时间戳', setting: 'timestamps', source: 'RFC 7323 §3', kind: 'switch' },
  ecn: { en: 'ECN', zh: 'ECN', setting: 'ecn', source: 'RFC 3168', kind: 'switch' },
  fastopen: { en: 'TCP Fast Open', zh: 'TCP 快速打开（TFO）', setting: 'fastopen', source: 'RFC 7413', kind: 'switch' },
  msl: {
    en: 'MSL (TIME-WAIT is twice as long)',
    zh: 'MSL（TIME-WAIT 为其两倍）',
    setting: 'msl',
    source: 'RFC 9293 §3.4.2',
    kind: 'time',
  },
  challengeAcks: { en: 'Challenge ACKs', zh: '挑战 ACK', source: 'RFC 5961', kind: 'switch' },
  halfDuplex: {
    en: 'CLOSE ends reading too',
    zh: 'CLOSE 也结束接收',
    setting: 'half-duplex',
    source: 'RFC 9293 §3.6.1',
    kind: 'switch',
  },
  resetsHalfOpen: {
    en: 'A SYN in SYN-RECEIVED is answered by RST',
    zh: 'SYN-RECEIVED 中的 SYN 以 RST 应答',
    source: 'RFC 9293 §3.10.7.4',
    kind: 'switch',
  },
  dropsUnstamped: {
    en: 'A segment without the agreed timestamps is dropped',
    zh: '丢弃缺少已协商时间戳的报文段',
    source: 'RFC 7323 §3.2',
    kind: 'switch',
  },
  timeWaitSyn: {
    en: 'A SYN that reaches TIME-WAIT',
    zh: '到达 TIME-WAIT 的 SYN',
    source: 'RFC 9293 §3.6.1, §3.10.7.4; RFC 6191 §2',
    kind: 'timeWaitSyn',
  },
  pawsTicks: {
    en: 'Ticks below TS.Recent that PAWS lets pass',
    zh: 'PAWS 容许的低于 TS.Recent 的时钟滴答数',
    source: 'RFC 7323 §5.3',
    kind: 'count',
  },
  replyInterval: {
    en: 'Unacceptable segments without data are answered at most every',
    zh: '对不带数据的不可接受报文段，应答的最小间隔',
    source: 'RFC 5961 §7',
    kind: 'time',
    none: 'unlimited',
  },
  rfc1337: {
    en: 'TIME-WAIT ignores RST',
    zh: 'TIME-WAIT 忽略 RST',
    setting: 'rfc1337',
    source: 'RFC 1337',
    kind: 'switch',
  },
  twReuse: {
    en: 'A port in TIME-WAIT may be connected from after 1 s, by timestamps',
    zh: '处于 TIME-WAIT 的端口 1 秒后可凭时间戳再次用于连接',
    setting: 'tw-reuse',
    source: 'RFC 6191',
    kind: 'switch',
  },
  backlog: {
    en: 'Room for half-open connections, and for complete ones not accepted',
    zh: '半连接、已完成而未接受的连接各自的容量',
    setting: 'backlog',
    source: 'RFC 9293 §3.9.1.1',
    kind: 'count',
    none: 'unlimited',
  },
  synCookies: {
    en: 'A SYN without room is answered by a SYN cookie',
    zh: '没有位置时以 SYN cookie 应答 SYN',
    setting: 'syn-cookies',
    source: 'RFC 4987 §3.6',
    kind: 'switch',
  },
  abortOnOverflow: {
    en: 'A handshake that ends without room is reset',
    zh: '握手完成时没有位置则重置',
    setting: 'abort-on-overflow',
    source: '',
    kind: 'switch',
  },
  deferAccept: {
    en: 'A connection is complete with its first data',
    zh: '有数据到达，连接才算完成',
    setting: 'defer-accept',
    source: '',
    kind: 'switch',
  },
  reuseAddress: {
    en: 'bind() succeeds beside connections of the port',
    zh: '端口上还有连接时 bind() 也成功',
    setting: 'reuseaddr',
    source: '',
    kind: 'switch',
  },
  initialRto: { en: 'First RTO', zh: '最初的 RTO', setting: 'rto', source: 'RFC 6298 §2.1', kind: 'time' },
  minRto: { en: 'Least RTO', zh: '最小的 RTO', source: 'RFC 6298 §2.4', kind: 'time' },
  rtoMargin: {
    en: 'The RTO lies above the round trip by at least',
    zh: 'RTO 至少高出往返时间',
    source: 'RFC 6298 §2.3',
    kind: 'time',
  },
  maxRto: { en: 'Greatest RTO', zh: '最大的 RTO', source: 'RFC 6298 §2.5', kind: 'time' },
  delayedAck: {
    en: 'An ACK is delayed by',
    zh: 'ACK 的延迟',
    setting: 'delayed-ack',
    source: 'RFC 9293 §3.8.6.3',
    kind: 'time',
  },
  synRetries: {
    en: 'A SYN is sent again',
    zh: 'SYN 的重发次数',
    setting: 'syn-retries',
    source: 'RFC 9293 §3.8.3',
    kind: 'count',
  },
  linearSyns: { en: 'Of these, without backoff', zh: '其中不加倍的次数', source: '', kind: 'count' },
  synAckRetries: { en: 'A SYN,ACK is sent again', zh: 'SYN,ACK 的重发次数', source: 'RFC 9293 §3.8.3', kind: 'count' },
  dataRetries: { en: 'Data is sent again', zh: '数据的重发次数', source: 'RFC 9293 §3.8.3', kind: 'count' },
  finWait2: { en: 'FIN-WAIT-2 ends after', zh: 'FIN-WAIT-2 的时限', source: '', kind: 'time', none: 'never' },
  userTimeout: {
    en: 'User timeout',
    zh: '用户超时',
    setting: 'user-timeout',
    source: 'RFC 9293 §3.9.1',
    kind: 'time',
    none: 'never',
  },
  keepalive: {
    en: 'Keepalive; where it is on',
    zh: '保活；打开时',
    setting: 'keepalive',
    source: 'RFC 9293 §3.8.4',
    kind: 'keepalive',
  },
  icmp: {
    en: 'ICMP errors that end a connection',
    zh: '终结连接的 ICMP 差错',
    source: 'RFC 9293 §3.9.2.2',
    kind: 'icmp',
  },
  initialSegments: {
    en: 'Initial congestion window, segments',
    zh: '初始拥塞窗口（报文段数）',
    source: 'RFC 5681 §3.1; RFC 6928',
    kind: 'count',
    none: 'bySize',
  },
  nagle: { en: "Nagle's algorithm", zh: 'Nagle 算法', setting: 'nagle', source: 'RFC 9293 §3.7.4', kind: 'switch' },
  minshall: {
    en: 'It holds back behind small segments only',
    zh: '仅在已有小报文段未确认时推迟',
    source: '',
    kind: 'switch',
  },
  halfWindow: {
    en: 'A segment takes at most half of the window',
    zh: '报文段至多占窗口的一半',
    source: '',
    kind: 'switch',
  },
  rackTlp: {
    en: 'Losses told by time, and tail loss probes (RACK-TLP)',
    zh: '按时间判断丢失与尾部丢失探测（RACK-TLP）',
    source: 'RFC 8985',
    kind: 'switch',
  },
  quickAcks: { en: 'ACKs at once when data begins', zh: '数据开始时立即发送的 ACK 数', source: '', kind: 'count' },
  keepaliveResets: {
    en: 'Keepalive that gives up sends RST',
    zh: '保活放弃时发送 RST',
    source: 'RFC 9293 §3.8.4',
    kind: 'switch',
  },
  tunesBuffer: {
    en: 'The receive buffer grows as data comes',
    zh: '接收缓冲区随数据到来而增大',
    source: 'RFC 9293 §3.8.6.2.2',
    kind: 'switch',
  },
  abortAcks: {
    en: "An abort's RST carries ACK",
    zh: '中止时的 RST 带 ACK',
    source: 'RFC 9293 §3.10.5',
    kind: 'switch',
  },
  emptyProbes: {
    en: 'Window probes carry no data',
    zh: '窗口探测不带数据',
    source: 'RFC 9293 §3.8.6.1',
    kind: 'switch',
  },
  isn: undefined,
  dscp: undefined,
  security: undefined,
  mtu: undefined,
  variants: undefined,
};

const TEXTS = {
  en: {
    title: 'Profiles',
    intro:
      'A profile says which TCP the endpoints of a flow are: `profile linux` at its beginning. Without one they follow RFC 9293. The values below are taken from the checker itself; a setting on a `host` line goes before them.',
    value: 'What',
    setting: 'Setting of `host`',
    source: 'Source',
    on: 'on',
    off: 'off',
    never: 'never',
    bySize: '2 to 4, by MSS',
    unlimited: 'no limit',
    timeWaitSyn: {
      rfc6191: 'new by timestamp or number: SYN,ACK; else a challenge ACK',
      linux: 'new by timestamp or number, at a listener: SYN,ACK; else a challenge ACK',
      freebsd: 'new by number: SYN,ACK, or RST without a listener; else silence',
      rfc793: 'in the window: RST; else an ACK',
    },
    keepalive: 'off; {idle} idle, then {count} probes {interval} apart',
    icmp: {
      standard: 'hard ones',
      linux: 'while it opens, soft ones too',
      freebsd: 'hard ones, in SYN-SENT',
    },
    bytes: '{n} bytes',
    shift: '2^{n}',
    bold: 'Bold values differ from those of RFC 9293.',
  },
  'zh-cn': {
    title: '配置',
    intro:
      '配置说明流程的端点是哪一种 TCP：在流程开头写 `profile linux`。没有写时按 RFC 9293。下面的值取自检查器本身；`host` 行上的设置优先。',
    value: '内容',
    setting: '`host` 的设置',
    source: '出处',
    on: '开',
    off: '关',
    never: '无',
    bySize: '2 至 4，依 MSS 而定',
    unlimited: '不限',
    timeWaitSyn: {
      rfc6191: '时间戳或序号表明是新的：SYN,ACK；否则挑战 ACK',
      linux: '时间戳或序号表明是新的，且有监听者：SYN,ACK；否则挑战 ACK',
      freebsd: '序号表明是新的：SYN,ACK，没有监听者则 RST；否则不应答',
      rfc793: '在窗口之内：RST；否则 ACK',
    },
    keepalive: '关；空闲 {idle} 后发送 {count} 个探测，间隔 {interval}',
    icmp: { standard: '硬差错', linux: '打开期间的差错，包括软差错', freebsd: 'SYN-SENT 中的硬差错' },
    bytes: '{n} 字节',
    shift: '2^{n}',
    bold: '粗体的值与 RFC 9293 不同。',
  },
} as const;

type Language = keyof typeof TEXTS;

/** Microseconds in the largest unit that leaves a whole number: `2 min`, `200 ms`. */
function duration(micros: number): string {
  const units: readonly (readonly [number, string])[] = [
    [3600 * SECOND, 'h'],
    [60 * SECOND, 'min'],
    [SECOND, 's'],
    [SECOND / 1000, 'ms'],
  ];
  const [size, unit] = units.find(([u]) => micros >= u && micros % u === 0) ?? [1, 'µs'];
  return `${micros / size} ${unit}`;
}

function shown(profile: string, config: Config, key: keyof Config, row: Row, language: Language): string {
  const t = TEXTS[language];
  const value = config[key];
  if (row.kind === 'keepalive') {
    const k = keepaliveOf(profile, undefined);
    return t.keepalive
      .replace('{idle}', duration(k.idle))
      .replace('{count}', String(k.count))
      .replace('{interval}', duration(k.interval));
  }
  if (row.kind === 'icmp') return t.icmp[config.icmp];
  if (row.kind === 'timeWaitSyn') return t.timeWaitSyn[config.timeWaitSyn];
  if (value === undefined || (value === 0 && row.none === 'unlimited'))
    return row.none === undefined ? t.off : t[row.none];
  if (typeof value === 'boolean') return value ? t.on : t.off;
  if (typeof value !== 'number') return '';
  if (row.kind === 'time') return duration(value);
  if (row.kind === 'bytes') return t.bytes.replace('{n}', String(value));
  return row.kind === 'shift' ? t.shift.replace('{n}', String(value)) : String(value);
}

/** The table of profiles as Markdown: media/docs/profiles.md and profiles.zh-cn.md. */
export function profilePage(language: Language): string {
  const t = TEXTS[language];
  const say = sayIn(language);
  const names = [...PROFILES.keys()];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = (Object.keys(ROWS) as (keyof Config)[]).flatMap((key) => {
    const row = ROWS[key];
    if (row === undefined) return [];
    const values = names.map((name) => {
      const config = PROFILES.get(name);
      return config === undefined ? '' : shown(name, config, key, row, language);
    });
    const cells = values.map((v) => (v === values[0] ? v : `**${v}**`));
    const setting = row.setting === undefined ? '' : `\`${row.setting}\``;
    return [line([language === 'en' ? row.en : row.zh, ...cells, setting, row.source])];
  });
  const head = [t.value, ...names.map((n) => `\`${n}\``), t.setting, t.source];
  const parts = [
    `# ${t.title}`,
    t.intro,
    names.map((n) => `- \`${n}\`${language === 'en' ? ': ' : '：'}${say(`profile/${n}`)}`).join('\n'),
    [line(head), line(head.map(() => '---')), ...rows].join('\n'),
    t.bold,
  ];
  return `${parts.join('\n\n')}\n`;
}
