/** The certificates in a TLS message, and the results of their verification by the receiver. */
import type { Message, TlsDoor } from '../layers';
import { before, type Trace } from '../trace';
import type { Say } from '../words/words';
import { nameOf, peerOf } from './moment';

export interface CertificateView {
  readonly title: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** The result of one check of the certification path: it holds, it fails (with the reason), or it is undecidable. */
export interface CheckView {
  readonly holds: 'yes' | 'no' | 'open';
  readonly text: string;
}

export interface Chain {
  readonly certificates: readonly CertificateView[];
  /** The side that verifies the certificates, and the outcome; empty if no side verifies them. */
  readonly verdict: string;
  readonly checks: readonly CheckView[];
}

export const NO_CHAIN: Chain = { certificates: [], verdict: '', checks: [] };

type Checks = NonNullable<ReturnType<TlsDoor['checkedChain']>>;
type Check = Checks['checks'][number];

/**
 * The chain in a Certificate message at a step (from 0).
 *
 * @param by the end that sends the message
 * @param isWhole true if the receiver has the whole message
 */
export function chainOf(
  trace: Trace,
  at: number,
  message: Message | undefined,
  by: number,
  isWhole: boolean,
  say: Say,
): Chain {
  const content = message?.sealed?.message.content;
  const door = trace.tls?.door;
  if (door === undefined || content?.kind !== 'Certificate') return NO_CHAIN;
  const { ends } = before(trace, at + 1);
  const peer = peerOf(trace, by);
  const verifier = ends.get(peer)?.app?.tls?.end;
  const setup = (verifier ?? ends.get(by)?.app?.tls?.end)?.setup;
  if (setup === undefined) return NO_CHAIN;
  const all = door.summariesOf(setup, content.certificates);
  const certificates = all.map((one, i): CertificateView => {
    const values = {
      subject: one.subject,
      issuer: one.issuer,
      names: one.names,
      validity: say('message/certificate-until', { from: one.notBefore, until: one.notAfter }),
      key: one.key,
      signature: one.signature,
    };
    const fields = Object.entries(values).filter(([, value]) => value !== '');
    return {
      title: say('message/certificate', { number: i + 1, count: all.length }),
      fields: fields.map(([id, value]) => ({ name: say(`message/certificate-${id}`), value })),
    };
  });
  const host = nameOf(trace, peer);
  if (!isWhole || verifier === undefined) {
    return { certificates, verdict: say('message/verdict-later', { host }), checks: [] };
  }
  const role = verifier.role === 'client' ? 'server' : 'client';
  const found = door.checkedChain(verifier, content.certificates, role);
  if (found === undefined) return { certificates, verdict: say('message/verdict-none', { host }), checks: [] };
  const today = verifier.setup.today.replace(/^(....)(..)(..).*$/, '$1-$2-$3');
  const checks = found.checks.map((check) =>
    checkView(check, found, { host, today, name: verifier.setup.domain }, say),
  );
  const outcome = checks.some((c) => c.holds === 'no')
    ? 'refused'
    : checks.some((c) => c.holds === 'open')
      ? 'open'
      : 'good';
  return { certificates, verdict: say(`message/verdict-${outcome}`, { host }), checks };
}

function checkView(
  { check, against }: Check,
  { path }: Checks,
  args: Readonly<Record<'host' | 'today' | 'name', string>>,
  say: Say,
): CheckView {
  const what = say(`message/check-${check}`);
  const view = (holds: CheckView['holds'], text: string): CheckView => ({
    holds,
    text: say('message/check', { what, text }),
  });
  if (against?.kind === 'open') return view('open', say('message/check-unknown', { algorithm: against.algorithm }));
  if (against !== undefined) return view('no', say(`tls/certificate-${against.reason}/${against.says}`, against.args));
  // Without the issuer's certificate there is no key to check the signature with.
  if (check === 'signature' && path.length < 2) return view('open', say('message/check-no-issuer'));
  const anchor = path.at(-1)?.subject;
  return view('yes', say(`message/holds-${check}`, { ...args, anchor: anchor?.commonName ?? anchor?.text ?? '' }));
}
