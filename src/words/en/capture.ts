import type { Table } from '../table';

/** Capture files: why reading ended early, what was left out, how connections opened and ended. */
export const capture = {
  'capture/empty': 'The file is empty.',
  'capture/not-a-capture': 'This is no capture file: it is neither pcap nor pcapng, nor one of these in gzip.',
  'capture/ends-early':
    'The file breaks off within the record at octet {offset}. The {frame} frames before it were read.',
  'capture/broken': 'The record at octet {offset} is broken. The {frame} frames before it were read.',
  'capture/gzip-broken': 'The compression is broken or breaks off. The {frame} frames before that were read.',
  'capture/cancelled': 'Reading was cancelled. {frame} frames were read.',
  'capture/too-many-packets': 'At frame {frame} the limit of {limit} packets is reached; what follows was not read.',
  'capture/too-many-connections':
    'At frame {frame} the limit of {limit} connections is reached; what follows was not read.',

  'capture/note/fragments': 'Fragments of IP packets, which are not joined: {count}.',
  'capture/note/cut': 'Frames that end within the headers below TCP, or at its ports: {count}.',
  'capture/note/unknown-link': 'Frames of links that are not read (link type {link}): {count}.',
  'capture/note/dropped': 'Frames lost while capturing, by the file itself: {count}.',

  'capture/opened/syn': 'SYN',
  'capture/opened/syn-refused': 'refused',
  'capture/opened/mid-stream': 'mid-stream',
  'capture/ended/fin': 'FIN',
  'capture/ended/rst': 'RST',
  'capture/ended/open': 'open',
  'capture/ended/timeout': 'timed out',
} as const satisfies Table;
