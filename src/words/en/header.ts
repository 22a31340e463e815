import type { Table } from '../table';

/** Messages and reasons of the rules on header bytes, addresses and ports. */
export const header = {
  'tcp/checksum': 'The checksum of this segment is {right}. Written: {written}, so the receiver drops it.',
  'tcp/data-offset': 'The data offset is {right}, in 32-bit words: the header with its options. Written: {written}.',
  'tcp/data-offset/dropped':
    'The data offset is {right}, in 32-bit words: the header with its options. Written: {written}, so the receiver drops the segment.',
  'tcp/reserved-bits': 'The reserved bits are 0 when sent. Written: {written}.',
  'tcp/port-zero': 'Port 0 is reserved: no connection uses it.',
  'tcp/dscp-changed': 'The DSCP stays the same throughout a connection: {right}. Written: {written}.',
  'tcp/ip-id-repeated':
    'The identification {id} stands on an earlier segment of this connection, and this one differs from it.',
  'tcp/security-changed': 'The security of this connection is {right}. Written: {written}.',
  'tcp/opt-length': 'The option of kind {kind} cannot have length {written}.',
  'tcp/opt-padding': 'Behind the end of the option list there is only padding: every byte is 0.',
  'tcp/opt-mss-length': 'The MSS option has length 4. Written: {written}.',
  'tcp/syn-to-multicast':
    '{address} is no single host: TCP connects two hosts, never a broadcast or multicast address. A receiver drops the SYN.',
} as const satisfies Table;

/** The reasons of these rules. */
export const headerReasons = {
  'why/tcp/checksum':
    "The checksum covers header, options and data, and the addresses of the IP header: the ones' complement sum of all 16-bit words. A receiver drops what does not match, without an answer.",
  'why/tcp/data-offset':
    'The data offset says where the data begins, in 32-bit words. Five words are the header without options, fifteen the most that fits.',
  'why/tcp/reserved-bits':
    'The four bits are kept for later use. A sender sets them to 0, and a receiver ignores them. The last of them is AE where AccECN is asked for.',
  'why/tcp/port-zero': 'Port 0 stands for no port: with it, operating systems choose one.',
  'why/tcp/dscp-changed':
    'Packets of one connection that are treated differently overtake each other. An application should not change the codepoint while the connection lasts.',
  'why/tcp/ip-id-repeated':
    'The identification tells which fragments belong together. A retransmission may bear that of the original only where it is identical: the same data, and no header has changed.',
  'why/tcp/security-changed':
    'On multilevel secure hosts both sides of a connection have one level and compartment. A segment of another one is answered by RST, and a synchronized connection ends with it.',
  'why/tcp/opt-length':
    'Every option but end-of-list and no-operation has a length that counts its first two bytes too. That way an unknown option can be skipped.',
  'why/tcp/opt-padding':
    'The header ends on a 32-bit boundary. What is between the end of the option list and that boundary is 0.',
  'why/tcp/opt-mss-length': 'Kind, length, and the MSS in 16 bits: four bytes.',
  'why/tcp/syn-to-multicast':
    'TCP connects two hosts. A SYN to a broadcast or multicast address, or from one, must not be sent, and its receiver drops it without an answer.',
} as const satisfies Table;
