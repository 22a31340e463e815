import type { flow as en } from '../en/flow';
import type { Same } from '../table';

export const flow: Same<typeof en> = {
  'flow/unbound-name': '此处没有名为 {name} 的值：用“let {name} = …”或在 SYN 中写 seq={name} 来定义。',
  'flow/unbound-name/slip': '这里没有叫作 {name} 的名称，是不是想写 {right}？',
  'flow/name-taken': '{name} 已被占用：第 {line} 行已赋予它含义。',
  'flow/unknown-flight': '途中没有名为 {name} 的报文段。',
  'flow/unknown-segment': '没有名为 {name} 的报文段：用“as {name}”为报文段命名。',
  'flow/unknown-segment/slip': '没有叫作 {name} 的报文段，是不是想写 {right}？',
  'flow/misspelt-host':
    '是不是想写 {right}？{found} 只出现了这一次；在 host 行声明它或再次写到它之前，都把它当作 {right}。',
  'flow/unknown-host': '没有名为 {name} 的主机：在 host 行或箭头中写出它。',
  'flow/unknown-variable': '{variable} 此处没有值。',
  'flow/expectation-variable': '流程期望 {host} 的 {variable} 为 {written}，实际为 {right}。',
  'flow/expectation-layer': '流程期望 {host} 处于 {written}（{layer}），实际处于 {right}。',
  'flow/expectation-owes': '流程期望 {host} 应发送：{written}。实际应发送：{right}。',
  'flow/owed-at-end': '流程到此结束，而 {host} 还应发送 {flags}。',
  'flow/in-flight-at-end': '流程到此结束，而 {name} 还在途中：写 deliver 或 drop 指明其去向。',
  'flow/message-value': '{value} 不能作为 {message} 中 {name} 的值。',
  'flow/message-value/unknown': '{message} 没有可写的 {name}。',
  'flow/rule-not-broken': '该行声明违反 {rule}，实际并未违反：请删去 violates，或真的写错。',
  'flow/unknown-rule': '没有规则 {rule}。',
  'flow/slow-start':
    '在途数据有 {flight} 字节：已确认 {acked} 字节，最多可有 {most} 字节，因为慢启动从初始窗口开始，随每个 ACK 增长。',
  'flow/loss-window': '超时之后已发送 {flight} 字节：在 ACK 到达之前，在途数据最多为一个报文段，即 {most} 字节。',
  'flow/isn-differs': 'host 行规定 {host} 的初始序号为 {right}。现写为 {written}。',
  'flow/retransmission': '这是重传：{host} 从 {written} 开始再次发送先前发送过的内容。',
  'flow/keepalive-probe': '这是保活探测：seq 比下一个序号小一，所以 {peer} 必须应答。',
  'flow/relative-numbers': '这些序号看来是相对于 SYN 的相对序号，而线路上的序号是绝对的。这里按相对序号理解。',
  'flow/scaled-windows': '这些窗口看来已经是扩大之后的值；字段中携带的是右移 {shift} 位的值。',
  'flow/window-beyond-buffer':
    'win={written} 提供 {window} 字节（移位数 {shift}），而 host 行给 {host} 的缓冲区只有 {buffer} 字节。',
  'flow/same-host': '{host} 不能给自己发送：报文段从一台主机发往另一台主机。',
  'flow/time-back': '时间不会倒流：此处已是 {now} 秒。',
  'flow/host-twice': '{name} 已在第 {line} 行描述：请把内容都写在那里。',
  'flow/no-connection': '{host} 没有使用这个端口的连接。',
  'flow/which-connection': '{host} 在此有多条连接：请写明是哪一条（{connections}）。',
  'flow/setting-range': '{name}={written} 太大：最大为 {max}。',
  'flow/time-limit': '一个流程最长 {years} 年。',
};
