import type { guide as en } from '../en/guide';
import type { Same } from '../table';

export const guide: Same<typeof en> = {
  'status/name': 'TCP Flow：流程的结果',
  'status/empty': '尚无报文段',
  'status/all': '均为 {state}',
  'status/ends': '{count} 个端点',
  'status/at-end': '结束时的状态',
  'status/counts': '错误：{error}，警告：{warning}，无法判断：{open}，提示：{hint}',

  'template/choose': '流程从什么开始？',

  'menu/diagram': '在侧边打开时序图',
  'menu/next-finding': '下一个问题',
  'menu/profile': '协议栈配置…',
  'menu/profile-of-all': '未指定配置的流程所用的配置',
  'menu/profile-of-this': '本流程的配置',
  'menu/current': '当前',
  'menu/new': '新建流程…',
  'menu/walkthrough': '入门',
  'menu/reference': '语言参考',
  'menu/settings': '设置',
};
