import { readFileSync } from 'node:fs';

/** HTTPS over TLS 1.2 with RSA: steps 1 to 3 open TCP, 4 to 7 TLS, 8 and 9 ask and answer. */
export const HTTPS = readFileSync('test/fixtures/flows/https.tcpflow', 'utf8');
