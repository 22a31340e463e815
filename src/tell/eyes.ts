/** What eyes are to a message. */
import type { Eyes } from '../layers/names';

/** Requests go to servers, responses to clients. */
export function partyOf(
  eyes: Eyes,
  { kind }: { readonly kind: 'request' | 'response' },
): 'sender' | 'wire' | 'receiver' {
  if (eyes === 'wire') return 'wire';
  return (eyes === 'client') === (kind === 'request') ? 'sender' : 'receiver';
}
