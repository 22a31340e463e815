/** Words by which readers look for a flow, beside those of its title, question and summary. */
import type { Words } from './catalogue';

const words = (en: string, chinese: string): Words => ({ en, 'zh-cn': chinese });

/** By the flow's id. Chinese readers type the names of protocol, methods and fields in English. */
export const KEYWORDS: Readonly<Record<string, Words>> = {
  'http10-close': words(
    'HTTP request, GET, short-lived connection, non-persistent, Connection: close, web page',
    'HTTP 请求, 响应, GET, 短连接, 非持久连接, Connection: close, 网页, Web',
  ),
  'http11-keepalive': words(
    'HTTP request and response, GET, persistent connection, reuse, keep-alive, Host, Content-Length',
    'HTTP 请求, 响应, GET, 持久连接, 长连接, 连接复用, keep-alive, keepalive, Host, Content-Length',
  ),
  'http-cost': words(
    'HTTP request, performance, latency, RTT, round trip, keep-alive, persistent connection, short-lived connection',
    'HTTP 请求, 性能, 延迟, 时延, 往返时间, RTT, keep-alive, 长连接, 短连接, 持久连接, 开销',
  ),
  'http-stateless': words(
    'HTTP request, stateless, connectionless, session, login, Cookie, Set-Cookie',
    'HTTP 请求, 无状态, 无连接, 会话, session, Cookie, Set-Cookie, 登录',
  ),
  'http-post': words(
    'HTTP request message, response message, GET, POST, header, Host, 200, 201, 404, status code, form, 100-continue, CRLF',
    'HTTP 请求报文, 响应报文, 消息头, 请求头, 响应头, 请求体, 报文格式, 头部, 主体, 正文, GET, POST, 状态码, 200, 201, 404, 表单, 100-continue, CRLF',
  ),
  'http-length': words(
    'HTTP response, Content-Length, Transfer-Encoding: chunked, message body, HEAD, 204, 304, framing, message border',
    'HTTP 响应, 消息体, 主体, 长度, Content-Length, Transfer-Encoding, chunked, 分块传输, HEAD, 204, 304, 边界, 粘包',
  ),
  'http11-pipeline': words(
    'HTTP request, pipeline, head-of-line blocking, order of responses, concurrent, idempotent, GET, POST, HTTP/2',
    'HTTP 请求, 响应, 管道, 管线化, 流水线, pipeline, pipelining, 队头阻塞, 顺序, 并发, 幂等, GET, POST, HTTP/2',
  ),
  'http-truncated': words(
    'HTTP response, truncated, incomplete, Content-Length, download breaks off',
    'HTTP 响应, 截断, 不完整, 下载中断, Content-Length',
  ),
  'http-plain': words(
    'HTTP, plain text, cleartext, eavesdropping, sniffing, password, Authorization, Basic, Cookie, HTTPS',
    'HTTP 明文, 窃听, 嗅探, 抓包, 密码, 口令, 冒充, 身份验证, Authorization, Basic, Cookie, 不安全, HTTPS',
  ),
  'http-altered': words(
    'HTTP, tampering, integrity, man in the middle, checksum, HTTPS',
    'HTTP 篡改, 完整性, 中间人, 校验和, 不安全, HTTPS',
  ),
  'http10-persists': words(
    'HTTP/1.0, persistent connection, Connection: keep-alive',
    '长连接, 短连接, 持久连接, Connection: keep-alive',
  ),
  'keep-alive-is-keepalive': words(
    'Connection: keep-alive, Keep-Alive: timeout, persistent connection, probe',
    '长连接, 持久连接, Connection: keep-alive, Keep-Alive: timeout, 保活定时器, 保活计时器, 探测',
  ),
  'stateless-connectionless': words('stateless, connectionless, HTTP request', '无状态, 无连接, HTTP 请求, 长连接'),
  'length-in-characters': words(
    'HTTP, octets, bytes, UTF-8, body too long',
    'HTTP, 字节, 字符, 中文, 汉字, UTF-8, 长度, 主体',
  ),
  'answers-in-any-order': words(
    'HTTP/1.1, pipeline, head-of-line blocking, order of responses',
    '管道, 流水线, pipeline, 队头阻塞, 响应顺序, 乱序',
  ),
};
