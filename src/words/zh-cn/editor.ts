import type { editor as en } from '../en/editor';
import type { Same } from '../table';

export const editor: Same<typeof en> = {
  'fix/set-field': '改为 {text}',
  'fix/remove': '删除多余的内容',
  'fix/violates': '这是有意的：写上 “violates {rule}”',

  'related/expected-since': '{host} 的下一个序号由此而来',
  'related/received-here': '{host} 收到了这个报文段',

  'editor/level/error': '错误',
  'editor/level/warning': '警告',
  'editor/level/hint': '提示',
  'editor/hint/relative': '{field}，从初始序号算起。',
  'editor/hint/absolute': '线路上携带的 {field}。',
  'editor/hint/left-out': '按 {host} 实际会发送的内容补全。双击可写入该行。',
  'editor/hint/state': '{host} 在此由 {from} 变为 {to}。',
  'editor/hover/state': '等待',
  'editor/hover/out': '离开方式',
  'editor/hover/now': '本流程中，该行之后：{hosts}',
  'editor/hover/relative': '相对',
  'editor/hover/absolute': '绝对',
  'editor/hover/host': '该行之后的 {host}',
  'editor/hover/scaled': '{bytes} 字节，按 2^{shift} 扩大',
  'editor/hover/counts-bytes': '第 {first} 至 {last} 字节，共 {count} 字节',
  'editor/hover/rule': '规则',
  'editor/hover/open-rule': '打开规则说明',
  'editor/rename/nothing': '只能重命名主机、已绑定的数和已命名的报文段。',
  'editor/rename/not-a-name': '“{name}”不是名称：名称以字母开头，其后为字母、数字和 _。',
  'editor/rename/reserved': '“{name}”是语言中的词，不能在此用作名称。',
  'editor/rename/taken': '名称“{name}”已被占用。',
  'editor/outline/flow': '流程',
  'editor/page-missing': '没有关于 {page} 的说明。',
  'related/state-since': '{host} 从这里起处于 {state}',
};
