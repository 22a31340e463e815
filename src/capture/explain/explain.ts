import { SYN, has } from '../../wire';
import { eventsOf } from './events';
import type { Explanation, Given, GivenHost, Host, Tap, TapPlace } from './explanation';
import { placeFar } from './far';
import { placeNear } from './near';
import { countingOf, inOrderOfSending, number } from './order';
import { prepare } from './prepare';
import { type ByHost, type Sending, other } from './sending';
import { withSupposed } from './supposed';
import { besideOf, byHost, answersIn, placeOf } from './tap';

const HOSTS: readonly Host[] = [0, 1];

/**
 * Explains a connection.
 *
 * @param taps its packets in one capture, or in several that were taken at different places
 * @param wish the place of the first tap, instead of the one that the packets show
 */
export function explain(taps: readonly Tap[], wish?: TapPlace): Explanation {
  const [tap] = taps;
  const prepared = prepare(tap?.sightings ?? []);
  const answers = answersIn(prepared.sendings);
  const least = [answers[0].least, answers[1].least] as const;
  const place = wish ?? tap?.place ?? placeOf(prepared, least);
  const beside = besideOf(place);
  const seen = byHost(prepared.sendings);
  const counting = [countingOf(seen[0]), countingOf(seen[1])] as const;
  const sentBy = (host: Host): readonly Sending[] => {
    const ordered = host === beside ? seen[host] : inOrderOfSending(seen[host], counting[host]);
    const all = withSupposed(
      ordered,
      seen[other(host)],
      host !== beside && counting[host].isOwn ? prepared.most[host] : undefined,
    );
    number(all);
    return all;
  };
  const sent: ByHost = [sentBy(0), sentBy(1)];
  for (const host of HOSTS) {
    const peer = other(host);
    if (host === beside) placeNear(sent[host], seen[peer], sent[peer]);
    else {
      const isWhole = !answers[host].echoesUnseen && !(peer === beside && counting[peer].hasGap);
      placeFar({ sendings: sent[host], ...answers[host], isCounting: counting[host].isUp, isWhole }, sent[peer]);
    }
  }
  // Beside the tap, what arrives is in the order of the tap; what the tap did not see is before what shows that it came.
  const arrivingFrom = (host: Host): readonly Sending[] =>
    beside === other(host) ? [...sent[host].filter(({ supposed }) => supposed), ...seen[host]] : sent[host];
  const arriving: ByHost = [arrivingFrom(0), arrivingFrom(1)];
  const away = [beside === 0 ? 0 : least[0] / 2, beside === 1 ? 0 : least[1] / 2] as const;
  return {
    tap: place,
    events: eventsOf(sent, arriving, away),
    begins: beginsOf(sent),
    notes: prepared.notes,
  };
}

/** `syn` where a handshake was captured, else the numbers with which both hosts begin. */
function beginsOf(sent: ByHost): 'syn' | Given {
  const isSyn = sent.some(([first]) => first !== undefined && has(first.segment, SYN));
  return isSyn || (sent[0].length === 0 && sent[1].length === 0) ? 'syn' : [givenOf(sent[0]), givenOf(sent[1])];
}

function givenOf(sendings: readonly Sending[]): GivenHost {
  const [first] = sendings;
  if (first === undefined) return {};
  const { segment, ack } = first;
  return {
    sndNxt: segment.seq,
    ...(Number.isNaN(ack) ? {} : { rcvNxt: segment.ack }),
    timestamps: segment.options.ts !== undefined,
    ...(sendings.some((one) => one.segment.options.sack !== undefined) ? { sack: true } : {}),
  };
}
