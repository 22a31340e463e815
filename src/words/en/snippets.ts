import type { Table } from '../table';

/** What each snippet of completion is, and those with words in them, in VS Code's snippet syntax. */
export const snippets = {
  'snippet/handshake/about': 'Three segments that open a connection.',
  'snippet/handshake':
    'section "${1:Three-way handshake}"\n${2:client} -> ${3:server}  SYN      seq=${4:x}\n$3 -> $2  SYN,ACK  seq=${5:y}    ack=$4+1\n$2 -> $3  ACK      seq=$4+1  ack=$5+1\nexpect $2 ESTABLISHED, $3 ESTABLISHED\n$0',
  'snippet/connection/about': 'A title, two hosts and a handshake to begin with.',
  'snippet/connection':
    'flow "${1:Title}"\n\nhost ${2:client} 10.0.0.1:49152  isn=1000 mss=1460 window=64240\nhost ${3:server} 10.0.0.2:80     isn=5000 mss=1460 window=65160\n\n$3 listen\n\n$2 -> $3  SYN      seq=x\n$3 -> $2  SYN,ACK  seq=y    ack=x+1\n$2 -> $3  ACK      seq=x+1  ack=y+1\n$0',
  'snippet/hosts/about': 'Two hosts with addresses and settings.',
  'snippet/data/about': 'A data segment and its ACK.',
  'snippet/close/about': 'Both sides close, one after the other.',
  'snippet/close':
    'section "${1:Four-way close}"\n${2:client} close\n$2 -> ${3:server}  FIN,ACK\n$3 -> $2  ACK\nexpect $2 FIN-WAIT-2, $3 CLOSE-WAIT\n$3 close\n$3 -> $2  FIN,ACK\n$2 -> $3  ACK\nexpect $2 TIME-WAIT, $3 CLOSED\nwait 2MSL\nexpect $2 CLOSED\n$0',
  'snippet/abort/about': 'RST in place of FIN.',
  'snippet/lost/about': 'A segment that is lost.',
  'snippet/flight/about': 'A segment that arrives later.',
  'snippet/variable/about': 'Asserts a variable of an endpoint.',
  'snippet/halfway/about': 'The flow begins in the middle of a connection.',
  'snippet/forgets/about': 'A host crashes and comes back without the connection.',
} as const satisfies Table;
