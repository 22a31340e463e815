import type { Table } from '../table';

/** Messages of the rules on segments. Arguments are ready to show: numbers are in the script's symbols if it has any. */
export const rules = {
  'tcp/flags-none': 'A segment needs SYN, ACK or RST: without any of them every receiver would drop it.',
  'tcp/flags-syn-fin':
    'SYN and FIN in one segment: nobody opens and closes in one breath, and most filters drop it. Send FIN later.',
  'tcp/flags-syn-rst': 'SYN has no effect beside RST: a receiver looks at RST first in every state.',
  'tcp/flags-rst-fin': 'FIN has no effect beside RST: the reset ends the connection at once.',
  'tcp/field-range': '{field}={written} does not fit: the field holds {bits} bits, so at most {max}.',
  'tcp/ack-field-without-bit': 'ack={written} means nothing without the ACK flag: the receiver does not look at it.',
  'tcp/opt-mss-nonsyn': 'The MSS option belongs on a segment with SYN: it may be sent nowhere else.',
  'tcp/opt-ws-nonsyn': 'Window scale outside a SYN is ignored: it is agreed during the handshake or never.',
  'tcp/opt-ws-unsolicited': "{host} may answer with window scale only if {peer}'s SYN offered it, and it did not.",
  'tcp/opt-sackperm-nonsyn': 'SACK permitted must not be sent outside a SYN.',
  'tcp/open-not-syn': 'There is no connection yet: it opens with SYN, and {peer} accepts nothing else before.',
  'tcp/syn-has-ack': 'The SYN that opens a connection carries no ACK: {host} has received nothing to acknowledge.',
  'tcp/synack-without-syn': 'SYN,ACK answers a SYN, and {host} has not received one from {peer}.',
  'tcp/synack-ack': "SYN,ACK must acknowledge {peer}'s SYN: ack={right}, its ISN plus one. Written: {written}.",
  'tcp/handshake-ack': 'The third segment of the handshake must carry {field}={right}. Written: {written}.',
  'tcp/syn-consumes-one': "SYN takes one sequence number, so {host}'s first byte of data is {right}, not {written}.",
  'tcp/isn-changed': 'A SYN that is sent again keeps its ISN: seq={right}. Written: {written}.',
  'tcp/data-before-synack': '{host} is in SYN-SENT: data waits until the SYN,ACK has arrived.',
  'tcp/data-in-syn-received': "{host} is in SYN-RECEIVED: data waits until {peer}'s ACK has completed the handshake.",
  'tcp/data-on-syn':
    'Data on a SYN is legal and rare: unless {peer} accepts a Fast Open cookie, its user gets none of it before the handshake is complete.',
  'tcp/simopen-form':
    'The SYNs crossed: {host} answers with SYN,ACK: its own SYN again, which now acknowledges the other one.',
  'tcp/syn-in-synchronized':
    '{host} is in {state}: a SYN has no place in a live connection. Use another port, or close this one first.',
  'tcp/mss-exceeded': '{len} bytes are more than {peer} takes in one segment: at most {most}.',
  'tcp/seq-gap': 'seq must be {right}: the next byte that {host} has to send. {written} would skip bytes.',
  'tcp/seq-pure-ack': 'An ACK without data carries the next sequence number of {host}: {right}. Written: {written}.',
  'tcp/ack-consumed-seq':
    'An ACK without data takes no sequence number: seq is still {right}, as in the ACK before. Written: {written}.',
  'tcp/seq-before-isn': "seq {written} lies before {host}'s ISN: the next number is {right}.",
  'tcp/fin-consumes-one': 'FIN takes one sequence number: {field} must be {right}. Written: {written}.',
  'tcp/fin-seq': 'FIN stands right behind the last byte that {host} itself has sent: seq={right}. Written: {written}.',
  'tcp/fin-moved': 'A connection has one FIN a side: {host} sends it again at {right}, not at {written}.',
  'tcp/data-after-fin': '{host} has sent FIN: it has said that no data follows.',
  'tcp/fin-without-ack': 'FIN goes with ACK: without it {peer} would drop the segment. Write FIN,ACK.',
  'tcp/ack-bit-missing': 'Every segment after the first SYN carries ACK: {peer} would drop it otherwise.',
  'tcp/fin-before-queued-data': '{host} still has {queued} bytes to send: FIN comes behind all of them.',
  'tcp/fin-without-close': "{host}'s user has not called close: there is no FIN to send yet.",
  'tcp/data-not-from-user': "{host}'s user has handed over {queued} bytes that are not sent yet; this carries {len}.",
  'tcp/ack-beyond-sent': 'ack={written} acknowledges what {peer} never sent: the highest ack is {right}.',
  'tcp/ack-of-hole': 'ack={written} jumps over bytes that {host} has not received: without them it stays at {right}.',
  'tcp/ack-not-rcvnxt': 'ack must be {right}: the next byte that {host} expects. Written: {written}.',
  'tcp/ack-went-back': 'ack never goes back: {host} has already acknowledged up to {right}. Written: {written}.',
  'tcp/ack-plus-one':
    'ack is seq plus the number of bytes received: {right}. Plus one is right for SYN, FIN or a single byte. Written: {written}.',
  'tcp/data-beyond-window':
    "{host} may send up to {edge}, the edge of {peer}'s window of {window} bytes. This reaches {end}.",
  'tcp/zero-window-data':
    "{peer}'s window is zero: {host} waits for a window update, and only probes until then. This carries {len} bytes.",
  'tcp/rst-form-noack':
    'An RST that answers a segment without ACK is RST,ACK with seq=0 and ack behind that segment: {field} must be {right}.',
  'tcp/rst-form-ack':
    'An RST that answers a segment with ACK takes its seq from that ack and carries no ACK: {field} must be {right}.',
  'tcp/rst-to-rst': 'An RST is never answered: resets would answer each other for ever.',
  'tcp/rst-abort-seq': 'The RST of an abort carries the next sequence number of {host}: {right}. Written: {written}.',
  'tcp/segment-after-rst': '{host} has reset the connection: it no longer exists, and nothing more is sent on it.',
  'tcp/rst-instead-of-ack':
    '{host} is in {state}: a segment that is not acceptable is answered with an ACK there, not with RST.',
  'tcp/rst-instead-of-ack-below':
    '{host} is in {state}: a segment below its window (seq {at}, the window begins at {next}) is answered with an ACK there, not with RST.',
  'tcp/rst-instead-of-ack-beyond':
    '{host} is in {state}: a segment beyond its window (seq {at}, the window ends before {edge}) is answered with an ACK there, not with RST.',
  'tcp/rst-instead-of-ack-closed':
    '{host} is in {state} and its window is closed: a segment that does not fit is answered with an ACK, not with RST.',
  'tcp/rst-instead-of-ack-timestamp':
    '{host} is in {state}: a segment with an old timestamp (TSval {val}, TS.Recent is {recent}) is answered with an ACK there, not with RST.',
  'tcp/rst-instead-of-ack-rst':
    '{host} is in {state}: an RST in the window that is not exactly {next} is answered with a challenge ACK, and never with RST.',
  'tcp/rst-instead-of-ack-syn':
    '{host} is in {state}: a SYN in its window is answered with a challenge ACK there, not with this RST.',
  'tcp/rst-instead-of-ack-unsent':
    '{host} is in {state}: an ACK of what it has not sent (ack {acked}, SND.NXT is {sent}) is answered with an ACK there, not with RST.',
  'tcp/rst-instead-of-ack-old':
    '{host} is in {state}: an ACK far older than anything in flight (ack {acked}) is answered with an ACK there, not with RST.',
  'tcp/rst-for-syn':
    '{host} resets the connection for a SYN in its window, as RFC 793 has it: the challenge ACK of RFC 5961 asks back first, so that no outsider can end it.',
  'tcp/last-ack-numbers': 'The last ACK must carry {field}={right}, as each FIN took one number. Written: {written}.',
  'tcp/middle-two-same-seq':
    'The ACK and the FIN of {host} share seq {right}: an ACK takes no number, and no data went between. Written: {written}.',
  'tcp/simclose-numbers': 'The FINs crossed: {host} acknowledges with {field}={right}. Written: {written}.',
  'tcp/state-mismatch': '{host} is in {right} here, not in {written}.',
  'tcp/segment-not-allowed':
    '{host} cannot send this in {state}: it neither belongs to that state nor answers what has come.',
  // Additions to rules on segments that a state does not allow: the missing segment of the handshake.
  'tcp/waits/own-syn': '{host} has called connect and has yet to send its SYN: {peer} knows of no connection before.',
  'tcp/waits/syn':
    '{host} is in {state} and waits for the SYN from {peer}, which has not arrived: there is nothing to answer.',
  'tcp/waits/syn-unsent':
    '{host} is in {state} and waits for the SYN from {peer}, which {peer} has not sent yet: there is nothing to answer.',
  'tcp/waits/syn-ack':
    '{host} is in SYN-SENT and waits for the SYN,ACK from {peer}: until then it sends no more than its SYN.',
  'tcp/waits/syn-ack-unsent':
    '{host} is in SYN-SENT and waits for the SYN,ACK from {peer}, which {peer}, in {peerState}, has not sent yet: until then {host} sends no more than its SYN.',
  'tcp/waits/syn-ack-away':
    '{host} is in SYN-SENT and waits for the SYN,ACK from {peer}, which has not arrived: until then it sends no more than its SYN.',
  'tcp/waits/syn-away':
    '{host} is in SYN-SENT and waits for the SYN,ACK from {peer}; {peer} is in {peerState} and has not received the SYN from {host}.',
  'tcp/waits/own-syn-ack':
    '{host} has yet to answer the SYN from {peer}: its first segment is the SYN,ACK, for which {peer}, in {peerState}, waits.',
  'tcp/waits/ack-unsent':
    '{host} is in SYN-RECEIVED: data waits for the ACK of its SYN, which {peer}, in {peerState}, has not sent yet.',
  'tcp/waits/ack-away':
    '{host} is in SYN-RECEIVED: data waits for the ACK of its SYN from {peer}, which has not arrived.',
  'tcp/waits/ack-for-synack':
    '{host} is in SYN-RECEIVED: data waits for the ACK of its SYN; {peer} is in {peerState} and has not received the SYN,ACK.',
  'tcp/open-unspecified':
    'The call connect fails: the remote socket is not specified. Say whom {host} is to connect to: {peers}.',
  'tcp/user-call': 'The call {call} fails: {host} is in {state}.',
  'tcp/address-in-use': 'bind() fails: port {port} still has the connection {host}, in {state}.',
  'flow/call-succeeds': 'The call {call} of {host} succeeds here.',
  'tcp/rtx-acked': '{peer} has already acknowledged all up to {una}: there is nothing left to send again at {written}.',
  'tcp/opt-ws-shift': 'A window shift above 14 has no meaning: {peer} uses 14. Written: {written}.',
  'tcp/mss-absent':
    'Without the MSS option {peer} must assume that {host} takes no more than 536 bytes a segment (IPv6: 1220).',
  'tcp/ack-of-pure-ack': 'ACKs are not acknowledged: {host} has nothing new to say.',
  'tcp/rst-not-honoured': '{host} has received a valid RST: its connection is gone, and it sends nothing more on it.',
  'tcp/rtx-bytes-differ':
    'The numbers from {written} on already belong to other bytes, which were sent before: new data begins at {right}.',
} as const satisfies Table;
