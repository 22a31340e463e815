import { SYN, has } from '../../wire';
import type { Given, GivenHost } from './explanation';
import type { ByHost, Sending } from './sending';

/** `syn` where a handshake was captured, else the numbers with which both hosts begin. */
export function beginsOf(sent: ByHost): 'syn' | Given {
  const isSyn = sent.some(([first]) => first !== undefined && has(first.segment, SYN));
  return isSyn || (sent[0].length === 0 && sent[1].length === 0)
    ? 'syn'
    : [givenOf(sent[0], sent[1]), givenOf(sent[1], sent[0])];
}

function givenOf(sendings: readonly Sending[], [answer]: readonly Sending[]): GivenHost {
  const [first] = sendings;
  if (first === undefined) return {};
  const { segment, ack, seq, end, at } = first;
  // A keepalive begins below what the peer has acknowledged (RFC 9293 §3.8.4).
  const isKeepalive = answer !== undefined && answer.at <= at && end === seq && answer.ack === seq + 1;
  return {
    sndNxt: isKeepalive ? answer.segment.ack : segment.seq,
    ...(Number.isNaN(ack) ? {} : { rcvNxt: segment.ack }),
    timestamps: segment.options.ts !== undefined,
    ...(sendings.some((one) => one.segment.options.sack !== undefined) ? { sack: true } : {}),
  };
}
