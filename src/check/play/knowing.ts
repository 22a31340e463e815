/** Who knows what of a connection's secrets, and what a side has to say next. */
import { type App, type Party, nextSaid } from '../../layers';
import type { Expectation, SaidSyntax } from '../../script';
import { type EndId, endpointOf, infoOf, securedAt } from '../../sim';
import type { Player } from './player';

type Knows = Expectation & { readonly kind: 'knows' };
type OwesMessage = Expectation & { readonly kind: 'owes-message' };

/**
 * Does a party know a secret, or the plaintext? An end is asked of its own connection; the wire of all connections: it knows what it
 * has of one of them. Undefined where TLS is not loaded, and the flow will be checked again once it is.
 *
 * @param end undefined for the wire
 */
export function knowsOf(p: Player, item: Knows, end: EndId | undefined): boolean | undefined {
  const { tls, cast } = p.setting;
  if (tls === undefined) {
    p.lacksTls = true;
    return undefined;
  }
  const ends = end === undefined ? cast.ends.filter(({ id, peer }) => id < peer).map(({ id }) => id) : [end];
  return ends.some((id) => {
    const connection = securedAt(p.world, cast, id);
    const { app } = endpointOf(p.world, id);
    const peer = endpointOf(p.world, infoOf(p, id).peer).app;
    if (item.secret.text === 'plaintext') {
      const party = end === undefined ? 'wire' : 'end';
      const opens = connection === undefined || tls.door.wireOpens(connection) !== undefined;
      return party === 'wire' ? opens && (isSaid(app) || isSaid(peer)) : isSaid(app) || isHeard(app);
    }
    const own: Party | undefined = end === undefined ? 'wire' : app?.tls?.end.role;
    const secret = tls.door.SECRETS.find((one) => one === item.secret.text);
    return (
      connection !== undefined && own !== undefined && secret !== undefined && tls.door.knows(connection, own, secret)
    );
  });
}

/** The application above a side: inside TLS, or in clear. */
function insideOf(app: App | undefined): App | undefined {
  return app?.tls?.inner ?? app;
}

function isSaid(app: App | undefined): boolean {
  return (insideOf(app)?.voice.octets ?? 0) > 0;
}

function isHeard(app: App | undefined): boolean {
  return (insideOf(app)?.heard.octets ?? 0) > 0;
}

/** The messages that a side has to say next, as flows write them; empty where it waits. */
export function dueMessages(p: Player, end: EndId): readonly string[] {
  if (p.setting.tls === undefined) p.lacksTls = true;
  const { app, tcb } = endpointOf(p.world, end);
  const peer = endpointOf(p.world, infoOf(p, end).peer).app;
  const next = nextSaid(app, peer, tcb.opening.origin === 'active', p.setting.tls?.door, p.setting.h2);
  if (next?.kind === 'tls') return next.flight.map((name) => `tls ${name}`);
  if (next?.kind === 'h2') return next.must.map((frame) => `h2 ${frame}`);
  return next?.kind === 'response' ? ['http response'] : [];
}

/** Are the written messages due next, in this order? */
export function owesMessages(p: Player, { saying }: OwesMessage, end: EndId): boolean {
  const due = dueMessages(p, end);
  return saying.items.every((said, i) => isDue(due[i] ?? '', dueName(said)));
}

/** Of a frame, what stands behind its name, stream and code need not be written. */
function isDue(due: string, written: string): boolean {
  return due === written || (written.startsWith('h2 ') && due.startsWith(`${written} `));
}

/** A message as `dueMessages` names it: a response of HTTP is due without regard to its status. */
export function dueName({ message, alert, status, frame, ack, stream, code }: SaidSyntax): string {
  if (frame !== undefined) {
    const parts = [frame.text, ack?.text, stream?.value, code?.text];
    return `h2 ${parts.filter((part) => part !== undefined).join(' ')}`;
  }
  if (message !== undefined) return `tls ${message.text}${alert === undefined ? '' : ` ${alert.text}`}`;
  return status === undefined ? 'http request' : 'http response';
}
