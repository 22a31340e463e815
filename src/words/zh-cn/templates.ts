import type { templates as en } from '../en/templates';
import type { Same } from '../table';

export const templates: Same<typeof en> = {
  'template/empty/title': '空白',
  'template/empty/about': '只有两台主机：按 Ctrl+空格列出接下来可以写什么。',
  'template/empty':
    'flow "新流程"\n# 每行一条语句；按 Ctrl+空格列出接下来可以写什么。\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\n',
  'template/handshake/title': '三次握手',
  'template/handshake/about': 'SYN、SYN,ACK、ACK：三个报文段打开连接。',
  'template/handshake':
    'flow "三次握手"\n# 每行一条语句，逐行对照两端的状态机检查。\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nserver listen\n\nclient -> server  SYN      seq=x                # x 是客户端的初始序号\nserver -> client  SYN,ACK  seq=y    ack=x+1     # SYN 占用一个序号，所以是 x+1\nclient -> server  ACK      seq=x+1  ack=y+1     # 省略的内容由引擎补全\nexpect client ESTABLISHED, server ESTABLISHED\n',
  'template/connection/title': '完整的连接',
  'template/connection/about': '打开、请求与应答、关闭。',
  'template/connection':
    'flow "打开、请求、应答、关闭"\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nsection "三次握手"\nclient -> server  SYN      seq=x\nserver -> client  SYN,ACK  seq=y    ack=x+1\nclient -> server  ACK      seq=x+1  ack=y+1\n\nsection "请求与应答"\nclient -> server  PSH,ACK  http/1.0 GET /\nserver -> client  PSH,ACK  http/1.0 200 len=512\nclient -> server  ACK\n\nsection "关闭"\nserver -> client  FIN,ACK\nclient -> server  ACK\nexpect server FIN-WAIT-2, client CLOSE-WAIT\nclient -> server  FIN,ACK\nserver -> client  ACK\nexpect client CLOSED, server TIME-WAIT\nwait 2MSL\nexpect server CLOSED\n',
  'template/lost-data/title': '数据丢失',
  'template/lost-data/about': '一个报文段丢失，定时器超时后重传。',
  'template/lost-data':
    'flow "报文段丢失"\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nsection "打开"\nclient -> server  SYN      seq=x\nserver -> client  SYN,ACK  seq=y    ack=x+1\nclient -> server  ACK      seq=x+1  ack=y+1\n\nsection "丢失与重传"\nclient -x server  PSH,ACK  len=100 as request\nwait 1s                                         # 重传定时器超时\nclient -> server  resend request\nserver -> client  ACK\n',
  'template/lost-ack/title': 'ACK 丢失',
  'template/lost-ack/about': '数据已到达而其 ACK 未到达：接收方两次收到相同的字节。',
  'template/lost-ack':
    'flow "ACK 丢失"\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nsection "打开"\nclient -> server  SYN      seq=x\nserver -> client  SYN,ACK  seq=y    ack=x+1\nclient -> server  ACK      seq=x+1  ack=y+1\n\nsection "ACK 丢失"\nclient -> server  PSH,ACK  len=100 as request\nserver -x client  ACK\nwait 1s                                         # 客户端无从得知数据已经到达\nclient -> server  resend request\nserver -> client  ACK                           # 没有新内容：再发一次同样的 ACK\n',
  'template/close/title': '四次挥手',
  'template/close/about': '双方先后关闭；先关闭的一方等待两个 MSL。',
  'template/close':
    'flow "四次挥手"\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nsection "打开"\nclient -> server  SYN      seq=x\nserver -> client  SYN,ACK  seq=y    ack=x+1\nclient -> server  ACK      seq=x+1  ack=y+1\n\nsection "客户端关闭"\nclient close\nclient -> server  FIN,ACK  seq=x+1  ack=y+1\nserver -> client  ACK      seq=y+1  ack=x+2     # FIN 也占用一个序号\nexpect client FIN-WAIT-2, server CLOSE-WAIT\n\nsection "服务器关闭"\nserver close\nserver -> client  FIN,ACK  seq=y+1  ack=x+2\nclient -> server  ACK      seq=x+2  ack=y+2\nexpect client TIME-WAIT, server CLOSED\nwait 2MSL\nexpect client CLOSED\n',
  'template/refused/title': '拒绝连接',
  'template/refused/about': '端口上无人监听：RST。',
  'template/refused':
    'flow "连接被拒绝"\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nclient -> server  SYN      seq=x\nserver -> client  RST,ACK  seq=0  ack=x+1\nexpect client CLOSED, server CLOSED\n',
};
