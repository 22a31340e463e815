/** Certificates and the key log, which are read before the first step: here their own errors are reported. And leaks. */
import {
  type CertificateStatement,
  type HostStatement,
  type KeylogStatement,
  type LeakStatement,
  type TodayStatement,
  type Word,
  listed,
} from '../../script';
import { leak } from '../../sim';
import { FLOW_RULES } from '../../trace';
import { push, report, type Player } from './player';

function reportUnknown(p: Player, name: Word): void {
  if (!p.roles.certificates.has(name.text))
    report(p, FLOW_RULES['flow/unknown-certificate'], name, { args: { name: name.text } });
}

export function reportCertificate(p: Player, s: CertificateStatement): void {
  const name = s.name.text;
  const first = p.roles.certificates.get(name)?.line ?? p.line;
  if (first !== p.line) {
    report(p, FLOW_RULES['flow/certificate-twice'], s.name, { args: { name, line: first + 1 } });
    return;
  }
  if (s.by === undefined || s.by.text === name) return;
  reportUnknown(p, s.by);
  if (!isGrounded(p, s.by.text))
    report(p, FLOW_RULES['flow/unknown-certificate'], s.by, {
      args: { name, by: s.by.text },
      says: 'flow/unknown-certificate/circle',
    });
}

/** The length of a chain of signers at most. */
const MOST_SIGNERS = 8;

/** Does the chain of signers end: with one that signs itself, or that the default authority signs? */
function isGrounded(p: Player, name: string): boolean {
  let at: string | undefined = name;
  for (let i = 0; i < MOST_SIGNERS && at !== undefined; i++) {
    const by: string | undefined = p.roles.certificates.get(at)?.by;
    if (by === at) return true;
    at = by;
  }
  return at === undefined;
}

/** The certificates that a host line names. */
export function reportCertificatesOf(p: Player, s: HostStatement): void {
  for (const { key, value } of s.settings) {
    if ((key.text !== 'certificate' && key.text !== 'trusts') || value === undefined || !('text' in value)) continue;
    for (const name of listed(value)) reportUnknown(p, name);
  }
}

export function reportToday(p: Player, s: TodayStatement): void {
  const first = p.roles.todayAt ?? p.line;
  if (first !== p.line) report(p, FLOW_RULES['flow/today-twice'], s, { args: { line: first + 1 } });
}

export function reportKeylog(p: Player, s: KeylogStatement): void {
  const { tls } = p.setting;
  if (tls === undefined) p.lacksTls = true;
  else if (tls.door.readKeyLogLine(s.text.text) === undefined) report(p, FLOW_RULES['flow/bad-keylog'], s.text);
}

/** `leak server`: the wire has the private key of the host from here on. */
export function playLeak(p: Player, s: LeakStatement): void {
  const host = p.roles.hostByName.get(s.who.host.text);
  const end = host === undefined ? undefined : p.roles.cast.hosts[host]?.ends[0];
  if (host === undefined || end === undefined) {
    report(p, FLOW_RULES['flow/unknown-host'], s.who, { args: { name: s.who.host.text } });
    return;
  }
  leak(p, host);
  push(p, { kind: 'leak', end });
}
