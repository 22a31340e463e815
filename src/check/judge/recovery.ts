import { type EndId, configOf, endpointOf, nextIss, setEndpoint } from '../../sim';
import { ACK, type Segment, add, has } from '../../wire';
import { OWES_SYN_ACK, type Opening } from '../../tcp';
import { addBase, type Player } from '../play/player';

/**
 * A flow that begins in the middle of a connection without `given`: after one finding, the first segment's numbers are
 * taken for those of an established connection, so that the rest can be played.
 */
export function adoptConnection(p: Player, from: EndId, to: EndId, segment: Segment): void {
  const written = has(segment, ACK) && segment.ack !== 0;
  const iss = segment.seq === 0 ? nextIss(p, from) : add(segment.seq, -1);
  const irs = written ? add(segment.ack, -1) : nextIss(p, to);
  const open = (end: EndId, own: typeof iss, peer: typeof iss, origin: Opening['origin'], peerWindow: number): void => {
    const endpoint = endpointOf(p.world, end);
    const config = configOf(p, end);
    setEndpoint(p, end, {
      ...endpoint,
      tcb: {
        ...endpoint.tcb,
        state: 'ESTABLISHED',
        opening: { ...endpoint.tcb.opening, origin, ownSyn: { mss: config.mss }, peerSyn: { mss: config.mss } },
        iss: own,
        irs: peer,
        synchronised: true,
        sndUna: add(own, 1),
        sndNxt: add(own, 1),
        sndWnd: peerWindow,
        maxSndWnd: peerWindow,
        sndWl1: peer,
        sndWl2: own,
        rcvNxt: add(peer, 1),
        rcvWnd: config.window,
        rcvEdge: add(peer, 1 + config.window),
      },
    });
    addBase(p, end, own, undefined);
  };
  open(from, iss, irs, 'active', configOf(p, to).window);
  open(to, irs, iss, 'passive', configOf(p, from).window);
}

/** A SYN,ACK without a SYN: the missing SYN is assumed to have arrived. */
export function adoptSyn(p: Player, from: EndId, to: EndId, segment: Segment): boolean {
  const sender = endpointOf(p.world, from);
  const peer = endpointOf(p.world, to);
  if (sender.tcb.state === 'SYN-SENT') return false;
  const waiting = peer.tcb.state === 'SYN-SENT';
  const iss = waiting ? peer.tcb.iss : has(segment, ACK) && segment.ack !== 0 ? add(segment.ack, -1) : nextIss(p, to);
  const own = segment.seq === 0 ? nextIss(p, from) : segment.seq;
  if (!waiting || peer.tcb.sndNxt === iss) {
    // The peer's SYN is not in the script.
    const config = configOf(p, to);
    setEndpoint(p, to, {
      ...peer,
      tcb: {
        ...peer.tcb,
        state: 'SYN-SENT',
        opening: { ...peer.tcb.opening, origin: 'active', ownSyn: { mss: config.mss } },
        iss,
        sndUna: iss,
        sndNxt: add(iss, 1),
      },
    });
    addBase(p, to, iss, undefined);
  }
  const config = configOf(p, from);
  setEndpoint(p, from, {
    ...sender,
    tcb: {
      ...sender.tcb,
      state: 'SYN-RECEIVED',
      opening: { ...sender.tcb.opening, origin: 'passive', peerSyn: { mss: configOf(p, to).mss } },
      iss: own,
      sndUna: own,
      sndNxt: own,
      irs: iss,
      synchronised: true,
      rcvNxt: add(iss, 1),
      rcvWnd: config.window,
      rcvEdge: add(iss, 1),
      sndWnd: configOf(p, to).window,
      owed: OWES_SYN_ACK,
    },
  });
  addBase(p, from, own, undefined);
  return true;
}
