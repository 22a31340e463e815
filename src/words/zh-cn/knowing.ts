import type { Table } from '../table';

/** TLS 消息的讲述：谁知道什么。 */
export const knowing = {
  'knowing/client-hello': '{host} 提供 {count} 个密码套件，并以明文发出一个随机数：旁听者也得到它',
  'knowing/client-hello-13':
    '{host} 提供 {count} 个密码套件，并以明文发出一个随机数和自己在密钥交换中的公开部分：旁听者也得到它们',
  'knowing/retry': '{host} 要求一个它能使用的密钥份额',
  'knowing/server-hello': '{host} 选定 {suite}，并以明文发出自己的随机数：旁听者得到了两个随机数',
  'knowing/server-hello-13':
    '{host} 选定 {suite}，并发出自己在密钥交换中的公开部分：双方算出同一个秘密，旁听者只有两个公开部分',
  'knowing/resumed': '{host} 恢复 {peer} 提出的会话：双方都还有先前的秘密',
  'knowing/encrypted-extensions': '{host} 从此处起加密，旁听者只看得到长度',
  'knowing/certificate': '{peer} 认为证书无误（签发者、签名、日期、名字）：它得到了 {host} 的公钥',
  'knowing/certificate-refused': '{peer} 不接受 {host} 的证书',
  'knowing/certificate-client': '{peer} 得到 {host} 的证书',
  'knowing/certificate-none': '{host} 没有证书可出示',
  'knowing/server-key-exchange': '{host} 以明文发出自己在密钥交换中的公开部分，并用私钥签名',
  'knowing/certificate-request': '{host} 要求 {peer} 出示证书',
  'knowing/server-hello-done': '{host} 该说的已经说完，等待 {peer}',
  'knowing/key-exchange-rsa':
    '{host} 随机生成了预主密钥，并用 {peer} 的公钥加密；{peer} 用私钥解密：双方由它和两个随机数推导出相同的密钥，旁听者只有两个随机数',
  'knowing/key-exchange-rsa-leaked':
    '{host} 随机生成了预主密钥，并用 {peer} 的公钥加密；{peer} 用私钥解密：旁听者也有这个私钥，同样能解密',
  'knowing/key-exchange': '{host} 以明文发出自己的公开部分：双方算出预主密钥并推导出相同的密钥，旁听者只有两个公开部分',
  'knowing/change-cipher-spec': '{host} 从此处起用新密钥加密',
  'knowing/certificate-verify': '{host} 对至此的握手签名：它拥有证书所对应的私钥',
  'knowing/finished': '{host} 证明自己有相同的密钥，并且没有人改动过握手',
  'knowing/ticket': '{host} 给出票据，后续连接可凭它恢复此会话',
  'knowing/key-update': '{host} 更换自己的密钥',
  'knowing/data': '{host} 加密的内容只有 {peer} 能解开；旁听者只看到 {bytes}',
  'knowing/data-leaked': '旁听者与 {peer} 一样能解开 {host} 加密的内容',
  'knowing/close': '{host} 说明不会再有数据：这个结尾谁也无法伪造',
  'knowing/alert': '{host} 以 {alert} 结束 TLS',
} as const satisfies Table;
