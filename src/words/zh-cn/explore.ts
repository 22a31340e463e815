import type { Same } from '../table';
import type { explore as english } from '../en/explore';

export const explore: Same<typeof english> = {
  'complete/statement/explore': '推演限定范围内一切可能发生的事，并给出打破断言的最短流程',
  'keyword/crash': '这一端忘掉连接，什么也不说；一种未来中最多发生这么多次。',
  'keyword/forge': '一种未来中最多有这么多个伪造的报文段，按类别尝试：窗口之内和窗口之外。',
  'keyword/blind':
    '伪造者不知道任何序列号：窗口内外的 RST、SYN、SYN,ACK 和 ACK。猜中窗口内的序列号需要 2^32 / 窗口 次。',
  'keyword/guessed': '伪造者恰好猜中了 RCV.NXT：RST、数据和 FIN。这最多需要猜 2^32 次。',
  'keyword/isn': 'isn repeats 表示每个连接都从这一端上一个连接的初始序列号开始：这是生成器最坏的做法。',
  'keyword/repeats': '每个连接都从这一端上一个连接的初始序列号开始：这是生成器最坏的做法。',
  'keyword/with': '两者同时成立。',
  'keyword/never': '没有任何状态使这些同时成立。',
  'keyword/always': '在每个状态中这些都成立。',
  'keyword/finally': '在再没有事会发生时，这些都成立。',
  'claim/opens': '静止时双方都处于 ESTABLISHED。',
  'claim/ends': '静止时双方都处于 CLOSED 或 LISTEN。',
  'claim/no-ghost': '没有一端会为对端从未得知、且对端已经离开的连接进入 ESTABLISHED。',
  'claim/no-reset': '没有 RST 会结束处于 ESTABLISHED 至 LAST-ACK 的连接。',
  'claim/no-deadlock': '从每个状态出发都有某种未来会归于静止：没有 ACK 之战，也没有无休止的探测。',
  'claim/data-in-order': '没有一端会收下其他连接或伪造者的字节，而且静止时双方都收到了对方发送的全部内容。',
  'claim/keeps-time-wait': 'TIME-WAIT 只因其计时器到期而结束（RFC 1337）。',
  'explore/holds': '成立：{states} 个状态，{transitions} 次转移',
  'explore/idle': '成立，但没有见到断言所说的状态：{states} 个状态',
  'explore/broken': '没有任何故障也被打破，经过 {steps} 步（搜索了 {states} 个状态）',
  'explore/broken-by-one': '1 次故障即被打破，经过 {steps} 步（搜索了 {states} 个状态）',
  'explore/broken-by': '{faults} 次故障即被打破，经过 {steps} 步（搜索了 {states} 个状态）',
  'explore/limit': '达到 {states} 个状态的上限时，连没有故障的未来也尚未全部搜索',
  'explore/limit-up-to': '最多 {faults} 次故障时成立；达到 {states} 个状态的上限时，故障更多的未来尚未全部搜索',
  'explore/title': '打破断言：{claim}',
};
