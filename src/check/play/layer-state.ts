/** The state of a side in a layer above TCP. */
import { layerState } from '../../layers';
import { type EndId, endpointOf } from '../../sim';
import type { Player } from './player';

/**
 * The state of a side of HTTP/1 (RFC 9112 §9) or TLS (RFC 8446 §A); a side that has said and heard nothing is at the beginning.
 * Undefined where TLS is not loaded.
 */
export function stateAbove(p: Player, end: EndId, layer: string): string | undefined {
  const { app } = endpointOf(p.world, end);
  if (layer !== 'tls') return layerState(app);
  const { tls } = p.setting;
  if (tls === undefined) p.lacksTls = true;
  return app?.tls === undefined ? tls && 'START' : tls?.door.tlsState(app.tls.end);
}
