import type { Table } from '../table';

/** Snippets of completion, in VS Code's snippet syntax, and what each of them is. */
export const snippets = {
  'snippet/handshake/about': 'Three segments that open a connection.',
  'snippet/handshake':
    'section "${1:Three-way handshake}"\n${2:client} -> ${3:server}  SYN      seq=${4:x}\n$3 -> $2  SYN,ACK  seq=${5:y}    ack=$4+1\n$2 -> $3  ACK      seq=$4+1  ack=$5+1\nexpect $2 ESTABLISHED, $3 ESTABLISHED\n$0',
  'snippet/connection/about': 'A title, two hosts and a handshake to begin with.',
  'snippet/connection':
    'flow "${1:Title}"\n\nhost ${2:client} 10.0.0.1:49152  isn=1000 mss=1460 window=64240\nhost ${3:server} 10.0.0.2:80     isn=5000 mss=1460 window=65160\n\n$3 listen\n\n$2 -> $3  SYN      seq=x\n$3 -> $2  SYN,ACK  seq=y    ack=x+1\n$2 -> $3  ACK      seq=x+1  ack=y+1\n$0',
  'snippet/hosts/about': 'Two hosts with addresses and settings.',
  'snippet/hosts':
    'host ${1:client} ${2:10.0.0.1:49152}  isn=${3:1000} mss=${4:1460} window=${5:64240}\nhost ${6:server} ${7:10.0.0.2:80}     isn=${8:5000} mss=$4 window=${9:65160}\n$0',
  'snippet/data/about': 'A data segment and its ACK.',
  'snippet/data': '${1:client} -> ${2:server}  PSH,ACK  ${3:http GET /}\n$2 -> $1  ACK\n$0',
  'snippet/close/about': 'Both sides close, one after the other.',
  'snippet/close':
    'section "${1:Four-way close}"\n${2:client} close\n$2 -> ${3:server}  FIN,ACK\n$3 -> $2  ACK\nexpect $2 FIN-WAIT-2, $3 CLOSE-WAIT\n$3 close\n$3 -> $2  FIN,ACK\n$2 -> $3  ACK\nexpect $2 TIME-WAIT, $3 CLOSED\nwait 2MSL\nexpect $2 CLOSED\n$0',
  'snippet/abort/about': 'RST in place of FIN.',
  'snippet/abort': '${1:client} abort\n$1 -> ${2:server}  RST,ACK\nexpect $1 CLOSED, $2 CLOSED\n$0',
  'snippet/lost/about': 'A segment that is lost.',
  'snippet/lost': '${1:client} -x ${2:server}  ${3:SYN}\n$0',
  'snippet/flight/about': 'A segment that arrives later.',
  'snippet/flight': '${1:client} ~> ${2:server}  ${3:SYN}  as ${4:s1}\n$0\ndeliver $4',
  'snippet/variable/about': 'Asserts a variable of an endpoint.',
  'snippet/variable': 'expect ${1:client}.${2|snd.una,snd.nxt,snd.wnd,rcv.nxt,rcv.wnd,iss,irs|} = ${3:x+1}\n$0',
  'snippet/halfway/about': 'The flow begins in the middle of a connection.',
  'snippet/halfway':
    'given ${1:client} ${3|ESTABLISHED,SYN-SENT,SYN-RECEIVED,FIN-WAIT-1,FIN-WAIT-2,CLOSE-WAIT,CLOSING,LAST-ACK,TIME-WAIT,LISTEN,CLOSED|} snd.una=${4:1000} snd.nxt=$4 rcv.nxt=${5:5000}\ngiven ${2:server} ${6|ESTABLISHED,SYN-SENT,SYN-RECEIVED,FIN-WAIT-1,FIN-WAIT-2,CLOSE-WAIT,CLOSING,LAST-ACK,TIME-WAIT,LISTEN,CLOSED|} snd.una=$5 snd.nxt=$5 rcv.nxt=$4\n$0',
  'snippet/forgets/about': 'A host crashes and comes back without the connection.',
  'snippet/forgets': '${1:server} forgets\n${2:client} -> $1  PSH,ACK  len=${3:100}\n$1 -> $2  RST\n$0',
} as const satisfies Table;
