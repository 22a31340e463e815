/** The protocol of a direction that may be HTTP/2, told before its part is loaded (RFC 9113 §3). */
import type { App } from './side';
import type { Circumstances } from './circumstances';
import { beginsPreface, beginsSettings } from './h2/begin';
import { appended, known, sliced } from './octets';
import type { Framing } from './h2/types';

/** The octets with which a direction that is not decided begins, with those that come now. */
function firstOf({ voice }: App, news: Uint8Array | number): Uint8Array | undefined {
  return known(sliced(appended(voice.reading.waiting, news), 0, FIRST));
}

const FIRST = 24;

/**
 * The framing of a side that speaks HTTP/2 from its first octet on: by ALPN in TLS, by the client's preface in clear (RFC 9113 §3.2, §3.3); a server
 * answers a client that does, or begins with SETTINGS.
 */
export function framingOf(
  app: App,
  peer: App | undefined,
  news: Uint8Array | number,
  how: Pick<Circumstances, 'partial' | 'role' | 'sealing'>,
): Framing | undefined {
  const { role, sealing } = how;
  // What the peer has said may be lost.
  const partial = how.partial || peer?.voice.kind === 'opaque';
  if (app.voice.kind === 'h2') return { role: app.h2?.end.role ?? 'client', partial, sealed: sealing };
  if (app.voice.kind !== 'undecided') return undefined;
  const told = role ?? app.h2?.end.role;
  if (sealing?.alpn === 'h2' && told !== undefined) return { role: told, partial, sealed: sealing };
  const first = firstOf(app, news);
  if (first !== undefined && beginsPreface(first)) return { role: 'client', partial: false, sealed: sealing };
  const isServer = app.h2?.end.role === 'server' || peer?.voice.kind === 'h2';
  const begins = first !== undefined && peer?.voice.kind !== 'http1' && beginsSettings(first);
  if (!isServer && !begins) return undefined;
  // A client may have left its preface out.
  return { role: isServer ? 'server' : (told ?? 'server'), partial: partial && !begins, sealed: sealing };
}
