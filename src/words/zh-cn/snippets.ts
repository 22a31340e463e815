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
  'snippet/hosts':
    'host ${1:client} ${2:10.0.0.1:49152}  isn=${3:1000} mss=${4:1460} window=${5:64240}\nhost ${6:server} ${7:10.0.0.2:80}     isn=${8:5000} mss=$4 window=${9:65160}\n$0',
  'snippet/data/about': '一个数据报文段和对它的确认。',
  'snippet/data': '${1:client} -> ${2:server}  PSH,ACK  ${3:http GET /}\n$2 -> $1  ACK\n$0',
  'snippet/close/about': '双方先后关闭连接。',
  'snippet/close':
    'section "${1:四次挥手}"\n${2:client} close\n$2 -> ${3:server}  FIN,ACK\n$3 -> $2  ACK\nexpect $2 FIN-WAIT-2, $3 CLOSE-WAIT\n$3 close\n$3 -> $2  FIN,ACK\n$2 -> $3  ACK\nexpect $2 TIME-WAIT, $3 CLOSED\nwait 2MSL\nexpect $2 CLOSED\n$0',
  'snippet/abort/about': '用 RST 代替 FIN，中止连接。',
  'snippet/abort': '${1:client} abort\n$1 -> ${2:server}  RST,ACK\nexpect $1 CLOSED, $2 CLOSED\n$0',
  'snippet/lost/about': '途中丢失的报文段。',
  'snippet/lost': '${1:client} -x ${2:server}  ${3:SYN}\n$0',
  'snippet/flight/about': '稍后才到达的报文段。',
  'snippet/flight': '${1:client} ~> ${2:server}  ${3:SYN}  as ${4:s1}\n$0\ndeliver $4',
  'snippet/variable/about': '断言端点的一个变量。',
  'snippet/variable': 'expect ${1:client}.${2|snd.una,snd.nxt,snd.wnd,rcv.nxt,rcv.wnd,iss,irs|} = ${3:x+1}\n$0',
  'snippet/halfway/about': '流程从连接中途开始。',
  'snippet/halfway':
    'given ${1:client} ${3|ESTABLISHED,SYN-SENT,SYN-RECEIVED,FIN-WAIT-1,FIN-WAIT-2,CLOSE-WAIT,CLOSING,LAST-ACK,TIME-WAIT,LISTEN,CLOSED|} snd.una=${4:1000} snd.nxt=$4 rcv.nxt=${5:5000}\ngiven ${2:server} ${6|ESTABLISHED,SYN-SENT,SYN-RECEIVED,FIN-WAIT-1,FIN-WAIT-2,CLOSE-WAIT,CLOSING,LAST-ACK,TIME-WAIT,LISTEN,CLOSED|} snd.una=$5 snd.nxt=$5 rcv.nxt=$4\n$0',
  'snippet/forgets/about': '主机崩溃，重启后不再记得这条连接。',
  'snippet/forgets': '${1:server} forgets\n${2:client} -> $1  PSH,ACK  len=${3:100}\n$1 -> $2  RST\n$0',
};
