import type { isn as en } from '../en/isn';
import type { Same } from '../table';

export const isn: Same<typeof en> = {
  'isn/title': '初始序号',
  'isn/lead': '一条连接从哪个数开始计数？RFC 6528 的做法是：时钟加上四元组的带密钥散列。改动任何一项，看看结果。',
  'isn/tuple': '四元组',
  'isn/local': '本地地址',
  'isn/remote': '对方地址',
  'isn/port': '端口',
  'isn/secret': '密钥',
  'isn/secret-hint': '128 位，十六进制；只有本机知道',
  'isn/new-secret': '换一个密钥',
  'isn/clock': '时钟',
  'isn/seconds': '{seconds} 秒',
  'isn/second-later': '一秒之后',
  'isn/run': '开始走时',
  'isn/pause': '停止',
  'isn/ticks': '时钟，每 4 微秒加 1',
  'isn/hash': '{tuple} 与密钥的散列值',
  'isn/sum': 'M + F，模 2^32',
  'isn/space': '同一时刻，本机接下来的 16 个端口',
  'isn/hashed': '使用散列',
  'isn/stepped': '固定步长',
  'isn/space-note':
    '横线从 0 到 2^32，粗线是这条连接。使用散列时，知道这一个数，对其他连接仍一无所知；而按 20 世纪 80 年代的固定步长（每条连接加 64,000），其他连接全都紧挨着它。',
  'isn/changes': '改动记录',
  'isn/what': '改动',
  'isn/difference': '差值',
  'isn/unrelated': '毫无关系',
  'isn/invalid': '需要地址、小于 65536 的端口，以及 32 位十六进制数字的密钥。仍显示上一个结果。',
  'isn/source':
    'RFC 9293 第 3.4.1 节；RFC 6528 第 3 节。这里的散列是 SipHash-2-4，折叠为 32 位。时钟每 4 小时 46 分绕回一圈。',
};
