import type { whatIf as en } from '../en/what-if';
import type { Same } from '../table';

/** 面板页面关于假设的说明。 */
export const whatIf: Same<typeof en> = {
  'whatif/menu': '假如……（Shift+F10）',
  'whatif/keep': '保留为新流程',
  'whatif/drop': '放弃',
  'whatif/keep-title': '把这个假设作为独立的流程打开，可随时保存',
  'whatif/drop-title': '关闭这个假设，不留下任何内容',
  'whatif/ask': '放弃“{title}”？',
  'whatif/ask-detail': '它尚未保留为流程：放弃后不留下任何内容。',
  'whatif/closed': '“{title}”已关闭，尚未保留为流程。',
};
