import type { control as en, controlReasons as enReasons } from '../en/control';
import type { Same } from '../table';

export const control: Same<typeof en> = {
  'tcp/urg-ptr-without-urg': '没有 URG 标志时，urg={written} 没有意义。',
  'tcp/urg-zero': '紧急指针为 0 不标记任何内容：它指向紧急数据之后的那个字节。',
  'tcp/urg-receded': '紧急指针后退了：原来在 {right}，现在在 {written}。',
  'tcp/urg-no-data': '不带数据的报文段设置了 URG：其中没有紧急的内容。',
  'tcp/urg-used': '设置了 URG：新的应用不应使用紧急数据。',
  'tcp/psh-on-empty': '不带数据的报文段设置 PSH 不起作用。',
  'tcp/psh-missing': '应用程序所发数据的最后一个报文段通常带 PSH。',
  'tcp/ecn-synack-unsolicited': 'SYN,ACK 中的 ECE 表示接受 ECN，而 {peer} 的 SYN 并没有提出。',
  'tcp/ecn-synack-both': 'SYN,ACK 同时带 ECE 和 CWR 表示不使用 ECN：可能只是把 SYN 的标志原样返回。',
  'tcp/ecn-ect-on-syn': 'SYN 不得标记为支持 ECN。',
  'tcp/ecn-ect-not-negotiated': '该报文段标记为支持 ECN，而握手中并未协商 ECN。',
  'tcp/ecn-ect-on-rtx': '重传不得标记为支持 ECN。',
  'tcp/ecn-ect-on-probe': '零窗口探测不得标记为支持 ECN。',
  'tcp/ecn-ect-on-ack': '不带数据的 ACK 不得标记为支持 ECN。',
  'tcp/ecn-ece-dropped': '在收到带 CWR 的报文段之前，{host} 的每个 ACK 都必须带 ECE。',
  'tcp/ecn-cwr-on-rtx': '重传不应带 CWR。',
  'tcp/ecn-cwr-missing': '{host} 已收到 ECE：下一个新数据报文段应带 CWR。',
  'tcp/ecn-flags-not-negotiated': '这里的 ECE 和 CWR 没有意义：握手中并未协商 ECN。',
  'tcp/rst-synsent-useless': '这个 RST 不能拒绝连接：{peer} 处于 SYN-SENT，只接受确认其 SYN 的 RST。',
  'tcp/rst-outside-window': '{peer} 会忽略这个 RST：seq {written} 在其窗口之外，它期望 {right}。',
  'tcp/rst-not-exact': '{peer} 会以挑战 ACK 应答这个 RST：seq 是 {written}，只有 {right} 才能重置。',
  'tcp/rst-in-timewait': '这个 RST 会使 {peer} 提前结束 TIME-WAIT。',
  'tcp/rst-data': 'RST 携带 {len} 字节数据：合法，但很少见。',
};

/** 这些规则的理由。 */
export const controlReasons: Same<typeof enReasons> = {
  'why/tcp/urg-ptr-without-urg': '只有设置了 URG，紧急指针才有意义。',
  'why/tcp/urg-zero': '紧急指针从序号算起，指向紧急数据之后的字节，所以开头的一个紧急字节需要写 1。',
  'why/tcp/urg-receded': '已声明的紧急数据不会撤回：其末尾只会向前移动。',
  'why/tcp/urg-no-data': '紧急模式至少需要一个字节的紧急数据，无论已发送还是尚未发送。',
  'why/tcp/urg-used': '各种实现和中间设备对紧急数据的处理不一致，新的应用不应使用它；但 TCP 仍须支持。',
  'why/tcp/psh-on-empty': 'PSH 要求把已到达的数据交给应用程序；没有数据就没有可交的内容。',
  'why/tcp/psh-missing': '如果接口不提供推送功能，TCP 在发完队列的报文段上设置 PSH，使接收方不再等待。',
  'why/tcp/ecn-synack-unsolicited': 'ECN 由 SYN 中的 ECE 和 CWR 提出；只有这样，SYN,ACK 才可以带 ECE。',
  'why/tcp/ecn-synack-both': '把未知标志原样返回的主机会两个都发送，所以 SYN,ACK 只用 ECE 表示接受 ECN。',
  'why/tcp/ecn-ect-on-syn': '发送方无法对被标记的 SYN 作出反应，旧的主机也可能丢弃它。',
  'why/tcp/ecn-ect-not-negotiated': '没有协商，就无人把标记告知发送方，拥塞会被忽视。',
  'why/tcp/ecn-ect-on-rtx': '如果重传上的标记有效，伪造的重传就能使发送方减慢而不被发现。',
  'why/tcp/ecn-ect-on-probe': '窗口关闭时，接收方会丢弃这个字节，其上的标记也随之丢失。',
  'why/tcp/ecn-ect-on-ack': '纯 ACK 的丢失不会被发现，其发送方也无法对标记作出反应。',
  'why/tcp/ecn-ece-dropped': 'ACK 可能丢失，所以 ECE 要重复，直到发送方以 CWR 回应。',
  'why/tcp/ecn-cwr-on-rtx': 'CWR 设置在窗口减小之后的第一个新数据报文段上，以保证可靠送达。',
  'why/tcp/ecn-cwr-missing': 'CWR 告诉接收方其 ECE 已被处理，可以不再重复。',
  'why/tcp/ecn-flags-not-negotiated': '只有双方协商了 ECN，这两个标志才有意义。',
  'why/tcp/rst-synsent-useless': '在 SYN-SENT 状态下，ACK 是 RST 确有所指的唯一证明：没有它，RST 会被丢弃。',
  'why/tcp/rst-outside-window': '只有窗口之内的 RST 才有效，否则任何人都能盲猜序号、重置连接。',
  'why/tcp/rst-not-exact':
    '在窗口之内、但不等于 RCV.NXT 的 RST 可能是伪造的。接收方会反问：没有连接的一方会以正确的 RST 应答挑战 ACK（challenge ACK，又译质询 ACK）。',
  'why/tcp/rst-in-timewait':
    '旧的 RST 可能在旧报文段消失之前结束 TIME-WAIT（RFC 1337）。许多实现在 TIME-WAIT 中忽略 RST。',
  'why/tcp/rst-data': 'RST 可以携带说明原因的文字，接收方会接受它。',
};
