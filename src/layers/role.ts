/** The two roles above TCP: who asks, and who answers. */
export type Role = 'client' | 'server';

export function otherRole(role: Role): Role {
  return role === 'client' ? 'server' : 'client';
}
