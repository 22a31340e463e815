import type { library as en } from '../en/library';
import type { Same } from '../table';

export const library: Same<typeof en> = {
  'library/theme/opening': '建立连接',
  'library/theme/opening-trouble': '建立连接时的意外',
  'library/theme/data': '传送数据',
  'library/theme/closing': '关闭连接',
  'library/theme/closing-trouble': '关闭连接时的意外',
  'library/theme/attacks': '序号与攻击',
  'library/theme/mistakes': '文章里常见的错误',
  'library/open': '打开这个流程',
  'library/choose': '想看什么？',
  'library/choose-pair': '想并排查看哪两个流程？',
  'library/missing': '场景库里没有“{id}”。',
  'library/step': '▶ 下一步',
  'library/related': '如果……会怎样？',
  'library/compare': '与“{title}”对比',
  'library/copy': '复制到我的工作区',
  'library/done': '已解决',
  'library/progress': '已解决 {done}/{all}',
  'library/solved': '已解决：{title}。现在每一行都符合 TCP 的实际行为。',
  'library/all-solved': '已解决：{title}。这是最后一个：所有练习都完成了。',
  'library/next-exercise': '下一个练习',
};
