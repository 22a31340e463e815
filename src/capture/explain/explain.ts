import { beginsOf } from './begins';
import { eventsOf } from './events';
import type { Explanation, Host, Tap, TapPlace } from './explanation';
import { timeByStamps } from './clock';
import { placeFar } from './far';
import { markForgotten } from './forgets';
import { incompleteNotes } from './incomplete';
import { placeNear } from './near';
import { missingNotes } from './notes';
import { countingOf, inOrderOfSending, number } from './order';
import { explainPair } from './pair';
import { type Prepared, prepare } from './prepare';
import { type ByHost, type Sending, other } from './sending';
import { withSupposed } from './supposed';
import { unseen } from './unseen';
import { type Answers, type Placed, answersIn, besideOf, byHost, placeOf } from './tap';

const HOSTS: readonly Host[] = [0, 1];

/**
 * Explains a connection. Two captures, taken beside one host each, show the fate of each segment; of others, the first one
 * counts.
 *
 * @param taps its packets in one capture, or in several that were taken at different places
 * @param wish the place of the first tap, instead of the one that the packets show
 */
export function explain(taps: readonly Tap[], wish?: TapPlace): Explanation {
  const [tap = NOTHING, second] = taps;
  const prepared = prepare(tap.sightings);
  const answers = answersIn(prepared.sendings);
  const said = wish ?? tap.place;
  const placed: Placed = said === undefined ? placeOf(prepared, answers) : { place: said, by: 'user' };
  const { place } = placed;
  if (second !== undefined && isOpposite(place, second.place ?? placeIn(second))) {
    const both = explainPair([tap, second], place);
    if (both !== undefined) return both;
  }
  return explainOne(prepared, answers, placed);
}

const NOTHING: Tap = { sightings: [] };

const isOpposite = (one: TapPlace, two: TapPlace): boolean => one !== 'path' && two !== 'path' && one !== two;

function placeIn({ sightings }: Tap): TapPlace {
  const prepared = prepare(sightings);
  return placeOf(prepared, answersIn(prepared.sendings)).place;
}

function explainOne(prepared: Prepared, answers: ByHost<Answers>, { place, by }: Placed): Explanation {
  const least = [answers[0].least, answers[1].least] as const;
  const beside = besideOf(place);
  const seen = byHost(prepared.sendings);
  const counting = [countingOf(seen[0]), countingOf(seen[1])] as const;
  const sentBy = (host: Host): readonly Sending[] => {
    const ordered = host === beside ? seen[host] : inOrderOfSending(seen[host], counting[host]);
    const limit = host !== beside && counting[host].isOwn ? prepared.most[host] : undefined;
    const all =
      ordered.length === 0
        ? unseen(seen[other(host)])
        : withSupposed(ordered, seen[other(host)], counting[host].isOwn, limit, prepared.most[host]);
    number(all);
    if (host !== beside) timeByStamps(all);
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
  for (const host of HOSTS) markForgotten(sent, host);
  // Beside the tap, what arrives is in the order of the tap; what the tap did not see is before what shows that it came.
  const arrivingFrom = (host: Host): readonly Sending[] =>
    beside === other(host) ? [...sent[host].filter(({ supposed }) => supposed), ...seen[host]] : sent[host];
  const arriving: ByHost = [arrivingFrom(0), arrivingFrom(1)];
  const away = [beside === 0 ? 0 : least[0] / 2, beside === 1 ? 0 : least[1] / 2] as const;
  const begins = beginsOf(sent);
  return {
    tap: place,
    placedBy: by,
    events: eventsOf(sent, arriving, away),
    begins,
    notes: [
      ...prepared.notes,
      ...missingNotes(sent, [counting[0].isOwn, counting[1].isOwn]),
      ...incompleteNotes(sent, counting, beside, least, begins),
    ],
  };
}
