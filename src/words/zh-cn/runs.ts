import type { runs as en, runsReasons as enReasons } from '../en/runs';
import type { Same } from '../table';

/** 关于 run、故障、链路和整条消息的说明。 */
export const runs: Same<typeof en> = {
  'syntax/expected-run': '“run”之后可以什么都不写，或写“until”加条件、“for”加时长；实际是“{found}”。',
  'syntax/missing-run': '“run”之后应为“until”加条件，或“for”加时长。',
  'syntax/missing-message': '消息是什么？请写在双引号中，或用 len=N 写出长度。',
  'syntax/expected-which': '这里应为“next”、“3rd”这样的次序，或“every 10th”，实际是“{found}”。',
  'syntax/missing-which': '哪一个报文段？请写“next”、“3rd”这样的次序，或“every 10th”。',
  'syntax/bad-ordinal': '次序从 1st 到 {max}th。',
  'syntax/expected-fault': '这里应为 SYN 之类的标志、“data”，或“from”加主机，实际是“{found}”。',
  'syntax/missing-fault': '谁的报文段？请写“from”加主机。',
  'syntax/expected-by': '这里应为“by”加时长，实际是“{found}”。',
  'syntax/missing-by': '报文段延迟多久？请写“by 200ms”。',
  'syntax/expected-link-setting': '这里应为 delay=、rate=、loss=、mtu=、icmp= 或 clamp=，实际是“{found}”。',
  'syntax/missing-link-setting': '这里缺少链路的设置：delay=、rate=、loss=、mtu=、icmp= 或 clamp=。',
  'syntax/unknown-link-setting': '链路没有“{found}”这项设置；可写 delay=、rate=、loss=、mtu=、icmp= 和 clamp=。',
  'syntax/expected-rate': '这里应为速率，例如 10Mbit，实际是“{found}”。',
  'syntax/missing-rate': '这里缺少速率，例如 10Mbit。',
  'syntax/bad-rate': '“{found}”不是速率；请写数字加 bit、kbit、Mbit 或 Gbit（每秒），例如 10Mbit。',

  'flow/run-never': '双方已无事可做，而这个条件没有成立。',
  'flow/run-idle':
    '此处双方都无事可做：没有应发送的、排队的或在途的内容，也没有定时器在运行。用户调用（“connect”“send”“close”）才会让它们有事可做。',
  'flow/run-segments':
    '推演到此停止：一个流程中，两端最多自行发送 {limit} 个报文段；每次定时器超时也算一个，很长的主体和 TLS 握手各算很多个。',
  'flow/run-large': '推演到此停止：这次推演要发送的报文段会超过一个流程允许的 {limit} 个。只推演了前 {shown} 个。',
  'flow/run-time': '推演在模拟时间 {hours} 小时的上限处停止。',
  'flow/run-probes':
    '这样推演下去永无止境：已发送 {limit} 个探测，毫无进展。请用“run for”或“run until”说明推演到哪里；“receive”会打开关闭的窗口。',
  'flow/nothing-in-flight': '途中没有 {host} 的这种会自行到达的报文段。用“~>”发出的要写名字才会到达：“deliver NAME”。',
  'flow/message-lost': '消息未能送达：连接在全部内容得到确认之前就结束了。',
  'flow/fault-unused': '没有出现这一行所指的报文段。',
  'flow/send-limit': '一次调用最多发送 {max} 字节，等待确认的数据也不能超过这个数量。',
};

/** 这些规则的理由。 */
export const runsReasons: Same<typeof enReasons> = {
  'why/flow/run-never':
    '没有应发送的、排队的或在途的内容，也没有定时器在运行时，推演就结束。到那时还不成立的条件，需要用户调用才会成立。',
  'why/flow/run-idle': '推演的是端点自行做的事：应答、等待发送的数据、到期的定时器。这些都没有，推演就什么也不做。',
  'why/flow/run-segments': '推演所发送的报文段有数量上限，使每个流程都有尽头。',
  'why/flow/run-large': '推演所发送的报文段有数量上限。仅数据就超过上限的推演，只演示开头的一段。',
  'why/flow/run-time': '推演所用的模拟时间有上限，使每个流程都有尽头。',
  'why/flow/run-probes':
    '只要探测得到确认，发送方就会一直探测关闭的窗口（RFC 9293 第 3.8.6.1 节）。只有接收方的应用程序能结束这种情况。',
  'why/flow/message-lost': '整条消息会一直推演到全部字节得到确认。连接被重置或被放弃，消息就到此为止。',
  'why/flow/fault-unused': 'lose、delay、duplicate 等待推演所发送的报文段。没有等到，就什么也不改变，多半是笔误。',
  'why/flow/send-limit': '序号有 32 位，等待确认的数据最多为这个范围的一半（RFC 9293 第 3.4 节）。',
};
