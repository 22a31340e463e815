import type { terms as en } from '../en/terms';
import type { Same } from '../table';

export const terms: Same<typeof en> = {
  'state/CLOSED': '没有连接：不保存任何状态，也不等待任何报文段。',
  'state/CLOSED/out': 'connect → SYN-SENT；listen → LISTEN。',
  'state/LISTEN': '等待任何一方的 SYN。',
  'state/LISTEN/out': '收到 SYN → SYN-RECEIVED；connect 或 send → SYN-SENT；close → CLOSED。',
  'state/SYN-SENT': '已发送 SYN，等待对方的 SYN（通常是 SYN,ACK）。',
  'state/SYN-SENT/out':
    '收到 SYN,ACK → ESTABLISHED；只收到 SYN（同时打开）→ SYN-RECEIVED；收到确认其 SYN 的 RST，或 close → CLOSED。',
  'state/SYN-RECEIVED': '双方的 SYN 都已交换，等待对自己 SYN 的确认。',
  'state/SYN-RECEIVED/out':
    '收到 ACK → ESTABLISHED；close → FIN-WAIT-1；收到 RST → 被动打开时回到 LISTEN，主动打开时 CLOSED。',
  'state/ESTABLISHED': '连接已建立：数据可以双向传送。',
  'state/ESTABLISHED/out': 'close → FIN-WAIT-1；收到 FIN → CLOSE-WAIT；收到 RST，或 abort → CLOSED。',
  'state/FIN-WAIT-1': '已发送 FIN，等待对它的确认、对方的 FIN，或二者。仍可接收数据。',
  'state/FIN-WAIT-1/out': '收到对 FIN 的 ACK → FIN-WAIT-2；收到 FIN → CLOSING；收到 FIN 及对 FIN 的 ACK → TIME-WAIT。',
  'state/FIN-WAIT-2': '自己的 FIN 已被确认，等待对方的 FIN。仍可接收数据（半关闭）。',
  'state/FIN-WAIT-2/out': '收到 FIN → TIME-WAIT。',
  'state/CLOSE-WAIT': '已收到对方的 FIN，等待本地用户关闭。仍可发送数据。',
  'state/CLOSE-WAIT/out': 'close（发送 FIN）→ LAST-ACK。',
  'state/CLOSING': '双方同时发送了 FIN，等待对自己 FIN 的确认。',
  'state/CLOSING/out': '收到对 FIN 的 ACK → TIME-WAIT。',
  'state/LAST-ACK': '已确认对方的 FIN，也已发送自己的 FIN，等待对它的确认。',
  'state/LAST-ACK/out': '收到对 FIN 的 ACK → CLOSED。',
  'state/TIME-WAIT': '两个方向都已关闭，等待 2 MSL：以便能重发最后的 ACK，并让旧的报文段在网络中消失。',
  'state/TIME-WAIT/out': '经过 2 MSL → CLOSED；再次收到 FIN → 重新开始等待。',

  'flag/SYN': '同步：报文段携带发送方的初始序号。占用一个序号。',
  'flag/ACK': '确认号有效。第一个 SYN 之后的每个报文段都带 ACK。',
  'flag/FIN': '发送方没有更多数据。在最后一个字节之后占用一个序号。',
  'flag/RST': '复位：拒绝连接，或立即结束连接。对 RST 从不确认。',
  'flag/PSH': '推送：把已到达的数据交给用户，不再等待更多数据。它不是记录边界。',
  'flag/URG': '紧急指针有效。',
  'flag/ECE': 'ECN 回显：收到了遇到拥塞的报文段；在 SYN 中表示支持 ECN（RFC 3168）。',
  'flag/CWR': '拥塞窗口已减小：发送方看到了 ECE 并已减慢发送（RFC 3168）。',
  'flag/bit': '标志字段中的位 0x{bit}',

  'field/seq': '序号：报文段第一个字节的编号；在 SYN 中就是初始序号。',
  'field/ack': '确认号：发送方期望收到的下一个序号，在它之前的内容都已收到。',
  'field/win': '窗口：从确认号算起，发送方还能接收多少字节；16 位，为扩大之前的值。',
  'field/len': '数据的字节数。标志不计入；SYN 和 FIN 另外各占用一个序号。',
  'field/urg': '紧急指针：从序号算起，指向紧急数据之后的那个字节。',
  'field/checksum': '校验和：地址、首部和数据的所有 16 位字之和的反码；16 位。',
  'field/doff': '数据偏移：首部连同选项的长度，以 32 位字为单位，5 到 15。',
  'field/reserved': '保留位：四位，发送时为 0。',
  'field/ecn': 'IP 首部的 ECN 字段（RFC 3168）：ect0 和 ect1 表示发送方支持 ECN，ce 表示路径上发生拥塞。',
  'field/options': 'TCP 选项。',

  'call/listen': 'OPEN（被动打开）：等待任何一方来连接。',
  'call/connect': 'OPEN（主动打开）：选定初始序号，发送 SYN。',
  'call/send': 'SEND：交付要发送的数据。',
  'call/receive': 'RECEIVE：取走已到达的数据。',
  'call/close': 'CLOSE：没有更多数据要发送。FIN 在全部数据之后发出；仍继续接收。',
  'call/abort': 'ABORT：发送 RST，并立即删除连接。',

  'icmp/net-unreachable': '目的不可达，代码 0（网络不可达）。软差错：路由可能恢复，TCP 继续工作。',
  'icmp/host-unreachable': '目的不可达，代码 1（主机不可达）。软差错：主机可能恢复，TCP 继续工作。',
  'icmp/protocol-unreachable': '目的不可达，代码 2（协议不可达）：对方主机没有 TCP。硬差错：应中止连接。',
  'icmp/port-unreachable':
    '目的不可达，代码 3（端口不可达）：没有进程使用该端口。硬差错：应中止连接。Linux 和 FreeBSD 仅在打开连接期间这样做。',
  'icmp/fragmentation-needed':
    '目的不可达，代码 4：分组过大而又不得分片。按 RFC 9293 为硬差错；Linux 和 FreeBSD 把它当作路径 MTU 的消息。',
  'icmp/source-route-failed': '目的不可达，代码 5（源路由失败）。软差错：TCP 继续工作。',
  'icmp/source-quench': '源点抑制：要求放慢发送，RFC 6633 起已废弃。TCP 将其丢弃。',
  'icmp/time-exceeded': '超时：分组在途中过久，或缺少某个分片。软差错：TCP 继续工作。',
  'icmp/parameter-problem': '参数问题：IP 首部有误。软差错：TCP 继续工作。',

  'profile/rfc9293': '现行标准 RFC 9293，除质询 ACK 外不含任何可选内容。',
  'profile/rfc793': '早期的标准：RFC 793 和 RFC 1122。',
  'profile/linux': '使用默认设置的 Linux 6。',
  'profile/freebsd': '使用默认设置的 FreeBSD。',

  'variant/two-way-handshake': '假如两个报文段就能打开连接：被动方发送 SYN,ACK 时即为 ESTABLISHED。',
  'variant/no-time-wait': '假如没有 TIME-WAIT：主动关闭方立即变为 CLOSED。',
  'variant/three-way-close': '假如总是用三个报文段关闭连接：以 FIN,ACK 应答 FIN。',
  'variant/predictable-isn': '假如初始序号可以预测：每次比上一次大固定的一步。',

  'arrow/deliver': '报文段发出并到达。',
  'arrow/lose': '报文段发出，在途中丢失。',
  'arrow/message': '整条消息：由双方自己分段并确认。',
  'arrow/hold': '报文段发出后停留在途中，直到 `deliver` 或 `drop` 指明其去向。',
};
