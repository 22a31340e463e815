import type { Table } from '../table';

/** Texts of the page on initial sequence numbers. */
export const isn = {
  'isn/title': 'Initial sequence numbers',
  'isn/lead':
    'Where does a connection begin to count? RFC 6528 adds a clock to a keyed hash of the four-tuple. Change anything, and see.',
  'isn/tuple': 'Four-tuple',
  'isn/local': 'Local address',
  'isn/remote': 'Remote address',
  'isn/port': 'Port',
  'isn/secret': 'Secret key',
  'isn/secret-hint': '128 bits, hexadecimal; known to this host alone',
  'isn/new-secret': 'New secret',
  'isn/clock': 'Clock',
  'isn/seconds': '{seconds} s',
  'isn/second-later': 'One second later',
  'isn/run': 'Let it run',
  'isn/pause': 'Stop',
  'isn/ticks': 'the clock, one tick every 4 µs',
  'isn/hash': 'hash of {tuple} and the secret',
  'isn/sum': 'M + F, modulo 2^32',
  'isn/space': 'The next 16 ports of this host, at the same moment',
  'isn/hashed': 'with the hash',
  'isn/stepped': 'with a fixed step',
  'isn/space-note':
    'The line goes from 0 to 2^32. The thick mark is this connection. With the hash, whoever knows it knows nothing of the others; with the fixed step of the 1980s (64,000 a connection) they all lie beside it.',
  'isn/changes': 'What has changed',
  'isn/what': 'Changed',
  'isn/difference': 'Difference',
  'isn/unrelated': 'unrelated',
  'isn/invalid':
    'An address, a port below 65536, and a secret of 32 hexadecimal digits are needed. The last number still stands.',
  'isn/source':
    'RFC 9293, section 3.4.1; RFC 6528, section 3. The hash here is SipHash-2-4, folded to 32 bits. The clock comes round after 4 h 46 min.',
} as const satisfies Table;
