import type { flow as en } from '../en/flow';
import type { Same } from '../table';

export const flow: Same<typeof en> = {
  'flow/unbound-name': '此处没有名为 {name} 的值：用 “let {name} = …” 或在 SYN 中写 seq={name} 来定义。',
  'flow/name-taken': '{name} 已被占用：第 {line} 行已赋予它含义。',
  'flow/unknown-flight': '途中没有名为 {name} 的报文段。',
  'flow/unknown-segment': '没有名为 {name} 的报文段：用 “as {name}” 为报文段命名。',
  'flow/unknown-host': '没有名为 {name} 的主机：在 host 行或箭头中写出它。',
  'flow/unknown-variable': '{variable} 不是端点的变量。',
  'flow/expectation': '预期 {host} 处于 {written}，实际处于 {right}。',
  'flow/expectation-variable': '预期 {variable} 为 {written}，实际为 {right}。',
  'flow/expectation-owes': '预期 {host} 应发送 {written}，实际应发送 {right}。',
  'flow/owed-at-end': '流程到此结束，而 {host} 还应发送 {flags}。',
  'flow/in-flight-at-end': '流程到此结束，而 {name} 还在途中：写 deliver 或 drop 指明其去向。',
  'flow/rule-not-broken': '该行声明违反 {rule}，实际并未违反。',
  'flow/unknown-rule': '没有规则 {rule}。',
  'flow/isn-differs': 'host 行规定 {host} 的初始序号为 {right}。现写为 {written}。',
  'flow/retransmission': '这是重传：{host} 从 {written} 开始再次发送先前发送过的内容。',
  'flow/duplicate-ack': '这是重复 ACK：{host} 再次确认 {written}。',
  'flow/keepalive-probe': '这是保活探测：seq 比下一个序号小一，使 {peer} 必须应答。',
};
