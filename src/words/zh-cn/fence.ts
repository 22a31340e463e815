import type { Same } from '../table';
import type { fence as english } from '../en/fence';

export const fence: Same<typeof english> = {
  'fence/step': '✓ 1 步',
  'fence/steps': '✓ {count} 步',
  'fence/finding': '第 {line} 行：{text}',
  'fence/more': '另有 {count} 处',
  'fence/unknown': '未知：{names}。可用的有 {all}。',
  'fence/empty': '这里写一个流程，每行一个报文段，例如这两行。',
  'fence/copied': '已复制为 SVG。',
  'fence/gone': '文档的这个位置已没有流程。',
};
