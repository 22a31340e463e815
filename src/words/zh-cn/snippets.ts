import type { snippets as en } from '../en/snippets';
import type { Same } from '../table';

export const snippets: Same<typeof en> = {
  'snippet/handshake/about': '建立连接的三个报文段。',
  'snippet/handshake':
    'section "${1:三次握手}"\n${2:client} -> ${3:server}  SYN      seq=${4:x}\n$3 -> $2  SYN,ACK  seq=${5:y}    ack=$4+1\n$2 -> $3  ACK      seq=$4+1  ack=$5+1\nexpect $2 ESTABLISHED, $3 ESTABLISHED\n$0',
  'snippet/connection/about': '标题、两台主机和一次握手，作为开头。',
  'snippet/connection':
    'flow "${1:标题}"\n\nhost ${2:client} 10.0.0.1:49152  isn=1000 mss=1460 window=64240\nhost ${3:server} 10.0.0.2:80     isn=5000 mss=1460 window=65160\n\n$3 listen\n\n$2 -> $3  SYN      seq=x\n$3 -> $2  SYN,ACK  seq=y    ack=x+1\n$2 -> $3  ACK      seq=x+1  ack=y+1\n$0',
  'snippet/hosts/about': '两台主机及其地址和设置。',
  'snippet/data/about': '一个数据报文段和对它的确认。',
  'snippet/close/about': '双方先后关闭连接。',
  'snippet/close':
    'section "${1:四次挥手}"\n${2:client} close\n$2 -> ${3:server}  FIN,ACK\n$3 -> $2  ACK\nexpect $2 FIN-WAIT-2, $3 CLOSE-WAIT\n$3 close\n$3 -> $2  FIN,ACK\n$2 -> $3  ACK\nexpect $2 TIME-WAIT, $3 CLOSED\nwait 2MSL\nexpect $2 CLOSED\n$0',
  'snippet/abort/about': '用 RST 代替 FIN，中止连接。',
  'snippet/lost/about': '途中丢失的报文段。',
  'snippet/flight/about': '稍后才到达的报文段。',
  'snippet/variable/about': '断言端点的一个变量。',
  'snippet/halfway/about': '流程从连接中途开始。',
  'snippet/forgets/about': '主机崩溃，重启后不再记得这条连接。',
};
