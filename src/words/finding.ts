import type { Finding } from '../trace';
import type { Say } from './say';

type Said = Pick<Finding, 'rule' | 'says' | 'args' | 'because'>;

/** The text of a finding. An `open` one begins with the reason why it can't be decided. */
export function findingText({ rule, says, args, because }: Said, say: Say): string {
  const message = say(says ?? rule, args);
  return because === undefined ? message : say('open/said', { because: say(`open/${because}`), message });
}
