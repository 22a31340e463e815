import type { Same } from '../table';
import type { fence as english } from '../en/fence';

export const fence: Same<typeof english> = {
  'fence/step': '✓ 1 步',
  'fence/steps': '✓ {count} 步',
  'fence/finding': '第 {line} 行：{text}',
  'fence/more': '另有 {count} 处',
  'fence/unknown': '未知：{names}。可用的有 {all}。',
  'fence/empty': '这里写一个流程，每行一个报文段，例如这两行。',
  'fence/open': '打开',
  'fence/copied': '已复制为 SVG。',
  'fence/clean': '未发现问题。',
  'fence/gone': '文档的这个位置已没有流程。',
  'link/copied': '链接已复制到剪贴板。',
  'link/broken': '这个链接没有指向任何流程。',
  'link/too-long': '流程太长，不能放进链接：请先保存到工作区。',
  'mcp/copied': '配置已复制到剪贴板。',
};
