import type { Table } from '../table';

/** HTTP/1 报文的规则：说明与理由。 */
export const http = {
  'http1/start-line': '这不是 HTTP/1.1 的请求行，也不是状态行：“{found}”。',
  'http1/host': '{message} 缺少 Host 字段：每个 HTTP/1.1 请求都要写明主机。',
  'http1/host/twice': '{message} 有第二个 Host 字段。',
  'http1/host/value': '“{found}”不是主机名（可带端口）。',
  'http1/field-syntax': '字段 {name} 所在的行含有头部字段中不允许的字符。',
  'http1/field-syntax/colon': '这一行没有冒号：头部字段由名称、冒号和值组成。',
  'http1/field-syntax/blank': '{name} 与冒号之间有空白：服务器以 400 应答这样的请求。',
  'http1/obs-fold': '{name} 的值续到了第二行（obs-fold）：发送方应把一个字段写在一行内。',
  'http1/line-end': '这一行只以 LF 结尾。HTTP 的行以 CRLF 结尾。',
  'http1/length-conflict': 'Content-Length 给出了不同的长度：{found}。无法判断主体在哪里结束。',
  'http1/length-conflict/number': 'Content-Length 不是十进制数：{found}。无法判断主体在哪里结束。',
  'http1/length-and-chunked':
    '{message} 同时有 Content-Length 和 Transfer-Encoding：两个读者可能认为它在不同的地方结束（请求走私）。',
  'http1/chunk': '主体在这里不是分块：分块由十六进制长度、CRLF、相应字节数、CRLF 组成。',
  'http1/chunk/twice': 'chunked 编码用了两次。',
  'http1/chunk/not-last': 'chunked 不是请求的最后一个编码：无法判断主体在哪里结束。',
  'http1/chunked-to-10': '{host} 向使用 HTTP/1.0 的客户端发送分块：对方不认识分块。',
  'http1/chunked-to-10/request': 'HTTP/1.0 请求没有 Transfer-Encoding。',
  'http1/body-not-allowed': '{before} 不能有主体：接收方会把这 {count} 字节当作下一个响应的开头。',
  'http1/body-not-allowed/field': '{status} 响应没有 {name}。',
  'http1/body-too-long': '后面有 {count} 字节不构成报文：{before} 的主体已在其长度所说的地方结束。',
  'http1/body-length-missing': '这个 {status} 响应的主体只能靠连接关闭来结束，而它没有写 Connection: close。',
  'http1/incomplete': '{host} 结束了连接，而 {message} 的主体还差 {left} 字节。',
  'http1/incomplete/head': '{host} 在报文头部还没发完时结束了连接。',
  'http1/incomplete/chunked': '{host} 在 {message} 的最后一个分块之前结束了连接。',
  'http1/not-read': '报文超出了这里读取的长度：这一方向后面的内容不再解析。',
  'http1/continue': '{host} 发送了 100 (Continue)，而请求没有用 Expect: 100-continue 要求它。',
  'http1/continue/version': '{host} 向使用 HTTP/1.0 的客户端发送临时响应（{status}）：对方会把它当作最终响应。',
  'http1/request-after-close': '{message} 出现在 {by} 的 Connection: close 之后：这条连接上不能再有请求。',
  'http1/http10-reuse': '{message} 用了没有 keep-alive 的 HTTP/1.0 连接：这样的连接在第一个响应之后结束。',
  'http1/pipeline-after-nonidempotent':
    '{message} 在 {before} 得到响应之前就跟着发出：连接一旦失败，就无从知道 {before} 是否已执行。',
  'http1/response-without-request': '{host} 发出响应，但没有请求在等待：客户端不会把它当作响应。',
  'http1/response-order': '这是对后一个请求（{target}）的响应：先等待的是 {first}，响应按请求的顺序返回。',
  'http1/close-not-followed': '{host} 已在 Connection: close 之后发出最后一个响应，却没有关闭连接。',
  'http1/body-not-drained': '{host} 在 {request} 完整到达之前就应答，并保持连接：它必须读完其余部分，或者关闭。',
  'http1/rst-eats-response': '请求还在途中，{host} 就关闭了：此后到达的字节会引发 RST，可能使客户端来不及读取响应。',
  'http1/fin-is-not-end-of-request':
    '{request} 还在等待响应，{host} 就关闭了自己的方向。FIN 不是请求的结束，服务器可能以为客户端已离开。',
  'http1/reconnect': '{host} 另开了一条连接，而到同一服务器的连接本可继续使用：多花一个往返，慢启动也要重新开始。',
} as const satisfies Table;

