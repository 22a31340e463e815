import type { capture as en } from '../en/capture';
import type { Same } from '../table';

/** 抓包文件：为何提前结束、略过了什么、连接如何建立和结束。 */
export const capture: Same<typeof en> = {
  'capture/empty': '文件是空的。',
  'capture/not-a-capture': '这不是抓包文件：既不是 pcap 也不是 pcapng，也不是 gzip 压缩的这两种文件。',
  'capture/ends-early': '文件在第 {offset} 字节处的记录中间中断。此前的 {frame} 帧已读出。',
  'capture/broken': '第 {offset} 字节处的记录已损坏。此前的 {frame} 帧已读出。',
  'capture/gzip-broken': '压缩数据已损坏或中断。此前的 {frame} 帧已读出。',
  'capture/cancelled': '读取已取消。已读出 {frame} 帧。',
  'capture/too-many-packets': '读到第 {frame} 帧时达到 {limit} 个分组的上限，其后的内容没有读取。',
  'capture/too-many-connections': '读到第 {frame} 帧时达到 {limit} 条连接的上限，其后的内容没有读取。',

  'capture/note/fragments': 'IP 分片不予重组，共 {count} 个。',
  'capture/note/cut': '在 TCP 以下的首部之中或在 TCP 端口处截断的帧，共 {count} 个。',
  'capture/note/unknown-link': '不支持的链路类型（{link}）的帧，共 {count} 个。',
  'capture/note/dropped': '按文件自身的记录，抓包时丢失的帧，共 {count} 个。',

  'capture/opened/syn': 'SYN',
  'capture/opened/syn-refused': '被拒绝',
  'capture/opened/mid-stream': '中途开始',
  'capture/ended/fin': 'FIN',
  'capture/ended/rst': 'RST',
  'capture/ended/open': '未结束',
  'capture/ended/timeout': '超时',
};
