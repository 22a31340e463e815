import type { replies as en, repliesReasons as enReasons } from '../en/replies';
import type { Same } from '../table';

export const replies: Same<typeof en> = {
  'tcp/reply-missing': '{host} 没有应答：它必须以 {flags} 应答。',
  'tcp/reply-unacceptable-form':
    '{host} 对不可接受的报文段以 ACK 应答，告知自己期望的序号：{field}={right}。现写为 {written}。',
  'tcp/reply-unacceptable-missing': '{host} 没有应答：对不可接受的报文段，它应以 ACK 告知自己期望的序号。',
  'tcp/ack-unsent-reply': '{host} 没有应答：对方确认了它从未发送的内容，它必须丢弃该报文段并以 ACK 应答。',
  'tcp/fin-not-acked': '{host} 没有应答：它必须确认 {peer} 的 FIN。',
  'tcp/timewait-refin': '{host} 没有应答：在 TIME-WAIT 中它必须再次确认 {peer} 的 FIN。',
  'tcp/rst-missing-closed': '{host} 没有应答：没有连接时它必须以 {flags} 应答。',
  'tcp/rst-missing-listen': '{host} 没有应答：在 LISTEN 中，对带 ACK 的报文段必须以 RST 应答。',
  'tcp/rst-missing-bad-ack': '{host} 没有应答：对错误的 ACK，它必须以 RST 应答，并停留在 {state}。',
  'tcp/zwp-unanswered': '{host} 没有应答：对 {peer} 的窗口探测，它必须以当前的确认号和窗口应答。',
  'tcp/zwp-missing': '{host} 有数据因零窗口而等待，却没有发送窗口探测。',
  'tcp/zwp-abort': '{peer} 一直在应答窗口探测，{host} 却放弃了连接。',
  'tcp/keepalive-reply': '{host} 没有应答：对 {peer} 的保活探测，它必须以 ACK 应答。',
  'tcp/keepalive-one-strike': '{host} 只发送了一个保活探测就放弃连接：丢失一个探测说明不了什么。',
  'tcp/keepalive-units': 'keepalive={written}：75 是两次探测之间的秒数；第一次探测之前的空闲时间是 {right}。',
  'tcp/rtx-missing': '{host} 的重传定时器早已到期，却没有重发未确认的报文段。',
  'tcp/rtx-give-up-data': '{host} 放弃得太早：数据的重传至少应持续 100 秒。',
  'tcp/rtx-give-up-syn': '{host} 放弃得太早：SYN 的重传至少必须持续 3 分钟。',
  'tcp/rst-blind-accepted': '这个 RST 的序号不恰好等于 {host} 期望的序号：它应以挑战 ACK 应答，并停留在 {right}。',
  'tcp/rst-close-unread': '{host} 关闭时还有 {count} 字节没有读取：应以 RST 而不是 FIN 告知 {peer} 这些数据已丢失。',
  'tcp/challenge-ack-flood': '这是五秒之内第 {count} 个应答不可接受报文段的 ACK。',
  'tcp/ack-per-queued-segment': '{host} 在同一时刻已经发送过 ACK：对到达的全部内容，一个 ACK 就够了。',
  'tcp/sack-reneging': '{host} 丢弃了已用 SACK 报告的内容：它只确认到 {written}，其余要由 {peer} 重发。',
  'tcp/out-of-order-dropped': '{host} 没有保留在空缺之后到达的内容：它只确认到 {written}。',
  'tcp/syn-data-dropped': '{host} 没有保留 {peer} 的 SYN 所携带的数据：它只确认到 {written}。',
  'tcp/rto-late': '时长为 {rto} 的重传定时器在 {late} 前已超时：{host} 那时就应重发 {written}。',
  'tcp/paws-accepted-old': '{host} 确认了带有旧时间戳 {val} 的报文段：它必须丢弃该报文段（PAWS）。',
  'tcp/isn-predictable': '初始序号为 {written}：真实的初始序号不可预测。作为相对序号则没有问题。',
  'tcp/window-needs-scale': 'win={written} 超出了 16 位的窗口字段：最大为 {max}。',
  'tcp/window-signed': '{host} 不发送数据，仿佛 {peer} 的窗口 {window} 是负数：窗口是无符号数。',
  'tcp/timewait-wrong-side': '{host} 的 FIN 发送在后：只有先关闭的一方才进入 TIME-WAIT。',
  'tcp/timewait-6191': '{host} 接受了可能是旧的 SYN：其序号 {written} 不大于 {last}。',
  'tcp/timewait-6191-timestamp': '{host} 接受了可能是旧的 SYN：其 TSval {val} 早于旧连接的最后一个 {recent}。',
  'tcp/timewait-6191-same': '{host} 接受了可能是旧的 SYN：其 TSval 仍是 {recent}，而序号 {written} 不大于 {last}。',
  'tcp/timewait-length':
    '按目前的 MSL，{host} 的 TIME-WAIT 还要持续 {right}，而不是 {written}：“wait 2MSL”对任何 MSL 都合适。',
  'tcp/close-wait-stuck': '流程到此结束，而 {host} 处于 {state}：在它自己的应用程序关闭之前会一直停留。',
  'tcp/ack-storm': 'ACK 风暴：双方无休止地互相应答。最近 {count} 个 ACK 都只是应答前一个 ACK，没有带来任何新信息。',
  'tcp/left-open': '流程到此结束，对方的连接已不存在，而 {host} 仍处于 {state}：这是半打开的连接。',
  'tcp/arrival-unknown': '之后无法说明这个报文段的去向：用“as NAME”为它命名，以便 deliver 或 drop 指明。',
};

