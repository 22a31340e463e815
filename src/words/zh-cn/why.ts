import type { why as en } from '../en/why';
import type { Same } from '../table';

export const why: Same<typeof en> = {
  'why/tcp/flags-none':
    '报文段至少要带 SYN、ACK、RST 之一。握手之外的报文段都带 ACK；不带 ACK（也不是 SYN 或 RST）的会被接收方丢弃。',
  'why/tcp/flags-syn-fin':
    'SYN 与 FIN 同时出现只对面向事务的 TCP 有用。监听方可以接受 SYN 并把 FIN 排队，但防火墙会把它当作端口扫描。',
  'why/tcp/flags-syn-rst': '任何状态都先检查 RST，再检查 SYN，所以 SYN 不会被看到。打开连接的报文段不带 RST。',
  'why/tcp/flags-rst-fin': '任何状态都先检查 RST，再检查 FIN，所以 FIN 不会被看到。',
  'why/tcp/field-range':
    '序号和确认号有 32 位，窗口和紧急指针有 16 位。序号超过 2^32 - 1 后从 0 继续：按模 2^32 书写。',
  'why/tcp/ack-field-without-bit': '只有设置了 ACK 标志，确认号才有意义。要么设置标志，要么不写确认号。',
  'why/tcp/opt-mss-nonsyn': 'MSS 一次性说明本端能接收多大的报文段，只能在 SYN 和 SYN,ACK 中发送。',
  'why/tcp/opt-ws-nonsyn': '窗口扩大因子在打开连接时确定，在整个连接期间不变。在以后的报文段中该选项会被忽略。',
  'why/tcp/opt-ws-unsolicited':
    '只有双方的 SYN 都带了该选项，窗口扩大才生效。SYN 带了，SYN,ACK 才可以带，这样不认识该选项的对方就不会受到影响。',
  'why/tcp/opt-ws-shift': '窗口最大为 2^30 字节，所以窗口扩大因子最大为 14；接收方把更大的值当作 14。',
  'why/tcp/opt-sackperm-nonsyn': '“允许 SACK”说明发送方能够使用选择确认，只在 SYN 和 SYN,ACK 中声明。',
  'why/tcp/open-not-syn':
    '没有连接，报文段就无所归属。第一个报文段是不带 ACK 的 SYN。监听方对带 ACK 的以 RST 应答，其余的丢弃；没有监听时，除 RST 外都以 RST 应答。',
  'why/tcp/syn-has-ack': '第一个 SYN 没有可确认的内容。监听方对任何带 ACK 的报文段都以 RST 应答。',
  'why/tcp/synack-without-syn':
    'SYN,ACK 表示两件事：这是我的初始序号；我已收到你的初始序号。只有收到 SYN 之后才能发送。',
  'why/tcp/synack-ack':
    'SYN 占用一个序号，所以期望的下一个序号是对方的初始序号加一。ack 不对的 SYN,ACK 会以 RST 应答。双方各有自己的初始序号和编号。',
  'why/tcp/handshake-ack': '第三个报文段的 seq 是自己的初始序号加一（SYN 占用了一个序号），ack 是对方的初始序号加一。',
  'why/tcp/syn-consumes-one': 'SYN 占用一个序号，这样它才能被单独确认和重发。第一个数据字节的序号是初始序号加一。',
  'why/tcp/isn-changed': '重发的 SYN 是同一个报文段：换一个初始序号就是另一次尝试，两者会被当作不同的连接。',
  'why/tcp/data-before-synack':
    '收到 SYN,ACK 之前，发送方既不知道对方的序号，也不知道对方的窗口。应用程序交付的数据要保留到连接建立之后。',
  'why/tcp/data-in-syn-received':
    '在自己的 SYN 被确认之前，无法知道对方确实存在。数据保留到那时，在第三个报文段之后发送。',
  'why/tcp/data-on-syn':
    'SYN 可以携带数据。但这个 SYN 可能是旧的重复报文段，所以接收方在握手完成之前不得把数据交给应用程序。TCP Fast Open 是例外。',
  'why/tcp/simopen-form':
    '双方同时打开时，各自以 SYN,ACK 应答对方的 SYN：再次发送自己的 SYN（初始序号不变），并确认对方的 SYN。',
  'why/tcp/syn-in-synchronized':
    '已建立的连接中出现的 SYN，或是旧的，或是对方崩溃后发送的，或是伪造的。接收方以挑战 ACK 应答；真正的对方如果没有连接，会以 RST 应答。',
  'why/tcp/mss-exceeded':
    '发送方的报文段不得大于对方用 MSS 通告的长度（没有通告时为 536 字节，IPv6 为 1220），还要减去选项所占的字节。',
  'why/tcp/seq-gap': '序号按字节计数。新的报文段从已发送内容之后的序号开始，即 SND.NXT。',
  'why/tcp/seq-pure-ack': '不带数据、SYN 和 FIN 的报文段不占用序号，它携带 SND.NXT，即下一个字节将使用的序号。',
  'why/tcp/ack-consumed-seq': '只有数据、SYN 和 FIN 占用序号。如果 ACK 也占用序号，ACK 就又需要被确认，永无止境。',
  'why/tcp/seq-before-isn': '每一方从自己的初始序号开始编号：更小的序号不属于这条连接的任何字节。',
  'why/tcp/fin-consumes-one': 'FIN 在最后一个字节之后占用一个序号，这样它才能被单独确认：确认号是该序号加一。',
  'why/tcp/fin-seq': 'FIN 的序号紧跟在发送方已发送的最后一个字节之后。两个方向各自编号，与对方的序号无关。',
  'why/tcp/fin-moved': 'FIN 在一个固定的序号上标记数据的结束。重发时序号不变。',
  'why/tcp/data-after-fin': 'FIN 表示这一方不再发送数据。另一方在发送自己的 FIN 之前仍可继续发送（半关闭）。',
  'why/tcp/fin-without-ack':
    '第一个 SYN 之后的每个报文段都带 ACK，FIN 也不例外：接收方会丢弃不带 ACK 的 FIN。只画 FIN 的图省略了 ACK。',
  'why/tcp/ack-bit-missing':
    '收到 SYN 之后总有内容可以确认，所以每个报文段都带 ACK。除 RST 之外，不带 ACK 的报文段会被丢弃。',
  'why/tcp/fin-before-queued-data': 'close 不会丢弃应用程序此前交付的数据：全部发送之后才发 FIN。',
  'why/tcp/fin-without-close':
    'TCP 在应用程序关闭时才发送 FIN，不会自行发送。如果流程为这一方写了 close，FIN 就要在 close 之后。',
  'why/tcp/data-not-from-user': 'TCP 只发送应用程序交付的数据。如果流程为这一方写了 send，数据就以它为准。',
  'why/tcp/ack-beyond-sent':
    '确认号表示它之前的内容都已收到。对方没有发送的内容不可能收到：对方会丢弃该报文段，并以 ACK 应答。',
  'why/tcp/ack-of-hole':
    '确认是累积的：确认号之前的字节都已收到。只要缺少一个字节，确认号就停在它上面；其后收到的内容可以用 SACK 告知。',
  'why/tcp/ack-not-rcvnxt':
    '确认号是该报文段的发送方期望的下一个序号（RCV.NXT）：不是收到的最后一个字节，而是其后的那个字节。',
  'why/tcp/ack-went-back': '已按序收到的内容不会再丢失，所以 RCV.NXT 以及确认号只增不减。',
  'why/tcp/ack-plus-one': '确认号等于序号加上收到的长度。只有对 SYN 和 FIN（各算一个）以及单个字节的数据，才是加一。',
  'why/tcp/data-beyond-window': '窗口从随之而来的确认号算起，表示对方还有多少空间。超出其右边界的新数据可能被丢弃。',
  'why/tcp/zero-window-data':
    '零窗口表示对方完全没有空间。发送方等待窗口更新，并发送很小的探测，以免窗口更新丢失后连接永远停顿。',
  'why/tcp/rst-form-noack':
    '没有连接时，对不带 ACK 的报文段，RST 没有可依据的序号：seq 为 0，并确认该报文段，使其发送方知道是针对它的。',
  'why/tcp/rst-form-ack':
    '没有连接时，对带 ACK 的报文段，RST 的 seq 取其发送方期望的下一个序号，即那个 ack，这样对方才会接受。',
  'why/tcp/rst-to-rst': '如果以重置应答重置，两个没有连接的端点就会无休止地互发下去。',
  'why/tcp/rst-abort-seq': '对方只接受序号等于其期望值的 RST：在此前的内容都已到达时，就是 SND.NXT。',
  'why/tcp/segment-after-rst': '中止时发送 RST 的一方立即删除连接：对之后到达的报文段，它只能再以 RST 应答。',
  'why/tcp/rst-instead-of-ack':
    '在同步状态下，不可接受的报文段多半是旧的重复。应以 ACK 告知期望的序号，连接继续存在。只有不遵循 RFC 5961 的实现才可以用 RST 应答窗口之内的 SYN。',
  'why/tcp/last-ack-numbers': '每个 FIN 各占用一个序号：最后一个 ACK 的 seq 是自己的 FIN 加一，ack 是对方的 FIN 加一。',
  'why/tcp/middle-two-same-seq':
    '被动关闭的一方先确认 FIN，之后再发送自己的 FIN。ACK 不占用序号，所以二者的 seq 相同，除非其间发送了数据。',
  'why/tcp/simclose-numbers': '两个 FIN 交错时，各自确认对方的 FIN：seq 是自己的 FIN 加一，ack 是对方的 FIN 加一。',
  'why/tcp/state-mismatch': '状态由已发送和已到达的报文段决定，逐行遵循状态机。',
  'why/tcp/segment-not-allowed': '状态机中没有任何转换会在该状态下发送这样的报文段。',
  'why/tcp/open-unspecified': '主动 OPEN 需要目的地址和端口；只有被动 OPEN（`listen`）可以不指明。',
  'why/tcp/user-call': '每个用户调用只在某些状态下可用；在其他状态下会失败，且不发送任何报文段。',
  'why/tcp/address-in-use':
    '端口上还有连接（包括 TIME-WAIT）时，监听套接字的 bind() 会失败；设置了 SO_REUSEADDR 则会成功。',
  'why/flow/call-succeeds': '调用后面的 `fails` 表示这次调用会失败；若它成功，就是错误。',
  'why/tcp/rtx-acked': '已被确认的内容会离开重传队列：只重发未确认的字节。',
  'why/tcp/state-name':
    'RFC 9293 规定了十一个状态的名称。工具和教科书对其中一些另有写法（SYN_RCVD、CLOSED_WAIT），这些写法也能读懂。',
  'why/flow/unbound-name': '名字在使用之前必须有所指：由 let 或 SYN 的 seq 定义。',
  'why/flow/name-taken': '一个名字在流程中只有一个含义。',
  'why/flow/unknown-flight': 'deliver 和 drop 指明一个用 ~> 发送、既未到达也未丢失的报文段。',
  'why/flow/nothing-in-flight':
    'run 经链路发出的报文段和被延迟的报文段会自行到达：“deliver next from”和“drop next from”说的就是它们。',
  'why/flow/unknown-segment': 'resend 和 duplicate 指明一个先前发送、并用 as 命名的报文段。',
  'why/flow/unknown-host': '主机由 host 行或写出它的箭头引入。',
  'why/flow/unknown-variable':
    'expect 认识 TCB 的变量：snd.una、snd.nxt、snd.wnd、snd.wl1、snd.wl2、iss、rcv.nxt、rcv.wnd、irs，以及 cwnd、ssthresh、flight、rto、srtt、rttvar。只有存在紧急数据时，紧急指针才有值；ssthresh 从第一次丢失起、srtt 和 rttvar 从第一次测量起才有值。',
  'why/flow/expectation-variable': 'expect 断言端点在流程此处的情况，不改变任何东西。',
  'why/flow/message-value': '每种消息有自己的值：十六进制字节、密码套件和组的名称。没有写出的，就是这一端会说的。',
  'why/flow/expectation-layer':
    'HTTP/1 的一端：两次交换之间是 IDLE，报文没有发完时是 SEND_BODY，客户端等待响应时是 DONE，服务器有请求要应答时是 SEND_RESPONSE，close 之后是 MUST_CLOSE，结束之后是 CLOSED。TLS 的一端从 START 开始，依次等待各条消息，握手完成时是 CONNECTED。',
  'why/flow/expectation-owes': '端点应发送的，是报文段所要求而它尚未发送的应答。',
  'why/flow/owed-at-end': '端点会发送它应发的应答。写出该报文段；如果故事到此为止，也可以不写。',
  'why/flow/in-flight-at-end': '用 ~> 发送的报文段停留在途中，直到 deliver 或 drop 指明其去向。',
  'why/flow/rule-not-broken': 'violates 声明有意的错误。如果并没有错误，这个声明就是错的。',
  'why/flow/unknown-rule': 'violates 用规则的 id 指明规则，例如 ack-not-rcvnxt。',
  'why/tcp/mss-absent':
    '不通告 MSS 的一方，在 IPv4 上被当作每个报文段只能接收 536 字节（IPv6 上为 1220），在今天的网络上都很慢。',
  'why/tcp/ack-of-pure-ack': '只有占用序号的内容才被确认：数据、SYN 和 FIN。否则双方会无休止地互发 ACK。',
  'why/tcp/rst-not-honoured':
    '有效的 RST（RFC 5961 以来：序号须恰好等于期望值）会结束连接：收到它的一方删除连接，不再在其上发送任何报文段。',
  'why/tcp/rtx-bytes-differ': '一个序号永远只属于一个字节。重传时可以重新分段，但每个序号所携带的字节与之前相同。',
  'why/flow/slow-start':
    '发送方每个往返时间把拥塞窗口加倍，以此试探路径的承载能力：每个 ACK 允许它发送与被确认的一样多的数据，再加同样多。',
  'why/flow/loss-window': '超时之后，在途数据的情况无从得知：拥塞窗口降为一个全长报文段，再从那里重新增长。',
  'why/flow/isn-differs': 'host 行的 isn= 就是初始序号，SYN 携带的正是它。只在一处书写，或两处写同一个数。',
  'why/flow/retransmission': '以相同的序号再次发送先前发送过的字节。在它们被确认之前，这是合法的。',
  'why/flow/keepalive-probe':
    '探测携带 SND.NXT - 1：它落在窗口之外，所以仍有连接的对方会以 ACK 应答，没有连接的会以 RST 应答。',
  'why/flow/relative-numbers':
    '抓包分析器把序号显示为相对于 SYN 的值，于是数据的第一个字节序号为 1。流程中写的是报文段实际携带的序号，或者用名字：`x+1`。',
  'why/flow/misspelt-host':
    '名称中两个字母颠倒，或者少一个、错一个、多一个字母，就成了另一台主机，报文段便到不了想写的那一台。',
  'why/flow/scaled-windows':
    '抓包分析器显示的是计算后的窗口，以字节计。字段只有 16 位，携带的是按 SYN 的窗口扩大因子右移之后的值（RFC 7323 §2.3），报文段的 win= 也是如此。',
  'why/flow/window-beyond-buffer':
    '窗口是接收方还能容纳的数据量。host 行的 window= 是以字节计的缓冲区，win= 则是扩大之前的字段值。',
  'why/flow/same-host': '一条连接有两端，在流程中它们是两台主机。',
  'why/flow/time-back': '@TIME 从流程开始算起，各行按书写的先后发生。',
  'why/flow/host-twice': '一台主机只有一个 host 行，写明地址和全部设置。',
  'why/flow/no-connection': '主机名之后的端口指明它的一条连接，而没有连接使用这个端口。',
  'why/flow/which-connection':
    '主机有多条连接时，只写名字无法指明是哪一个，应写 client:50001；多条连接都用这个端口时，写 client:50001-server:80。',
  'why/flow/setting-range':
    '设置的值必须与它所代表的内容相符：isn 为 32 位，mss 为 16 位，wscale 最大为 14，window 不超过用它能通告的最大窗口。',
  'why/flow/time-limit': '模拟时间有上限，使每个流程都有尽头。',
  'why/flow/unknown-certificate':
    '证书在自己的行上命名：certificate NAME "shop.example" by CA。签发者的链条结束于自签名者，或由默认机构签发者。',
  'why/flow/certificate-twice': '每个证书都有自己的名称，主机行和签发者以此引用它。',
  'why/flow/today-twice': '证书在流程的这一天有效或无效；两个日期会给出两种结论。',
  'why/flow/bad-keylog': 'SSLKEYLOGFILE 指定文件时，浏览器和服务器会写出这样的行。它们给出流程自己没有生成的密钥。',
  'why/flow/tls-not-up': 'http 按连接所用的方式传送。https 表示必须加密。',
  'why/flow/handshake-failed': '双方都必须接受对方所说的：版本、套件、证书、Finished。否则一方以致命警报结束握手。',
  'why/flow/expectation-message': 'TLS 的一方应发送下一组消息，或对错误消息的警报；HTTP 服务器应给出响应。',
  'why/flow/expectation-knows':
    '一方知道的，是它生成、读到、解密得到或由所知推导出的。旁听者读到明文传送的内容；有了服务器的私钥，它能解密用 RSA 加密给服务器的内容，而解不开由 (EC)DHE 得出的任何东西。',
  'why/flow/goal-open': '所有目标都已达到，并且没有任何一行有错误或警告，练习才算完成。目标在流程结束时判定。',
};
