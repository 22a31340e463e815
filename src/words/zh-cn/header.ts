import type { header as en, headerReasons as enReasons } from '../en/header';
import type { Same } from '../table';

export const header: Same<typeof en> = {
  'tcp/checksum': '这个报文段的校验和是 {right}。现写为 {written}，接收方会丢弃它。',
  'tcp/data-offset': '数据偏移是首部连同选项的长度，以 32 位字为单位：{right}。现写为 {written}。',
  'tcp/data-offset/dropped':
    '数据偏移是首部连同选项的长度，以 32 位字为单位：{right}。现写为 {written}，因此接收方会丢弃该报文段。',
  'tcp/reserved-bits': '发送时保留位应为 0。现写为 {written}。',
  'tcp/port-zero': '端口 0 是保留的：没有连接使用它。',
  'tcp/dscp-changed': '一条连接自始至终使用同一个 DSCP：{right}。现写为 {written}。',
  'tcp/ip-id-repeated': '此前的报文段已用过标识 {id}，而本报文段与它不同。',
  'tcp/security-changed': '这条连接的安全级别为 {right}。现写为 {written}。',
  'tcp/opt-length': '类型为 {kind} 的选项长度不可能是 {written}。',
  'tcp/opt-padding': '选项表结束之后只有填充：每个字节都是 0。',
  'tcp/opt-mss-length': 'MSS 选项的长度为 4。现写为 {written}。',
  'tcp/syn-to-multicast':
    '{address} 不是单独一台主机：TCP 只连接两台主机，不用于广播或多播地址。接收方会丢弃这个 SYN。',
};

/** 这些规则的理由。 */
export const headerReasons: Same<typeof enReasons> = {
  'why/tcp/checksum':
    '校验和覆盖首部、选项和数据，以及 IP 首部中的地址：它是所有 16 位字的反码和。不符的报文段会被接收方丢弃，且不作应答。',
  'why/tcp/data-offset': '数据偏移以 32 位字为单位说明数据从何处开始。5 是没有选项的首部，15 是最大值。',
  'why/tcp/reserved-bits': '这四位留待以后使用。发送方将其置 0，接收方忽略它们。请求 AccECN 时，最后一位是 AE。',
  'why/tcp/port-zero': '端口 0 表示没有端口：操作系统遇到它会另选一个。',
  'why/tcp/dscp-changed': '同一连接的分组若被区别对待，就会彼此超越。应用不应在连接期间更改码点。',
  'why/tcp/ip-id-repeated':
    '标识说明哪些分片属于同一分组。只有完全相同的重传（数据相同，首部也没有变化）才可以沿用原来的标识。',
  'why/tcp/security-changed':
    '在多级安全主机上，连接的两端使用同一安全级别和隔离域。级别不符的报文段以 RST 应答，已同步的连接随之结束。',
  'why/tcp/opt-length':
    '除“选项表结束”和“无操作”之外，每个选项都有长度，其中包括最前面的两个字节。这样就能跳过不认识的选项。',
  'why/tcp/opt-padding': '首部在 32 位边界处结束。选项表结束处与该边界之间都是 0。',
  'why/tcp/opt-mss-length': '类型、长度和 16 位的 MSS：共四个字节。',
  'why/tcp/syn-to-multicast':
    'TCP 连接两台主机。目的地址或源地址为广播或多播地址的 SYN 不得发送，接收方会丢弃它，不作应答。',
};
