/** 时序图的其他文字：比较、查找、折叠、导出。 */
import type { diagram as en } from '../en/diagram';
import type { Same } from '../table';

export const diagram: Same<typeof en> = {
  'diagram/first-difference': '首个不同之处',
  'diagram/no-difference': '这两个流程没有不同。',
  'diagram/to-difference': '转到首个不同之处',
  'diagram/compare-left': '左侧的流程',
  'diagram/compare-right': '与之比较的流程',
  'diagram/compare-open': '选择文件…',
  'diagram/compare-gone': '两个流程中有一个已无法打开。',
  'diagram/nothing-here': '此刻这一侧什么也没有发生。',
  'diagram/fast-retransmit': '快速重传',
  'diagram/data-segments': '{count} 个数据段',
  'diagram/data-segments-one': '1 个数据段',
  'diagram/acks': '{count} 个 ACK',
  'diagram/acks-one': '1 个 ACK 段',
  'diagram/others': '{count} 个其他报文段',
  'diagram/others-one': '1 个其他报文段',
  'diagram/hidden': '已隐藏 {count} 步',
  'diagram/hidden-one': '已隐藏 1 步',
  'diagram/folded': '共 {count} 步',
  'diagram/folded-one': '共 1 步',
  'diagram/row-fold': '第 {step} 至 {last} 步：{text}',
  'diagram/row-closed': '小节（已折叠）：{text}',
};
