/** Comments at the head of a flow: where its capture was taken and by what that was told, and what the capture lacks. */
import type { Args } from '../../script';
import type { Explanation, Note } from '../explain';

/** The text of a message in the reader's language. */
export type Say = (id: string, args?: Args) => string;

/** The most frames that one comment names. */
const MOST_FRAMES = 8;
const HOSTS = ['client', 'server'] as const;

export function aboutOf({ tap, placedBy, notes }: Explanation, say: Say): readonly string[] {
  const place = say(`capture/about/place-${tap}`);
  return [say(`capture/about/by-${placedBy}`, { place }), ...notes.map((note) => noteText(note, say))];
}

function noteText({ id, frames, host, count = frames.length }: Note, say: Say): string {
  const listed = frames.slice(0, MOST_FRAMES).join(', ') + (frames.length > MOST_FRAMES ? ', …' : '');
  return say(`capture/about/${id}`, { count, frames: listed, host: host === undefined ? '' : HOSTS[host] });
}
