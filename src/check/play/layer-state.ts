/** The state of a side in a layer above TCP. */
import { type App, layerState } from '../../layers';
import { type EndId, endpointOf } from '../../sim';
import type { Player } from './player';

/** The layers above TCP on a side; undefined where its connection is over and the next one is not open yet. */
export function appOf(p: Player, end: EndId): App | undefined {
  const { tcb, app } = endpointOf(p.world, end);
  return tcb.state === 'CLOSED' || tcb.state === 'LISTEN' ? undefined : app;
}

/** Is TLS up on a side? */
export function isUp(p: Player, end: EndId): boolean {
  const sealed = appOf(p, end)?.tls;
  return sealed !== undefined && p.setting.tls?.door.tlsState(sealed.end) === 'CONNECTED';
}

/**
 * The state of a side of HTTP/1 (RFC 9112 §9), TLS (RFC 8446 §A) or HTTP/2, or of one of its streams (RFC 9113 §5.1); a side that has said and heard nothing is at the beginning.
 * Undefined where TLS, or HTTP/2, is not loaded.
 */
export function stateAbove(p: Player, end: EndId, layer: string, stream?: number): string | undefined {
  const { app } = endpointOf(p.world, end);
  if (layer === 'h2') return h2StateOf(p, app, stream);
  if (layer !== 'tls') return layerState(app);
  const { tls } = p.setting;
  if (tls === undefined) p.lacksTls = true;
  return app?.tls === undefined ? tls && 'START' : tls?.door.tlsState(app.tls.end);
}

function h2StateOf(p: Player, app: App | undefined, stream: number | undefined): string | undefined {
  const { h2 } = p.setting;
  if (h2 === undefined) p.lacksH2 = true;
  const side = (app?.tls?.inner ?? app)?.h2?.end;
  if (side === undefined) return h2 && (stream === undefined ? 'START' : 'idle');
  return stream === undefined ? h2?.h2State(side) : h2?.stateOfStream(side, stream);
}
