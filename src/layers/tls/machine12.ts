/** The order of messages in TLS 1.2 (RFC 5246 §7.3; RFC 5077 §3.1): the full handshake, and the abbreviated one. */
import type { Facts, Row, States } from './row';

const full = (f: Facts): boolean => !f.resumed;
const resumed = (f: Facts): boolean => f.resumed;

export const ROWS12: readonly Row[] = [
  // The server's first flight.
  { at: ['SERVER_HELLO'], by: 'server', says: 'Certificate', to: 'SERVER_CERTIFICATE', when: full },
  {
    at: ['SERVER_CERTIFICATE'],
    by: 'server',
    says: 'CertificateStatus',
    to: 'CERTIFICATE_STATUS',
    due: () => false,
  },
  {
    at: ['SERVER_CERTIFICATE', 'CERTIFICATE_STATUS'],
    by: 'server',
    says: 'ServerKeyExchange',
    to: 'SERVER_KEY_EXCHANGE',
    when: (f) => !f.rsa,
  },
  {
    at: ['SERVER_CERTIFICATE', 'CERTIFICATE_STATUS'],
    by: 'server',
    says: 'CertificateRequest',
    to: 'CERTIFICATE_REQUEST',
    when: (f) => f.rsa,
    due: (f) => f.asks,
  },
  {
    at: ['SERVER_KEY_EXCHANGE'],
    by: 'server',
    says: 'CertificateRequest',
    to: 'CERTIFICATE_REQUEST',
    due: (f) => f.asks,
  },
  {
    at: ['SERVER_CERTIFICATE', 'CERTIFICATE_STATUS'],
    by: 'server',
    says: 'ServerHelloDone',
    to: 'SERVER_HELLO_DONE',
    when: (f) => f.rsa,
  },
  {
    at: ['SERVER_KEY_EXCHANGE', 'CERTIFICATE_REQUEST'],
    by: 'server',
    says: 'ServerHelloDone',
    to: 'SERVER_HELLO_DONE',
  },
  // The client's second flight.
  { at: ['SERVER_HELLO_DONE'], by: 'client', says: 'Certificate', to: 'CLIENT_CERTIFICATE', when: (f) => f.asked },
  {
    at: ['SERVER_HELLO_DONE'],
    by: 'client',
    says: 'ClientKeyExchange',
    to: 'CLIENT_KEY_EXCHANGE',
    when: (f) => !f.asked,
  },
  { at: ['CLIENT_CERTIFICATE'], by: 'client', says: 'ClientKeyExchange', to: 'CLIENT_KEY_EXCHANGE' },
  {
    at: ['CLIENT_KEY_EXCHANGE'],
    by: 'client',
    says: 'CertificateVerify',
    to: 'CLIENT_VERIFY',
    when: (f) => f.signs,
  },
  {
    at: ['CLIENT_KEY_EXCHANGE'],
    by: 'client',
    says: 'ChangeCipherSpec',
    to: 'CLIENT_CCS',
    when: (f) => !f.signs,
  },
  { at: ['CLIENT_VERIFY'], by: 'client', says: 'ChangeCipherSpec', to: 'CLIENT_CCS' },
  { at: ['CLIENT_CCS'], by: 'client', says: 'Finished', to: 'CLIENT_FINISHED', when: full },
  // The server's second flight.
  {
    at: ['CLIENT_FINISHED'],
    by: 'server',
    says: 'NewSessionTicket',
    to: 'TICKET',
    when: (f) => f.ticket,
  },
  { at: ['CLIENT_FINISHED'], by: 'server', says: 'ChangeCipherSpec', to: 'SERVER_CCS', when: (f) => !f.ticket },
  { at: ['TICKET'], by: 'server', says: 'ChangeCipherSpec', to: 'SERVER_CCS' },
  { at: ['SERVER_CCS'], by: 'server', says: 'Finished', to: 'CONNECTED', when: full },
  // Abbreviated.
  {
    at: ['SERVER_HELLO'],
    by: 'server',
    says: 'NewSessionTicket',
    to: 'TICKET',
    when: (f) => f.resumed && f.ticket,
  },
  {
    at: ['SERVER_HELLO'],
    by: 'server',
    says: 'ChangeCipherSpec',
    to: 'SERVER_CCS',
    when: (f) => f.resumed && !f.ticket,
  },
  { at: ['SERVER_CCS'], by: 'server', says: 'Finished', to: 'SERVER_FINISHED', when: resumed },
  { at: ['SERVER_FINISHED'], by: 'client', says: 'ChangeCipherSpec', to: 'CLIENT_CCS' },
  { at: ['CLIENT_CCS'], by: 'client', says: 'Finished', to: 'CONNECTED', when: resumed },
];

/** Names of RFC 8446 Appendix A for what a side of TLS 1.2 waits for. */
export const STATES12: States = {
  client: {
    SERVER_HELLO: (f) => (f.resumed ? 'WAIT_FINISHED' : 'WAIT_CERT'),
    SERVER_CERTIFICATE: 'WAIT_CERT_CR',
    CERTIFICATE_STATUS: 'WAIT_CERT_CR',
    SERVER_KEY_EXCHANGE: 'WAIT_CERT_CR',
    CERTIFICATE_REQUEST: 'WAIT_CERT_CR',
    SERVER_HELLO_DONE: 'WAIT_FINISHED',
    CLIENT_CERTIFICATE: 'WAIT_FINISHED',
    CLIENT_KEY_EXCHANGE: 'WAIT_FINISHED',
    CLIENT_VERIFY: 'WAIT_FINISHED',
    CLIENT_CCS: 'WAIT_FINISHED',
    CLIENT_FINISHED: 'WAIT_FINISHED',
    TICKET: 'WAIT_FINISHED',
    SERVER_CCS: 'WAIT_FINISHED',
    SERVER_FINISHED: 'WAIT_FINISHED',
  },
  server: {
    SERVER_HELLO: 'NEGOTIATED',
    SERVER_CERTIFICATE: 'NEGOTIATED',
    CERTIFICATE_STATUS: 'NEGOTIATED',
    SERVER_KEY_EXCHANGE: 'NEGOTIATED',
    CERTIFICATE_REQUEST: 'NEGOTIATED',
    SERVER_HELLO_DONE: (f) => (f.asked ? 'WAIT_CERT' : 'WAIT_FLIGHT2'),
    CLIENT_CERTIFICATE: 'WAIT_FLIGHT2',
    CLIENT_KEY_EXCHANGE: (f) => (f.signs ? 'WAIT_CV' : 'WAIT_FINISHED'),
    CLIENT_VERIFY: 'WAIT_FINISHED',
    CLIENT_CCS: 'WAIT_FINISHED',
    CLIENT_FINISHED: 'WAIT_FINISHED',
    TICKET: (f) => (f.resumed ? 'NEGOTIATED' : 'WAIT_FINISHED'),
    SERVER_CCS: (f) => (f.resumed ? 'NEGOTIATED' : 'WAIT_FINISHED'),
    SERVER_FINISHED: 'WAIT_FINISHED',
  },
};