/** 这些规则的理由。 */
export const httpReasons = {
  'why/http1/start-line':
    '报文以起始行开头：方法、目标和版本，或者版本、状态码和原因短语，之间各一个空格。服务器读不懂时以 400 应答并关闭。',
  'why/http1/host':
    '许多站点共用一个地址。Host 说明要访问哪一个，所以每个 HTTP/1.1 请求恰好带一个。否则服务器以 400 应答。',
  'why/http1/field-syntax': '头部字段是名称、冒号、值。冒号前的空白曾使两个读者看到两个不同的报文，所以服务器拒绝它。',
  'why/http1/obs-fold': '值续到以空白开头的下一行，这种写法已经废弃。发送方不再使用；服务器拒绝它，或把各行连接起来。',
  'why/http1/line-end': '行以 CRLF 结尾。接收方可以接受单独的 LF，发送方不应依赖这一点。',
  'why/http1/length-conflict':
    '头部之后的字节由 Content-Length 计数。值互相矛盾或不是数字时，报文的结尾无法确定：服务器以 400 应答并关闭。',
  'why/http1/length-and-chunked':
    'Transfer-Encoding 优先于 Content-Length。途中一个程序按前者读、另一个按后者读，主体的剩余部分就会变成一个单独的请求。',
  'why/http1/chunk':
    'chunked 把长度未知的主体分块发送：每块先写十六进制长度，最后是长度为 0 的块。它只用一次，而且是最后一个编码。',
  'why/http1/chunked-to-10': '分块是 HTTP/1.1 引入的。使用 1.0 的客户端会把长度行当作主体的一部分。',
  'why/http1/body-not-allowed': '1xx、204、304 响应以及对 HEAD 的响应在头部之后结束。后面的字节会被当作下一个响应。',
  'why/http1/body-too-long':
    '收到 Content-Length 个字节后主体就结束了，后面的字节属于下一个报文。长度以字节计：一个汉字在 UTF-8 中占三个字节。',
  'why/http1/body-length-missing':
    '没有 Content-Length 也没有分块时，响应只能靠连接关闭来结束。想让连接继续的服务器要写明长度。',
  'why/http1/incomplete':
    '没有达到长度就结束的报文是不完整的，客户端不得把它当作完整的。所以即使连接要关闭，也会写明长度。',
  'why/http1/not-read': '超过 16 MiB 的报文和超过 64 KiB 的头部不再继续解析。报文段和确认仍照常检查。',
  'why/http1/continue': '客户端写 Expect: 100-continue，是要等到 100 再发送较大的主体。1.0 客户端不认识临时响应。',
  'why/http1/request-after-close': 'close 表示这是连接上的最后一次交换：服务器在响应之后关闭，不再读取请求。',
  'why/http1/http10-reuse': 'HTTP/1.0 连接在响应之后结束，除非双方都写了 Connection: keep-alive。',
  'why/http1/pipeline-after-nonidempotent':
    '管道中断后要重发。像 POST 这样不能执行两次的请求，应等到响应之后再发下一个。',
  'why/http1/response-without-request':
    'HTTP/1.1 报文没有编号：第一个响应对应第一个请求。没有请求就来的响应不属于任何请求，客户端会关闭连接。',
  'why/http1/response-order': 'HTTP/1.1 按请求的顺序应答，不管第一个要花多久。HTTP/2 给流编号，可以按任意顺序应答。',
  'why/http1/close-not-followed': '发送或收到 close 的服务器，在最后一个响应之后关闭连接。',
  'why/http1/body-not-drained': '没有读取的主体字节会被当作下一个请求。所以服务器要么读完，要么关闭。',
  'why/http1/rst-eats-response':
    '数据到达程序已经关闭的套接字时会引发 RST。RST 可能在客户端读取响应之前到达，响应就丢失了。服务器应先关闭发送方向，继续读取。',
  'why/http1/fin-is-not-end-of-request': '请求在哪里结束由头部说明。过早关闭自己方向的客户端，可能被当作已经离开。',
  'why/http1/reconnect': '持久连接可以依次承载任意多个请求。新建连接要再握手一次，并以很小的拥塞窗口开始。',
} as const satisfies Table;
