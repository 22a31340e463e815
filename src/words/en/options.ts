import type { Table } from '../table';

/** Messages and reasons of the rules on options that the handshake negotiates. */
export const options = {
  'tcp/opt-ts-unsolicited': "{host} may answer with timestamps only if {peer}'s SYN carried them, and it did not.",
  'tcp/opt-ts-missing': 'Timestamps were agreed: every segment but RST carries them, and {peer} should drop this one.',
  'tcp/opt-ts-not-negotiated': 'Timestamps were not agreed in the handshake: {peer} ignores these.',
  'tcp/ts-ecr-without-ack': 'Without ACK the echoed timestamp is 0. Written: {written}.',
  'tcp/ts-val-backwards': "{host}'s timestamp goes backwards: at least {right}. Written: {written}.",
  'tcp/ts-ecr-unknown': '{host} echoes the timestamp {written}, which {peer} has never sent. The last one is {right}.',
  'tcp/ts-ecr-rule': 'The echoed timestamp should be {right}. Written: {written}.',
  'tcp/ts-rst-form': 'On a connection with timestamps an RST should carry them too.',
  'tcp/opt-sack-not-permitted': '{peer} has not permitted SACK on its SYN: {host} must not send it.',
  'tcp/opt-sack-length': 'A SACK option has 8n + 2 bytes, here {most} at most. Written: {written}.',
  'tcp/sack-inverted': 'The SACK block {written} ends before it begins.',
  'tcp/sack-never-sent':
    'The SACK block {written} covers what has not arrived from {peer}, which has sent up to {right}.',
  'tcp/sack-below-ack': 'The SACK block {written} lies below ack: only the first block may.',
  'tcp/sack-touches-ack': 'The SACK block {written} begins at ack: then ack should be {right}.',
  'tcp/sack-overlap': 'SACK blocks overlap or touch: write them as one.',
  'tcp/dsack-position': 'A block that reports a duplicate comes first.',
  'tcp/sack-first-block': 'The first SACK block must hold what has just arrived: {right}.',
  'tcp/dsack-repeat': '{written} is reported as received twice, but since the last ACK it has not come twice.',
  'tcp/sack-omitted': '{host} holds data behind a hole: its ACK should carry SACK.',
  'tcp/tfo-cookie-length': 'A Fast Open cookie has 4 to 16 bytes, an even number. Written: {written}.',
  'tcp/tfo-option-nonsyn': 'The Fast Open option outside a SYN is ignored.',
  'tcp/tfo-data-no-cookie': 'Data on the SYN needs a cookie that {peer} has given out before.',
  'tcp/tfo-cookie-wrong': 'This is not the cookie that {peer} has given: {right}. {peer} will not take the data.',
  'tcp/tfo-cookie-accepted': 'The cookie is not the one that {host} has given: the data of the SYN must not be taken.',
  'tcp/tfo-retransmit-data': 'A SYN that is sent again should leave Fast Open and its data out.',
  'tcp/mss-zero': 'An MSS of 0 leaves no room for data.',
  'tcp/mss-above-mtu':
    'MSS {written} is more than the link carries: {right}, which is the MTU less the IP and TCP headers.',
  'tcp/opt-ws-one-sided': 'Only one side offers window scale: it stays off in both directions.',
} as const satisfies Table;

/** The reasons of these rules. */
export const optionsReasons = {
  'why/tcp/opt-ts-unsolicited': 'Timestamps are in force only if both SYNs carried them.',
  'why/tcp/opt-ts-missing':
    'Once agreed, timestamps must be on every segment but RST, as they protect against old segments.',
  'why/tcp/opt-ts-not-negotiated': 'Timestamps are agreed on the SYNs or not at all.',
  'why/tcp/ts-ecr-without-ack': 'TSecr is valid only if ACK is set; otherwise it should be 0.',
  'why/tcp/ts-val-backwards':
    'The timestamp clock never runs backwards: a receiver takes a smaller TSval for an old segment and drops it (PAWS).',
  'why/tcp/ts-ecr-unknown': 'TSecr repeats a TSval that has arrived, so that the peer can measure the round trip.',
  'why/tcp/ts-ecr-rule':
    'TSecr is the TSval of the segment that last moved the acknowledgment: with delayed ACKs that of the oldest one not acknowledged yet, behind a hole that of the last one before it.',
  'why/tcp/ts-rst-form':
    'A receiver may check the timestamp that an RST echoes before it believes it; PAWS does not apply to RST.',
  'why/tcp/opt-sack-not-permitted': 'SACK blocks go only to a peer that has said on its SYN that it understands them.',
  'why/tcp/opt-sack-length': 'Options have 40 bytes: room for four blocks, or three beside timestamps.',
  'why/tcp/sack-inverted': 'A block is written from its left edge up to, but not including, its right edge.',
  'why/tcp/sack-never-sent':
    'SACK reports data that has arrived and is held behind a hole. What was lost, or never sent, is not among it.',
  'why/tcp/sack-below-ack':
    'What lies below ack is acknowledged already; only the first block may report it, as a duplicate (D-SACK).',
  'why/tcp/sack-touches-ack': 'Data that follows ack without a hole is acknowledged by ack itself.',
  'why/tcp/sack-overlap': 'Each block is one stretch of received data with holes on both sides.',
  'why/tcp/dsack-position': 'D-SACK is told from SACK by its place: it is the first block.',
  'why/tcp/sack-first-block':
    'The first block names the segment that called for this ACK, so that the sender always has the newest report.',
  'why/tcp/dsack-repeat': 'Each duplicate is reported in one ACK only, and only as far as it came twice.',
  'why/tcp/sack-omitted': 'With SACK the sender learns which segments are missing, and sends only those again.',
  'why/tcp/tfo-cookie-length':
    'The option is empty (a request) or holds a cookie of an even length between 4 and 16 bytes.',
  'why/tcp/tfo-option-nonsyn': 'Cookies are asked for and given on SYN and SYN,ACK only.',
  'why/tcp/tfo-data-no-cookie': 'Without a cookie anybody could make a server work for a forged address.',
  'why/tcp/tfo-cookie-wrong':
    'A client keeps the cookie that it was given last. A server that gets another one drops the data, sends the right cookie, and the connection opens with three segments as ever.',
  'why/tcp/tfo-cookie-accepted':
    'The cookie proves that the SYN comes from the address in its header. Without that proof the server would work for anybody who forges one.',
  'why/tcp/tfo-retransmit-data': 'The path may have dropped the first SYN because of the option or of the data.',
  'why/tcp/mss-zero':
    'MSS is the most payload that the side which announces it takes in one segment; stacks raise values that make no sense to a minimum of their own.',
  'why/tcp/mss-above-mtu': 'A segment of MSS bytes with its IP and TCP headers must fit into one packet of the link.',
  'why/tcp/opt-ws-one-sided': 'Scaling is in force only if both SYNs carried the option.',
} as const satisfies Table;
