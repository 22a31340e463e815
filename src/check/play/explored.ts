/** `explore` is an aside: it is read, and its errors are reported, but nothing is explored here. */
import type { EndRef, ExploreStatement } from '../../script';
import { endFor } from './ends';
import type { Player } from './player';
import { goalOf } from './runs';

/** Plays `explore …: claim`: sides and variables that the flow does not have are reported. */
export function playExplore(p: Player, { allowed, claim }: ExploreStatement): void {
  const names = (who: EndRef | undefined, peer?: EndRef): void => {
    if (who !== undefined) endFor(p, who, peer);
  };
  for (const item of allowed) {
    if (item.kind === 'fault') names(item.from);
    else if (item.kind === 'forge') names(item.spoofing);
    else if (item.kind === 'call') names(item.who, item.peer);
    else if (item.kind === 'crash') names(item.who);
  }
  if (claim.kind !== 'named') for (const item of claim.items) goalOf(p, item, true);
}
