import type { rules as en } from '../en/rules';
import type { Same } from '../table';

export const rules: Same<typeof en> = {
  'tcp/flags-none': '报文段至少要有 SYN、ACK、RST 之一：三者都没有，任何接收方都会丢弃它。',
  'tcp/flags-syn-fin':
    'SYN 与 FIN 同在一个报文段：不会有人同时打开又关闭连接，多数防火墙会丢弃它。FIN 应在后面的报文段中发送。',
  'tcp/flags-syn-rst': '有 RST 时 SYN 不起作用：接收方在任何状态下都先处理 RST。',
  'tcp/flags-rst-fin': '有 RST 时 FIN 不起作用：重置会立即结束连接。',
  'tcp/field-range': '{field}={written} 超出范围：该字段只有 {bits} 位，最大为 {max}。',
  'tcp/ack-field-without-bit': '没有 ACK 标志时，ack={written} 没有意义：接收方不会读取确认号。',
  'tcp/opt-mss-nonsyn': 'MSS 选项只能出现在带 SYN 的报文段中。',
  'tcp/opt-ws-nonsyn': '不带 SYN 的报文段中的窗口扩大选项会被忽略：它只能在握手时协商。',
  'tcp/opt-ws-unsolicited': '只有 {peer} 的 SYN 带了窗口扩大选项，{host} 才能在应答中带上它；而对方的 SYN 并没有带。',
  'tcp/opt-sackperm-nonsyn': '“允许 SACK”选项不得出现在不带 SYN 的报文段中。',
  'tcp/open-not-syn': '连接尚不存在：连接要由 SYN 打开，在此之前 {peer} 不接受别的报文段。',
  'tcp/syn-has-ack': '打开连接的 SYN 不带 ACK：{host} 还没有收到任何可确认的内容。',
  'tcp/synack-without-syn': 'SYN,ACK 是对 SYN 的应答，而 {host} 还没有收到 {peer} 的 SYN。',
  'tcp/synack-ack': 'SYN,ACK 必须确认 {peer} 的 SYN：ack={right}，即对方的初始序号加一。现写为 {written}。',
  'tcp/handshake-ack': '三次握手的第三个报文段必须有 {field}={right}。现写为 {written}。',
  'tcp/syn-consumes-one': 'SYN 占用一个序号，所以 {host} 的第一个数据字节的序号是 {right}，而不是 {written}。',
  'tcp/isn-changed': '重发的 SYN 保持原来的初始序号：seq={right}。现写为 {written}。',
  'tcp/data-before-synack': '{host} 处于 SYN-SENT：数据要等收到 SYN,ACK 之后才能发送。',
  'tcp/data-in-syn-received': '{host} 处于 SYN-RECEIVED：数据要等 {peer} 的 ACK 完成握手之后才能发送。',
  'tcp/data-on-syn':
    'SYN 携带数据是合法的，但很少见：除非 {peer} 接受了 Fast Open cookie，否则握手完成之前不会把数据交给应用程序。',
  'tcp/simopen-form': '两个 SYN 交错（同时打开）：{host} 应以 SYN,ACK 应答，即再次发送自己的 SYN 并确认对方的 SYN。',
  'tcp/syn-in-synchronized': '{host} 处于 {state}：已建立的连接中不应再出现 SYN。请换一个端口，或先关闭这条连接。',
  'tcp/mss-exceeded': '{len} 字节超过了 {peer} 一个报文段所能接收的长度：最多 {most} 字节。',
  'tcp/seq-gap': 'seq 必须是 {right}，即 {host} 下一个要发送的字节的序号。写成 {written} 会跳过一些字节。',
  'tcp/seq-pure-ack': '不带数据的 ACK 携带 {host} 的下一个发送序号：{right}。现写为 {written}。',
  'tcp/ack-consumed-seq': '不带数据的 ACK 不占用序号：seq 仍是 {right}，与前一个 ACK 相同。现写为 {written}。',
  'tcp/seq-before-isn': 'seq {written} 落在 {host} 的初始序号之前：下一个序号是 {right}。',
  'tcp/fin-consumes-one': 'FIN 占用一个序号：{field} 必须是 {right}。现写为 {written}。',
  'tcp/fin-seq': 'FIN 紧跟在 {host} 自己发送的最后一个字节之后：seq={right}。现写为 {written}。',
  'tcp/fin-moved': '每一方在一条连接中只有一个 FIN：{host} 重发时仍在 {right}，而不是 {written}。',
  'tcp/data-after-fin': '{host} 已经发送 FIN，即已声明不再发送数据。',
  'tcp/fin-without-ack': 'FIN 要与 ACK 一起发送，否则 {peer} 会丢弃它。应写作 FIN,ACK。',
  'tcp/ack-bit-missing': '第一个 SYN 之后的每个报文段都要带 ACK，否则 {peer} 会丢弃它。',
  'tcp/fin-before-queued-data': '{host} 还有 {queued} 字节没有发送：FIN 要排在全部数据之后。',
  'tcp/fin-without-close': '{host} 的应用程序还没有调用 close：现在没有 FIN 可发。',
  'tcp/data-not-from-user': '{host} 的应用程序交付而尚未发送的数据有 {queued} 字节，这里带了 {len} 字节。',
  'tcp/ack-beyond-sent': 'ack={written} 确认了 {peer} 从未发送的内容：确认号最大为 {right}。',
  'tcp/ack-of-hole': 'ack={written} 越过了 {host} 没有收到的字节：缺少它们时，确认号停在 {right}。',
  'tcp/ack-not-rcvnxt': 'ack 必须是 {right}，即 {host} 期望收到的下一个字节的序号。现写为 {written}。',
  'tcp/ack-went-back': '确认号不会后退：{host} 已经确认到 {right}。现写为 {written}。',
  'tcp/ack-plus-one': '确认号等于序号加上收到的字节数：{right}。只有对 SYN、FIN 或单个字节才是加一。现写为 {written}。',
  'tcp/data-beyond-window': '{host} 最多只能发送到 {edge}，即 {peer} 的 {window} 字节窗口的右边界；这里到了 {end}。',
  'tcp/zero-window-data': '{peer} 的窗口为零：{host} 要等待窗口更新，在此之前只能发送窗口探测。这里带了 {len} 字节。',
  'tcp/rst-form-noack':
    '应答不带 ACK 的报文段的 RST 应为 RST,ACK，seq=0，ack 为该报文段之后的序号：{field} 必须是 {right}。',
  'tcp/rst-form-ack': '应答带 ACK 的报文段的 RST，其 seq 取自对方的 ack，自己不带 ACK：{field} 必须是 {right}。',
  'tcp/rst-to-rst': '对 RST 不作应答，否则双方会无休止地互相重置。',
  'tcp/rst-abort-seq': '中止连接的 RST 携带 {host} 的下一个发送序号：{right}。现写为 {written}。',
  'tcp/segment-after-rst': '{host} 已经重置了连接：连接不复存在，不会再在其上发送任何报文段。',
  'tcp/rst-instead-of-ack': '{host} 处于 {state}：此时对不可接受的报文段应以 ACK 应答，而不是 RST。',
  'tcp/rst-instead-of-ack-below':
    '{host} 处于 {state}：报文段低于窗口（序号 {at}，窗口从 {next} 开始），此时应以 ACK 应答，而不是 RST。',
  'tcp/rst-instead-of-ack-beyond':
    '{host} 处于 {state}：报文段超出窗口（序号 {at}，窗口止于 {edge} 之前），此时应以 ACK 应答，而不是 RST。',
  'tcp/rst-instead-of-ack-closed': '{host} 处于 {state}，窗口已关闭：容不下的报文段应以 ACK 应答，而不是 RST。',
  'tcp/rst-instead-of-ack-timestamp':
    '{host} 处于 {state}：报文段的时间戳过旧（TSval {val}，TS.Recent 为 {recent}），此时应以 ACK 应答，而不是 RST。',
  'tcp/rst-instead-of-ack-rst':
    '{host} 处于 {state}：窗口之内但不恰为 {next} 的 RST 应以挑战 ACK 应答，绝不以 RST 应答。',
  'tcp/rst-instead-of-ack-syn': '{host} 处于 {state}：窗口之内的 SYN 此时应以挑战 ACK 应答，而不是这个 RST。',
  'tcp/rst-instead-of-ack-unsent':
    '{host} 处于 {state}：对方确认了它尚未发送的内容（ack {acked}，SND.NXT 为 {sent}），此时应以 ACK 应答，而不是 RST。',
  'tcp/rst-instead-of-ack-old':
    '{host} 处于 {state}：确认号 {acked} 远早于任何在途的内容，此时应以 ACK 应答，而不是 RST。',
  'tcp/rst-for-syn':
    '{host} 因窗口之内的 SYN 而重置连接，这是 RFC 793 的做法：RFC 5961 的挑战 ACK 先反问对方，使外人无法终结连接。',
  'tcp/last-ack-numbers': '最后一个 ACK 必须有 {field}={right}，因为每个 FIN 各占用一个序号。现写为 {written}。',
  'tcp/middle-two-same-seq':
    '{host} 的 ACK 与 FIN 的序号同为 {right}：ACK 不占用序号，其间也没有数据。现写为 {written}。',
  'tcp/simclose-numbers': '两个 FIN 交错（同时关闭）：{host} 以 {field}={right} 确认。现写为 {written}。',
  'tcp/state-mismatch': '{host} 此时处于 {right}，而不是 {written}。',
  'tcp/segment-not-allowed':
    '{host} 在 {state} 状态下不能发送这个报文段：它既不属于该状态，也不是对收到的报文段的应答。',
  'tcp/waits/own-syn': '{host} 已调用 connect，但还没有发送自己的 SYN：在此之前 {peer} 不知道有任何连接。',
  'tcp/waits/syn': '{host} 处于 {state}，正在等待 {peer} 的 SYN，而它还没有到达：没有可应答的报文段。',
  'tcp/waits/syn-unsent': '{host} 处于 {state}，正在等待 {peer} 的 SYN，而 {peer} 还没有发送它：没有可应答的报文段。',
  'tcp/waits/syn-ack': '{host} 处于 SYN-SENT，正在等待 {peer} 的 SYN,ACK：在此之前它只能发送自己的 SYN。',
  'tcp/waits/syn-ack-unsent':
    '{host} 处于 SYN-SENT，正在等待 {peer} 的 SYN,ACK，而处于 {peerState} 的 {peer} 还没有发送它：在此之前 {host} 只能发送自己的 SYN。',
  'tcp/waits/syn-ack-away':
    '{host} 处于 SYN-SENT，正在等待 {peer} 的 SYN,ACK，而它还没有到达：在此之前 {host} 只能发送自己的 SYN。',
  'tcp/waits/syn-away':
    '{host} 处于 SYN-SENT，正在等待 {peer} 的 SYN,ACK；而 {peer} 处于 {peerState}，还没有收到 {host} 的 SYN。',
  'tcp/waits/own-syn-ack':
    '{host} 还没有应答 {peer} 的 SYN：它的第一个报文段应是 SYN,ACK，处于 {peerState} 的 {peer} 正在等待它。',
  'tcp/waits/ack-unsent':
    '{host} 处于 SYN-RECEIVED：数据要等对其 SYN 的 ACK，而处于 {peerState} 的 {peer} 还没有发送它。',
  'tcp/waits/ack-away': '{host} 处于 SYN-RECEIVED：数据要等 {peer} 对其 SYN 的 ACK，而它还没有到达。',
  'tcp/waits/ack-for-synack':
    '{host} 处于 SYN-RECEIVED：数据要等对其 SYN 的 ACK；而 {peer} 处于 {peerState}，还没有收到 SYN,ACK。',
  'tcp/open-unspecified': '调用 connect 失败：没有指明远端套接字。请写出 {host} 要连接的对方：{peers}。',
  'tcp/user-call': '调用 {call} 失败：{host} 处于 {state}。',
  'tcp/address-in-use': 'bind() 失败：端口 {port} 上还有连接 {host}，处于 {state}。',
  'flow/call-succeeds': '{host} 的调用 {call} 在这里会成功。',
  'tcp/rtx-acked': '{peer} 已经确认到 {una}：从 {written} 开始没有需要重发的内容。',
  'tcp/opt-ws-shift': '窗口扩大因子大于 14 没有意义：{peer} 按 14 处理。现写为 {written}。',
  'tcp/mss-absent': '没有 MSS 选项时，{peer} 只能假定 {host} 每个报文段最多接收 536 字节（IPv6 为 1220）。',
  'tcp/ack-of-pure-ack': '对 ACK 不作确认：{host} 没有新的内容要告知。',
  'tcp/rst-not-honoured': '{host} 已收到有效的 RST：连接不复存在，不会再在其上发送任何报文段。',
  'tcp/rtx-bytes-differ': '从 {written} 开始的序号已属于先前发送过的其他字节：新的数据从 {right} 开始。',
};
