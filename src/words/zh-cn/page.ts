import type { Same } from '../table';
import type { page as english } from '../en/page';

export const page: Same<typeof english> = {
  'page/bar': '页面',
  'page/theme': '主题',
  'page/text': '文本',
  'page/back': '回到原流程',
  'page/save': '保存流程',
};
