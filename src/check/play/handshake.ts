/** The handshake of TLS in one line: `client => server tls`, and before what `https` says. */
import { type TlsWish, lastFlight } from '../../layers';
import type { MessageStatement, Saying } from '../../script';
import { type EndId, type Stop, endpointOf, infoOf, play } from '../../sim';
import { FLOW_RULES } from '../../trace';
import { isAboutToSpeak } from './answers';
import { appOf, isUp } from './layer-state';
import { report, type Player } from './player';

/** Does a line bring TLS up where it is not? */
export function bringsTlsUp({ handshake, saying }: MessageStatement): boolean {
  return handshake !== undefined || saying?.items.some(({ layer }) => layer.text === 'https') === true;
}

/** The message that begins a handshake, as a line would write it; what it leaves out is what the client says. */
export function clientHello({ start, end }: MessageStatement): Saying {
  const at = { start, end };
  const said = { ...at, layer: { ...at, text: 'tls' }, message: { ...at, text: 'ClientHello' } };
  return { ...at, items: [said] };
}

/** The flight that brings TLS up on a side, once it says it. */
export function flightTo(p: Player, end: EndId): readonly TlsWish[] {
  const { tls } = p.setting;
  const sealed = appOf(p, end)?.tls;
  return (tls && sealed && lastFlight(sealed, tls.door)) ?? [];
}

/** Has a side said or heard anything yet? */
export function isFresh(p: Player, end: EndId): boolean {
  const app = appOf(p, end);
  return (app?.voice.octets ?? 0) === 0 && (app?.heard.octets ?? 0) === 0;
}

/**
 * Runs until TLS is up on both sides. Where `s` goes on saying something, until the side that says it has it up, or lacks its own last
 * flight alone, which it writes with what it says.
 */
export function* runHandshake(p: Player, s: MessageStatement, from: EndId): Generator<undefined, Stop> {
  const { peer } = infoOf(p, from);
  const all = s.handshake === undefined ? [from] : [from, peer];
  // The ACK that is left rides on the next line's data.
  const waits = all.length === 2 && !all.some((end) => isAboutToSpeak(p, end));
  const holds = (end: EndId): boolean => s.handshake === undefined && end === from && flightTo(p, end).length > 0;
  const reached = (): boolean =>
    holds(from) || (all.every((end) => isUp(p, end)) && (!waits || all.every((end) => isAcknowledgedAll(p, end))));
  return yield* play(p, { reached, until: Infinity, whole: true, holds });
}

function isAcknowledgedAll(p: Player, end: EndId): boolean {
  const { tcb } = endpointOf(p.world, end);
  return tcb.sendEnd === undefined || tcb.sndUna === tcb.sendEnd;
}

/**
 * Reports that TLS did not come up: a hint where the line asks for no more than the handshake, which an alert ends, too (RFC 8446
 * §6.2).
 */
export function reportFailure(p: Player, s: MessageStatement, from: EndId): void {
  const { peer } = infoOf(p, from);
  const alert = alertOf(p);
  const args = { host: infoOf(p, from).name, peer: infoOf(p, peer).name, alert: alert ?? '' };
  const isEnd = s.handshake !== undefined && alert !== undefined;
  const rule = FLOW_RULES['flow/handshake-failed'];
  report(p, isEnd ? { ...rule, level: 'hint' } : rule, s.arrowSpan, {
    args,
    ...(alert === undefined ? { says: 'flow/handshake-failed/quiet' } : {}),
  });
}

/** The fatal alert among the messages of the line. */
function alertOf(p: Player): string | undefined {
  for (let i = p.steps.length - 1; i >= 0; i--) {
    const step = p.steps[i];
    if (step === undefined || step.line !== p.line) return undefined;
    const alert = step.hears?.find(({ sealed }) => sealed?.message.name === 'Alert');
    if (alert !== undefined) return p.setting.tls?.door.alertName(alert.sealed?.message.alert?.description ?? -1);
  }
  return undefined;
}
