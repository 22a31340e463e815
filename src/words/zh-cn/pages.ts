import type { pages as en } from '../en/pages';
import type { Same } from '../table';

/** 规则页，以及规则所属的类别。 */
export const pages: Same<typeof en> = {
  'space/tcp': '关于 TCP 报文段的规则',
  'space/http1': '关于 HTTP/1 报文的规则',
  'space/h2': '关于 HTTP/2 的规则',
  'space/tls': '关于 TLS 的规则',
  'space/tls12': '关于 TLS 1.2 的规则',
  'space/tls13': '关于 TLS 1.3 的规则',
  'space/flow': '关于流程写法的规则',
  'space/syntax': '关于文本的规则',

  'page/level': '**级别**：{level}',
  'page/source': '**出处**：{source}',
  'page/example': '示例',
  'page/said': '关于第 {line} 行：',
  'page/right': '正确的写法：',
  'page/meant': '有意为之',
  'page/violates': '有意违反该规则的报文段可以写明这一点：它会照原样执行，不再报告。',

  'source/step': '第 {n} 步',
  'source/steps': '第 {n} 步',
  'source/group': '第 {n} 组',
  'source/groups': '第 {n} 组',
  'source/figure': '图 {n}',
  'source/errata': '勘误 {n}',
  'source/and': '{n}、{m}',
  'source/comma': '、',
  'source/semicolon': '；',
  'report/flow-case': '流程本身',
};