/** 这些规则的理由。 */
export const repliesReasons: Same<typeof enReasons> = {
  'why/tcp/reply-missing':
    '监听方对到达的每个 SYN 都要应答，对 SYN,ACK 也是如此。写明时间的流程中，应答在半秒之内发出。',
  'why/tcp/reply-unacceptable-form': '这个 ACK 携带 SND.NXT 和 RCV.NXT，使失去同步的对方知道连接的现状。',
  'why/tcp/reply-unacceptable-missing':
    '不可接受的报文段会被丢弃，并以 ACK 应答：对方可能没有收到先前的 ACK。实现可以限制这种应答的频度。',
  'why/tcp/ack-unsent-reply': '确认从未发送过的字节，不是伪造的，就是来自另一条连接。应答的 ACK 可以纠正对方。',
  'why/tcp/fin-not-acked': 'FIN 占用一个序号，与数据一样要被确认：没有 ACK，发送方会一再重发它。',
  'why/tcp/timewait-refin':
    'FIN 再次到达，说明最后的 ACK 丢失了。TIME-WAIT 正是为此而设：再次确认 FIN，并重新等待 2MSL。',
  'why/tcp/rst-missing-closed': '没有连接时，除 RST 之外的报文段都以 RST 应答，使对方不必空等。防火墙往往不作应答。',
  'why/tcp/rst-missing-listen': '监听方没有发送过可被确认的内容：这个 ACK 属于旧的连接。',
  'why/tcp/rst-missing-bad-ack':
    '握手期间确认了从未发送的内容，说明对方还有旧的连接。RST 结束旧的连接，本连接继续进行。',
  'why/tcp/zwp-unanswered': '应答把窗口告诉发送方。没有它，窗口更新一旦丢失，连接就会永远停顿。',
  'why/tcp/zwp-missing':
    'ACK 不会重传，所以打开窗口的更新可能丢失。有数据要发送的一方必须询问，第一次在一个 RTO 之后。',
  'why/tcp/zwp-abort': '接收方可以任意长时间地关闭窗口。只要它应答探测，连接就保持打开。',
  'why/tcp/keepalive-reply': '探测落在窗口之外，所以仍在运行的对方以 ACK 应答，已失去连接的对方以 RST 应答。',
  'why/tcp/keepalive-one-strike': '探测和应答丢失后都不会重传，所以要有多个探测没有得到应答才能下结论。',
  'why/tcp/keepalive-units': '两个时间容易混淆：第一次探测之前要空闲两小时；（在常见的实现中）两次探测之间为 75 秒。',
  'why/tcp/rtx-missing': '占用序号的内容要一直重发，直到被确认或放弃连接为止。',
  'why/tcp/rtx-give-up-data': '放弃连接之前的时间 R2 至少应为 100 秒，使短暂的中断不致造成影响。',
  'why/tcp/rtx-give-up-syn': 'SYN 的 R2 至少为三分钟。应用程序当然可以提前关闭。Linux 在两分多钟后停止。',
  'why/tcp/rst-blind-accepted':
    '否则，猜中窗口内任一序号的人都能重置连接。只有恰好等于 RCV.NXT 才重置，其余的只会引出挑战 ACK（RFC 5961）。',
  'why/tcp/rst-close-unread': 'FIN 表示一切正常。已到达的数据被丢弃时，要用 RST 说明。',
  'why/tcp/challenge-ack-flood': '实现会限制这种 ACK（RFC 以五秒十个为例），使任何人都不能引出大量 ACK。',
  'why/tcp/ack-per-queued-segment': '接收方先处理所有等待中的报文段，然后再确认，使一个 ACK 确认全部内容。',
  'why/tcp/sack-reneging':
    '接收方可以丢弃已用 SACK 报告但尚未确认的内容，但不应这样做。发送方要把它保留到被确认为止，并再次发送。',
  'why/tcp/out-of-order-dropped': '乱序到达的报文段应保存到前面的空缺被填补为止，否则发送方只能全部重发。',
  'why/tcp/syn-data-dropped':
    'SYN 的数据应排队到 ESTABLISHED。没有 Fast Open cookie 时，许多实现会丢弃它，发送方在握手之后重发。',
  'why/tcp/rto-late': '未被确认的字节和 FIN 在重传定时器超时后重发，之后间隔加倍。等待更久的发送方会拖住连接。',
  'why/tcp/paws-accepted-old':
    '小于 TS.Recent 的时间戳表明这是旧的重复报文段，即使序号在窗口之内也是如此。应丢弃它并以 ACK 应答。',
  'why/tcp/isn-predictable':
    '初始序号由时钟和带密钥的散列得出，外人无法猜测。教科书和工具显示的是从 0 开始的相对序号。',
  'why/tcp/window-needs-scale':
    '窗口字段有 16 位。更大的窗口需要双方的 SYN 都带窗口扩大选项，此后字段中是右移之后的窗口。',
  'why/tcp/window-signed': '窗口是无符号数：32768 及以上是很大的窗口。把它当作负数的发送方永远不会发送。',
  'why/tcp/timewait-wrong-side':
    '主动关闭的一方发送最后的 ACK，所以由它等待。被动关闭的一方从 LAST-ACK 直接到 CLOSED。只有两个 FIN 交错时双方才都等待。',
  'why/tcp/timewait-6191':
    '如果 SYN 的时间戳（没有时间戳时则是序号）大于旧连接的最后一个，它就是新的。否则可能是旧的重复，不予接受。',
  'why/tcp/timewait-length':
    'TIME-WAIT 持续 2MSL。RFC 9293 规定 MSL 为两分钟，合计四分钟；Linux 和 FreeBSD 等待 60 秒。',
  'why/tcp/close-wait-stuck':
    '在 CLOSE-WAIT 中对方已经发送完毕。TCP 无限期地等待本地应用关闭：忘记关闭的应用会泄漏连接。',
  'why/tcp/ack-storm':
    '不可接受的 ACK 要以 ACK 应答。如果双方对数据流位置的认识不一致（例如被注入了伪造的数据），每个 ACK 都会引出下一个：只有丢失报文段，或者对这种 ACK 的限制（RFC 5961），才能使它停止。',
  'why/tcp/left-open': '一方仍有连接，另一方已经没有。它下一次发送时会发现这一点：应答是 RST。',
  'why/tcp/arrival-unknown':
    '接收方的行为取决于什么报文段在何时到达，所以流程要说明每个报文段是到达、丢失，还是以某个名字停留在途中。',
};
