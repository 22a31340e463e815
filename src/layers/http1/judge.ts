/** May this side say this message now? RFC 9112 and RFC 9110, by what the side knows of the connection. */
import type { Breach, Head, Message } from '../message';
import { fieldNamed } from './head';
import { type Asked, type Http1, isFinal, isIdempotent, persists } from './machine';

/** Facts beside the side's own state on which a verdict rests. */
export interface Beside {
  readonly domain: string;
  /** Whether the peer has answered may be unknown: it can't be read. */
  readonly unread: boolean;
}

/** Rules that a message breaks beside those that its octets break by themselves. */
export function judge(s: Http1, message: Message, { domain, unread }: Beside, begun?: Asked): readonly Breach[] {
  const { head } = message;
  if (head === undefined || head.broken) return [];
  return head.kind === 'request' ? judgeRequest(s, head, domain, unread) : judgeResponse(s, head, begun);
}

function judgeRequest(s: Http1, head: Head, domain: string, unread: boolean): readonly Breach[] {
  const breaches: Breach[] = [];
  const at = head.startLine;
  const args = { request: `${head.method} ${head.target}` };
  hosts(head, domain, breaches);
  if (s.over === 'close')
    breaches.push({ rule: 'request-after-close', args: { ...args, by: s.overBy ?? 'client' }, at });
  else if (s.over === 'version') breaches.push({ rule: 'http10-reuse', args, at });
  const unsafe = s.asked.find((a) => !isIdempotent(a.method));
  if (s.over === undefined && unsafe !== undefined && !unread)
    breaches.push({ rule: 'pipeline-after-nonidempotent', args: { ...args, before: unsafe.method }, at });
  if (head.minor === 0 && fieldNamed(head, 'transfer-encoding') !== undefined)
    breaches.push({
      rule: 'chunked-to-10',
      says: 'chunked-to-10/request',
      at: fieldNamed(head, 'transfer-encoding') ?? at,
    });
  return breaches;
}

/** RFC 9112 §3.2: one Host field in each HTTP/1.1 request, empty where the target has no authority. */
function hosts(head: Head, domain: string, breaches: Breach[]): void {
  const all = head.fields.filter((f) => f.key === 'host');
  const [first, second] = all;
  if (second !== undefined) breaches.push({ rule: 'host', says: 'host/twice', at: second });
  else if (first === undefined) {
    if (head.minor >= 1)
      breaches.push({ rule: 'host', at: head.startLine, mend: { kind: 'add', name: 'Host', value: domain } });
  } else if (!/^[\w.\-[\]:%!$&'()*+,;=~]*$/.test(first.value))
    breaches.push({ rule: 'host', says: 'host/value', args: { found: first.value.slice(0, 40) }, at: first });
}

function judgeResponse(s: Http1, head: Head, begun: Asked | undefined): readonly Breach[] {
  const breaches: Breach[] = [];
  const at = head.startLine;
  const asked = s.asked[0] ?? begun;
  const args = { status: head.status };
  if (asked === undefined && !s.partial) {
    breaches.push({ rule: 'response-without-request', args, at });
    return breaches;
  }
  inOrder(s, head, breaches);
  lengths(head, asked?.method ?? '', breaches);
  if (!isFinal(head)) {
    if (asked?.minor === 0) breaches.push({ rule: 'continue', says: 'continue/version', args, at });
    else if (head.status === 100 && asked?.expects === false)
      breaches.push({ rule: 'continue', level: 'hint', args, at });
    return breaches;
  }
  const coding = fieldNamed(head, 'transfer-encoding');
  if (coding !== undefined && asked?.minor === 0)
    breaches.push({ rule: 'chunked-to-10', at: coding, mend: { kind: 'remove', name: 'Transfer-Encoding' } });
  // RFC 9112 §9.3: a server reads the whole request, or closes behind its response.
  if (s.asked.length === 0 && begun !== undefined && persists(head))
    breaches.push({
      rule: 'body-not-drained',
      args: { ...args, request: `${begun.method} ${begun.target}` },
      at,
      mend: { kind: 'add', name: 'Connection', value: 'close' },
    });
  return breaches;
}

/** A response whose body only the end of the connection will end, while both sides want that to last (RFC 9112 §9.3). */
export function atHead(head: Head, framing: string, asked: Asked | undefined): Breach | undefined {
  if (head.kind !== 'response' || framing !== 'close' || !persists(head)) return undefined;
  if (asked?.close === true || asked?.minor === 0) return undefined;
  const mend = { kind: 'add', name: 'Connection', value: 'close' } as const;
  return { rule: 'body-length-missing', args: { status: head.status }, at: head.startLine, mend };
}

/**
 * A side ends its direction between messages.
 *
 * @param begun a request is on its way to this side, and not whole
 */
export function atEnd(s: Http1, begun: boolean): Breach | undefined {
  const [asked] = s.asked;
  // A client that half-closes still waits for answers; servers may take it for one that has gone (RFC 9112 §9.6).
  if (s.role === 'client' && asked !== undefined)
    return { rule: 'fin-is-not-end-of-request', args: { request: `${asked.method} ${asked.target}` } };
  // Octets that reach a socket which is closed bring an RST, and that may erase the response at the client (§9.6).
  return s.role === 'server' && begun ? { rule: 'rst-eats-response' } : undefined;
}

/** A response that names the target of a later request is not the answer to the first one (RFC 9112 §9.3.2; RFC 9110 §8.7). */
function inOrder(s: Http1, head: Head, breaches: Breach[]): void {
  const [first, ...later] = s.asked;
  const field = fieldNamed(head, 'content-location');
  if (first === undefined || field === undefined || field.value === first.target) return;
  if (!later.some((a) => a.target === field.value)) return;
  breaches.push({
    rule: 'response-order',
    args: { first: `${first.method} ${first.target}`, target: field.value },
    at: field,
    mend: { kind: 'set', name: 'Content-Location', value: first.target },
  });
}

/** Fields on a body where there can be none (RFC 9110 §8.6, RFC 9112 §6.1). */
function lengths(head: Head, method: string, breaches: Breach[]): void {
  const connects = method === 'CONNECT' && head.status >= 200 && head.status < 300;
  if (head.status >= 200 && head.status !== 204 && !connects) return;
  for (const [key, name] of [
    ['content-length', 'Content-Length'],
    ['transfer-encoding', 'Transfer-Encoding'],
  ] as const) {
    const field = fieldNamed(head, key);
    if (field === undefined) continue;
    const args = { status: head.status, name };
    breaches.push({
      rule: 'body-not-allowed',
      says: 'body-not-allowed/field',
      args,
      at: field,
      mend: { kind: 'remove', name },
    });
  }
}
