import type { Table } from '../table';

/** Messages and reasons of the rules on urgent data, push, ECN and resets. */
export const control = {
  'tcp/urg-ptr-without-urg': 'urg={written} means nothing without the URG flag.',
  'tcp/urg-zero': 'An urgent pointer of 0 marks nothing: it points to the byte behind the urgent data.',
  'tcp/urg-receded': 'The urgent pointer has moved back: it was at {right} and is at {written}.',
  'tcp/urg-no-data': 'URG on a segment without data: there is nothing urgent in it.',
  'tcp/urg-used': 'URG is set: new applications should not use urgent data.',
  'tcp/psh-on-empty': 'PSH on a segment without data does nothing.',
  'tcp/psh-missing': 'The last segment of what the user sent normally carries PSH.',
  'tcp/ecn-synack-unsolicited': "ECE on a SYN,ACK accepts ECN, and {peer}'s SYN did not offer it.",
  'tcp/ecn-synack-both':
    'ECE and CWR together on a SYN,ACK count as no ECN: the flags of the SYN may have been reflected.',
  'tcp/ecn-ect-on-syn': 'A SYN must not be marked ECN-capable.',
  'tcp/ecn-ect-not-negotiated': 'This is marked ECN-capable, and ECN was not agreed in the handshake.',
  'tcp/ecn-ect-on-rtx': 'A retransmission must not be marked ECN-capable.',
  'tcp/ecn-ect-on-probe': 'A window probe must not be marked ECN-capable.',
  'tcp/ecn-ect-on-ack': 'An ACK without data must not be marked ECN-capable.',
  'tcp/ecn-ece-dropped': '{host} must set ECE on every ACK until a segment with CWR arrives.',
  'tcp/ecn-cwr-on-rtx': 'CWR does not belong on a retransmission.',
  'tcp/ecn-cwr-missing': '{host} has received ECE: the next new data carries CWR.',
  'tcp/ecn-flags-not-negotiated': 'ECE and CWR mean nothing here: ECN was not agreed in the handshake.',
  'tcp/rst-synsent-useless':
    'This RST does not refuse the connection: {peer} is in SYN-SENT and takes only an RST that acknowledges its SYN.',
  'tcp/rst-outside-window': '{peer} ignores this RST: seq {written} is outside its window, and it expects {right}.',
  'tcp/rst-not-exact': '{peer} answers this RST with a challenge ACK: seq is {written}, and only {right} resets.',
  'tcp/rst-in-timewait': "This RST ends {peer}'s TIME-WAIT early.",
  'tcp/rst-data': 'An RST with {len} bytes of data: legal, and rare.',
} as const satisfies Table;

/** The reasons of these rules. */
export const controlReasons = {
  'why/tcp/urg-ptr-without-urg': 'The urgent pointer has a meaning only if URG is set.',
  'why/tcp/urg-zero':
    'The pointer is counted from seq to the byte behind the urgent data, so one urgent byte at the front needs 1.',
  'why/tcp/urg-receded': 'Urgent data that was announced stays announced: the end of it only moves forward.',
  'why/tcp/urg-no-data': 'Urgent mode needs at least one byte of urgent data, sent or still to be sent.',
  'why/tcp/urg-used':
    'Stacks and middleboxes treat urgent data differently, so new applications should do without; TCP must still support it.',
  'why/tcp/psh-on-empty': 'PSH asks to hand on the data that has arrived; without data there is nothing to hand on.',
  'why/tcp/psh-missing':
    'Where the interface has no push, TCP sets PSH on the segment that empties its queue, so that the receiver does not wait for more.',
  'why/tcp/ecn-synack-unsolicited': 'ECN is offered by ECE and CWR on the SYN; only then may the SYN,ACK carry ECE.',
  'why/tcp/ecn-synack-both':
    'A host that echoes unknown flags would send both. So the SYN,ACK accepts ECN with ECE alone.',
  'why/tcp/ecn-ect-on-syn':
    'A marked SYN tells the sender nothing that it could react to, and an old host may drop it.',
  'why/tcp/ecn-ect-not-negotiated':
    'Without the agreement nobody would tell the sender about marks, and congestion would go unnoticed.',
  'why/tcp/ecn-ect-on-rtx':
    'If marks on retransmissions counted, forged ones could slow a sender down without being noticed.',
  'why/tcp/ecn-ect-on-probe': 'While its window is closed, the receiver throws the byte away, and with it the mark.',
  'why/tcp/ecn-ect-on-ack': 'The loss of a pure ACK is not noticed, so its sender could not react to a mark either.',
  'why/tcp/ecn-ece-dropped': 'An ACK may be lost, so ECE is repeated until the sender has answered with CWR.',
  'why/tcp/ecn-cwr-on-rtx':
    'CWR is set on the first new data after the window was reduced, so that it is sent reliably.',
  'why/tcp/ecn-cwr-missing': 'CWR tells the receiver that its ECE was heeded, and that it can stop repeating it.',
  'why/tcp/ecn-flags-not-negotiated': 'The two flags have a meaning only where both sides agreed on ECN.',
  'why/tcp/rst-synsent-useless':
    'In SYN-SENT the ACK is the only proof that an RST is meant: without it the RST is dropped.',
  'why/tcp/rst-outside-window':
    'An RST counts only within the window; otherwise anybody could reset a connection blindly.',
  'why/tcp/rst-not-exact':
    'An RST in the window, but not at RCV.NXT, may be forged. The receiver asks back: a peer that has no connection answers the challenge ACK with the right RST.',
  'why/tcp/rst-in-timewait':
    'An old RST can end TIME-WAIT before old segments have died out (RFC 1337). Many stacks ignore RST in TIME-WAIT.',
  'why/tcp/rst-data': 'An RST may carry text that says why. Receivers accept it.',
} as const satisfies Table;
