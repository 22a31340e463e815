/**
 * The relation of the chosen observer (client, wire or server) to a message: its sender, its receiver, or the wire
 * between.
 */
import type { Eyes } from '../layers/names';

/** Requests go to servers, responses to clients. */
export function partyOf(
  eyes: Eyes,
  { kind }: { readonly kind: 'request' | 'response' },
): 'sender' | 'wire' | 'receiver' {
  if (eyes === 'wire') return 'wire';
  return (eyes === 'client') === (kind === 'request') ? 'sender' : 'receiver';
}
