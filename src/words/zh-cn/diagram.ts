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
};
