/** The order of messages in TLS 1.3 (RFC 8446 §2, Appendix A). */
import type { Facts, Row, States } from './row';

const signed = (f: Facts): boolean => !f.resumed;
const never = (): boolean => false;

export const ROWS13: readonly Row[] = [
  { at: ['SERVER_HELLO'], by: 'server', says: 'EncryptedExtensions', to: 'ENCRYPTED_EXTENSIONS' },
  {
    at: ['ENCRYPTED_EXTENSIONS'],
    by: 'server',
    says: 'CertificateRequest',
    to: 'CERTIFICATE_REQUEST',
    when: signed,
    due: (f) => f.asks,
  },
  { at: ['ENCRYPTED_EXTENSIONS'], by: 'server', says: 'Certificate', to: 'SERVER_CERTIFICATE', when: signed },
  { at: ['CERTIFICATE_REQUEST'], by: 'server', says: 'Certificate', to: 'SERVER_CERTIFICATE' },
  { at: ['SERVER_CERTIFICATE'], by: 'server', says: 'CertificateVerify', to: 'SERVER_VERIFY' },
  { at: ['SERVER_VERIFY'], by: 'server', says: 'Finished', to: 'SERVER_FINISHED' },
  { at: ['ENCRYPTED_EXTENSIONS'], by: 'server', says: 'Finished', to: 'SERVER_FINISHED', when: (f) => f.resumed },
  { at: ['SERVER_FINISHED'], by: 'client', says: 'Certificate', to: 'CLIENT_CERTIFICATE', when: (f) => f.asked },
  {
    at: ['CLIENT_CERTIFICATE'],
    by: 'client',
    says: 'CertificateVerify',
    to: 'CLIENT_VERIFY',
    when: (f) => f.signs,
  },
  { at: ['CLIENT_VERIFY'], by: 'client', says: 'Finished', to: 'CONNECTED' },
  { at: ['CLIENT_CERTIFICATE'], by: 'client', says: 'Finished', to: 'CONNECTED', when: (f) => !f.signs },
  { at: ['SERVER_FINISHED'], by: 'client', says: 'Finished', to: 'CONNECTED', when: (f) => !f.asked },
  // Behind the handshake (§4.6).
  { at: ['CONNECTED'], by: 'server', says: 'NewSessionTicket', due: never },
  { at: ['CONNECTED'], by: 'client', says: 'KeyUpdate', due: (f) => f.update },
  {
    at: ['SERVER_FINISHED', 'CLIENT_CERTIFICATE', 'CLIENT_VERIFY', 'CONNECTED'],
    by: 'server',
    says: 'KeyUpdate',
    due: (f) => f.update,
  },
];

export const STATES13: States = {
  client: {
    START: 'START',
    HELLO: 'WAIT_SH',
    RETRY: 'START',
    SERVER_HELLO: 'WAIT_EE',
    ENCRYPTED_EXTENSIONS: (f) => (f.resumed ? 'WAIT_FINISHED' : 'WAIT_CERT_CR'),
    CERTIFICATE_REQUEST: 'WAIT_CERT',
    SERVER_CERTIFICATE: 'WAIT_CV',
    SERVER_VERIFY: 'WAIT_FINISHED',
    SERVER_FINISHED: 'WAIT_FINISHED',
    CLIENT_CERTIFICATE: 'WAIT_FINISHED',
    CLIENT_VERIFY: 'WAIT_FINISHED',
  },
  server: {
    START: 'START',
    HELLO: 'RECVD_CH',
    RETRY: 'START',
    SERVER_HELLO: 'NEGOTIATED',
    ENCRYPTED_EXTENSIONS: 'NEGOTIATED',
    CERTIFICATE_REQUEST: 'NEGOTIATED',
    SERVER_CERTIFICATE: 'NEGOTIATED',
    SERVER_VERIFY: 'NEGOTIATED',
    // Early data is not spoken: WAIT_FLIGHT2 leads on by itself.
    SERVER_FINISHED: (f) => (f.asked ? 'WAIT_CERT' : 'WAIT_FINISHED'),
    CLIENT_CERTIFICATE: (f) => (f.signs ? 'WAIT_CV' : 'WAIT_FINISHED'),
    CLIENT_VERIFY: 'WAIT_FINISHED',
  },
};
