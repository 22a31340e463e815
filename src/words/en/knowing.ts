/** Stories of messages of TLS: who knows what. */
import type { Table } from '../table';

export const knowing = {
  'knowing/client-hello':
    '{host} offers {count} cipher suites, and sends a random number in clear: whoever listens has it, too',
  'knowing/client-hello-13':
    '{host} offers {count} cipher suites, and sends a random number and its public half of a key exchange in clear: whoever listens has them, too',
  'knowing/retry': '{host} asks for a key share that it can use',
  'knowing/server-hello':
    '{host} chooses {suite}, and sends a random number of its own in clear: whoever listens has both random numbers',
  'knowing/server-hello-13':
    '{host} chooses {suite}, and sends its public half of the key exchange: both compute the same secret, and whoever listens has the two public halves alone',
  'knowing/resumed': '{host} takes up the session that {peer} offers: both have its secret from before',
  'knowing/encrypted-extensions': '{host} seals from here on, and whoever listens sees lengths alone',
  'knowing/certificate':
    '{peer} finds the certificate in order (signer, signature, dates, name): it has the public key of {host}',
  'knowing/certificate-refused': '{peer} does not take the certificate of {host}',
  'knowing/certificate-client': '{peer} has the certificate of {host}',
  'knowing/certificate-none': '{host} has no certificate to show',
  'knowing/server-key-exchange': '{host} sends its public half of a key exchange in clear, signed with its private key',
  'knowing/certificate-request': '{host} asks for the certificate of {peer}',
  'knowing/server-hello-done': '{host} has said what it has to say, and waits for {peer}',
  'knowing/key-exchange-rsa':
    '{host} has made a pre-master secret at random and encrypted it to the public key of {peer}, which decrypts it with its private key: both derive the same keys of it and of the two random numbers, and whoever listens has the random numbers alone',
  'knowing/key-exchange-rsa-leaked':
    '{host} has made a pre-master secret at random and encrypted it to the public key of {peer}, which decrypts it with its private key: so does whoever listens, who has that key, too',
  'knowing/key-exchange':
    '{host} sends its public half in clear: both compute the pre-master secret and derive the same keys, and whoever listens has the two public halves alone',
  'knowing/change-cipher-spec': '{host} seals with the new keys from here on',
  'knowing/certificate-verify': '{host} signs the handshake so far: it has the private key of its certificate',
  'knowing/finished': '{host} shows that it has the same keys, and that nobody has changed the handshake',
  'knowing/ticket': '{host} gives a ticket, with which a later connection takes this session up',
  'knowing/key-update': '{host} changes its keys',
  'knowing/data': 'only {peer} can open what {host} has sealed; whoever listens sees {bytes}',
  'knowing/data-leaked': 'whoever listens opens what {host} has sealed, as {peer} does',
  'knowing/close': '{host} says that nothing more comes: an end that nobody can feign',
  'knowing/alert': '{host} ends TLS with {alert}',
} as const satisfies Table;
