/** 关于 TCP 之上的消息的文字：箭头下方、标签页与讲述中。 */
import type { message as en } from '../en/message';
import type { Same } from '../table';

export const message: Same<typeof en> = {
  // 报文段箭头下方。
  'message/unnamed': '消息的开头',
  'message/waits': '消息尚未完整',
  'message/never': '未读到',
  'message/segments': '{segments} 个报文段',
  'message/in': '{bytes}，{segments} 个报文段',
  'message/again': '{count} 个重发',
  'message/not-whole': '不完整',
  'message/whole-now': '{names}：至此完整',
};
