import type { syntax as english } from '../en/syntax';
import type { Same } from '../table';

/** 对无法读懂的行，以及写法不规范但仍能读懂的行的说明。 */
export const syntax = {
  'syntax/binary': '这不是 UTF-8 文本，因此内容全部未读取。',
  'syntax/too-many-lines': '一个流程最多 {limit} 行；这一行及其后的行不再读取。',
  'syntax/line-too-long': '一行最多 {limit} 个字符；这一行未读取。',
  'syntax/control-character': '此处有控制字符（{code}），删除后才能读取这一行。',

  'syntax/misspelt': '这里不认识“{found}”，是不是想写“{right}”？',
  'syntax/unexpected': '语句到此之前已经完整，“{found}”不该出现在这里。',
  'syntax/duplicate-clause': '这一行已经写过 {name}，写一次即可。',
  'syntax/number-too-large': '这个数太大，无法计算；数必须小于 2^53。',
  'syntax/bad-number': '“{found}”不是数；请写十进制数字，或 0x 加十六进制数字。',
  'syntax/expression-too-long': '这个算式太长，最多 {limit} 项。',

  'syntax/expected-statement':
    '这里应为一条语句，例如“client -> server SYN”或“section "数据"”，或以“#”开头的注释，实际是“{found}”。',
  'syntax/missing-statement': '这里缺少一条语句，例如“client -> server SYN”。',
  'syntax/unknown-statement':
    '“{found}”不是关键字，其后也没有箭头或用户调用；请写报文段（“client -> server SYN”）、用户调用（“client close”）或关键字。',
  'syntax/expected-action':
    '{host} 之后应为箭头（->、-x、~>、=>）、用户调用（listen、connect、send、receive、close、abort）、icmp 或 forgets，实际是“{found}”。',
  'syntax/missing-action': '{host} 做什么？请写箭头（->、-x、~>、=>）和接收方，或写用户调用，例如“close”。',

  'syntax/expected-host': '这里应为主机名，实际是“{found}”。',
  'syntax/missing-host': '这里缺少主机名。',
  'syntax/hyphen-in-name': '名称由字母、数字和“_”组成，不能有“-”；请把“{found}”写成“{right}”。',
  'syntax/expected-name': '这里应为名称（以字母开头，后接字母、数字或“_”），实际是“{found}”。',
  'syntax/missing-name': '这里缺少名称。',
  'syntax/expected-port': '“:”之后应为端口号，实际是“{found}”。',
  'syntax/missing-port': '“:”之后缺少端口号。',
  'syntax/bad-port': '“{found}”不是端口号；端口号是 0 到 65535 的整数。',
  'syntax/side-in-arrow': '箭头已经写明了两端：请把“{found}”写成“{right}”。',
  'syntax/port-without-address': '端口号写在地址之后，例如“host server 10.0.0.2:80”。',
  'syntax/bad-address': '“{found}”不是 IPv4 或 IPv6 地址；请写成 10.0.0.1、10.0.0.1:80、::1 或 [::1]:80。',

  'syntax/expected-arrow': '这里应为箭头（-> 到达，-x 丢失，~> 仍在途中），实际是“{found}”。',
  'syntax/missing-arrow': '这里缺少箭头：-> 到达，-x 丢失，~> 仍在途中。',
  'syntax/wrong-arrow': '“{found}”不能用作箭头；请写“{right}”（-> 到达，-x 丢失，~> 仍在途中）。',
  'syntax/arrow-backwards': '发送方写在前面：不要用“{found}”，请写“{right}”。',

  'syntax/expected-clause':
    '这里应为标志、seq=、ack=、win=、urg=、len=、checksum=、doff=、reserved=、dscp=、id=、security=、ecn=、"载荷"、<选项>、resend、as、spoofing 或 violates，实际是“{found}”。',
  'syntax/unknown-clause':
    '“{found}”既不是标志，也不是报文段的子句；可写 seq=、ack=、win=、urg=、len=、checksum=、doff=、reserved=、dscp=、id=、security=、ecn=、"载荷"、<选项>、resend、as、spoofing 和 violates。',
  'syntax/expected-flag': '这里应为标志（SYN、ACK、FIN、RST、PSH、URG、ECE、CWR），实际是“{found}”。',
  'syntax/missing-flag': '这里缺少标志：SYN、ACK、FIN、RST、PSH、URG、ECE 或 CWR。',
  'syntax/expected-bracket': '标志列表应以“]”结束，实际是“{found}”。',
  'syntax/missing-bracket': '标志列表缺少结尾的“]”。',
  'syntax/flags-apart': '一个报文段的标志要写在一起；请把“{found}”移到其他标志旁边。',
  'syntax/flag-value': '写出标志名即表示置位；通常写作“SYN,ACK”。',
  'syntax/no-equals': '{key} 与它的值之间要写“=”。',
  'syntax/expected-value': '这里应为数或名称，实际是“{found}”。',
  'syntax/missing-value': '这里缺少值：数、名称，或 x+1 这样的算式。',
  'syntax/expected-number': '这里应为数，实际是“{found}”。',
  'syntax/missing-number': '这里缺少数。',
  'syntax/expected-parenthesis': '这里应为“)”，实际是“{found}”。',
  'syntax/missing-parenthesis': '缺少右括号“)”。',
  'syntax/expected-rule': '这里应为规则的标识，例如 tcp/ack-not-rcvnxt，实际是“{found}”。',
  'syntax/missing-rule': '这里缺少规则的标识，例如 tcp/ack-not-rcvnxt。',

  'syntax/expected-option': '这里应为选项（mss、wscale、sackok、ts、sack、fastopen、raw），实际是“{found}”。',
  'syntax/missing-option': '这里缺少选项（mss、wscale、sackok、ts、sack、fastopen、raw）或“>”。',
  'syntax/unknown-option': '“{found}”不是选项；选项有 mss、wscale、sackok、ts、sack、fastopen 和 raw。',
  'syntax/duplicate-option': '选项 {name} 已经写过；一个报文段只携带一次。',
  'syntax/expected-option-end': '这个选项之后应为“,”或“>”，实际是“{found}”。',
  'syntax/missing-option-end': '选项缺少结尾的“>”。',
  'syntax/expected-range': 'SACK 块的左右边界之间应为“..”，实际是“{found}”。',
  'syntax/missing-range': 'SACK 块缺少另一个边界；请写成 1001..2001 的形式。',
  'syntax/bad-cookie': '“{found}”不是 cookie；请写成对的十六进制数字。',
  'syntax/bad-bytes': '“{found}”不是字节串；请写成对的十六进制数字，例如 raw 020405b4。',
  'syntax/expected-bytes': '这里应为选项列表的字节（成对的十六进制数字），实际是“{found}”。',
  'syntax/missing-bytes': '这里缺少选项列表的字节，例如 raw 020405b4。',
  'syntax/expected-ecn': '这里应为 ect0、ect1 或 ce，实际是“{found}”。',
  'syntax/missing-ecn': '这里缺少 ECN 字段的值：ect0、ect1 或 ce。',
  'syntax/unknown-ecn': '“{found}”不是 ECN 字段的值；可写 ect0、ect1 和 ce。',

  'syntax/expected-string': '这里应为双引号中的文字，实际是“{found}”。',
  'syntax/missing-string': '这里缺少双引号中的文字。',
  'syntax/unclosed-string': '缺少结尾的双引号。',
  'syntax/bad-escape': '“{found}”不是转义；可用的转义有 \\r \\n \\t \\" \\\\ \\xHH 和 \\u{…}。',

  'syntax/expected-duration': '这里应为时长，例如 200ms、1.5s 或 2MSL，实际是“{found}”。',
  'syntax/missing-duration': '这里缺少时长，例如 200ms、1.5s 或 2MSL。',
  'syntax/missing-unit': '{found} 之后要紧跟单位：us、ms、s、min、h 或 MSL。',
  'syntax/unknown-unit': '“{found}”不是时间单位；时间单位有 us、ms、s、min、h 和 MSL。',

  'syntax/expected-timed':
    '时间之后应为报文段、消息（=>）、用户调用、ICMP 差错、deliver、drop 或 duplicate，实际是“{found}”。',
  'syntax/missing-timed': '此时发生什么？请写报文段、消息（=>）、用户调用、ICMP 差错、deliver、drop 或 duplicate。',

  'syntax/expected-icmp': '这里应为 ICMP 差错，例如 port-unreachable，实际是“{found}”。',
  'syntax/missing-icmp': '缺少 ICMP 差错；可写 port-unreachable、host-unreachable 等。',
  'syntax/unknown-icmp':
    '“{found}”不是 TCP 会收到的 ICMP 差错；可写 net-unreachable、host-unreachable、protocol-unreachable、port-unreachable、fragmentation-needed、source-route-failed、source-quench、time-exceeded 和 parameter-problem。',

  'syntax/expected-data': '这里应为字节数或双引号中的文字，实际是“{found}”。',
  'syntax/missing-data': '发送什么？请写字节数，或双引号中的文字。',
  'syntax/expected-count': '这里应为字节数，实际是“{found}”。',
  'syntax/missing-count': '这里缺少字节数。',

  'syntax/expected-state': '这里应为状态、“owes”，或 client.rcv.nxt 这样的变量，实际是“{found}”。',
  'syntax/missing-state': '这里缺少状态，例如 ESTABLISHED，或“owes ACK”。',
  'syntax/expected-fact': '这里应写该方的已知情况，例如 snd.nxt=1000 或 wscale=7，实际是“{found}”。',
  'syntax/missing-fact': '该方已知什么？请写例如 snd.nxt=1000 或 wscale=7。',
  'syntax/unknown-fact':
    '没有可给定的“{found}”；可写 snd.una、snd.nxt、snd.wnd、rcv.nxt、rcv.wnd、iss、irs、mss、wscale、sack、timestamps、ecn、rto 和 idle。',
  'syntax/unknown-state': '“{found}”不是 RFC 9293 的十一个状态之一。',
  'tcp/state-name': 'RFC 9293 中的名称是 {right}；“{found}”也能读懂。',
  'syntax/expected-owed': '这里应为标志（例如 ACK）或“nothing”，实际是“{found}”。',
  'syntax/missing-owed': '欠对方什么？请写标志（例如 ACK），或“nothing”。',
  'syntax/expected-comma': '两个期望之间应为“,”，实际是“{found}”。',
  'syntax/expected-equals': '这里应为“=”，实际是“{found}”。',
  'syntax/missing-equals': '这里缺少“=”和值。',
  'syntax/expected-variable': '这里应为端点的变量，例如 .snd.nxt 或 .rcv.nxt，实际是“{found}”。',
  'syntax/missing-variable': '变量没有写完，例如 snd.nxt 或 rcv.nxt。',
  'syntax/unknown-variable':
    '“{found}”不是变量；变量有 snd.una、snd.nxt、snd.wnd、snd.up、snd.wl1、snd.wl2、iss、rcv.nxt、rcv.wnd、rcv.up 和 irs。状态直接写在名称之后：“client ESTABLISHED”。',

  'syntax/expected-setting': '这里应为设置，例如 isn=1000 或 mss=1460，实际是“{found}”。',
  'syntax/missing-setting': '这里缺少设置，例如 isn=1000 或 mss=1460。',
  'syntax/unknown-setting': '主机没有“{found}”这项设置；语言参考中列出了所有设置。',
  'syntax/expected-switch': '这里应为“on”“off”或这项设置可用的其他值，实际是“{found}”。',
  'syntax/missing-switch': '这里缺少值：“on”“off”或这项设置可用的其他值。',
  'syntax/expected-profile': '这里应为配置名，实际是“{found}”。',
  'syntax/missing-profile': '这里缺少配置名：rfc9293、linux、freebsd 或 rfc793。',
  'syntax/unknown-profile': '没有名为“{found}”的配置；配置有 rfc9293、linux、freebsd 和 rfc793。',
  'syntax/expected-variant': '这里应为变体名，实际是“{found}”。',
  'syntax/missing-variant': '这里缺少变体名：two-way-handshake、no-time-wait、three-way-close 或 predictable-isn。',
  'syntax/unknown-variant':
    '没有名为“{found}”的变体；变体有 two-way-handshake、no-time-wait、three-way-close 和 predictable-isn。',

  'syntax/full-width': '“{found}”是全角或排版用字符，通常写作“{right}”。',

  'fix/write': '写成“{text}”',
  'fix/add': '补上“{text}”',
  'fix/ascii': '把这一行的全角字符改为半角',
  'fix/close-string': '补上结尾的双引号',
  'fix/quote': '给文字加上双引号',
  'fix/plain-flags': '只写标志名',
  'fix/flags-together': '把标志写在一起',
} as const satisfies Same<typeof english>;
