/** Secrets in a message in clear, which the wire reads and can use (RFC 9110 §17.16.1, RFC 6265 §8.3). */
import type { Breach, Head, HeaderField, Message } from '../message';
import { known, latin1, sliced } from '../octets';
import { valueOf } from './head';

/** Names of cookies that stand for somebody who is logged in. */
const SESSION = /sess|sid\b|auth|token|login|jwt|^id$/i;
/** A password in a form, in a body or behind `?` of a target. */
const PASSWORD = /(?:^|[?&])(password|passwd|passphrase|pwd)=[^&#]/i;
/** So many octets of a body are searched. */
const MOST_SEARCHED = 8192;

/** The first secret of a message. */
export function plainSecret({ head, body, octets }: Message): Breach | undefined {
  if (head === undefined || head.broken) return undefined;
  const field = head.fields.find((f) => isSecret(head, f));
  if (field !== undefined)
    return { rule: 'tls/plain-secret', args: { name: field.name }, at: { from: field.from, to: field.to } };
  if (head.kind !== 'request') return undefined;
  const inTarget = PASSWORD.exec(head.target)?.[1];
  if (inTarget !== undefined)
    return { rule: 'tls/plain-secret', says: 'plain-secret/target', args: { name: inTarget }, at: head.startLine };
  if (body.to === body.from || !isForm(head)) return undefined;
  const text = known(sliced(octets, body.from, Math.min(body.to, body.from + MOST_SEARCHED)));
  const inBody = text && PASSWORD.exec(latin1(text))?.[1];
  if (inBody === undefined) return undefined;
  return {
    rule: 'tls/plain-secret',
    says: 'plain-secret/form',
    args: { name: inBody },
    at: { from: body.from, to: body.to },
  };
}

function isSecret({ kind }: Head, { key, value }: HeaderField): boolean {
  if (value === '') return false;
  if (kind === 'request') return key === 'authorization' || key === 'proxy-authorization' || key === 'cookie';
  return key === 'set-cookie' && SESSION.test(value.slice(0, value.indexOf('=')).trim());
}

/** A body without Content-Type may be a form. */
function isForm(head: Head): boolean {
  const type = valueOf(head, 'content-type');
  return type === undefined || type === '' || /^application\/x-www-form-urlencoded\b/i.test(type);
}
