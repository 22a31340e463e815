import { check, rolesOf } from '../../../src/check/check';
import { search, type Searched } from '../../../src/explore/search';
import type { Bounds, Claim, ClaimName } from '../../../src/explore/types';
import { createParser } from '../../../src/script/parser';
import { initialWorld, type Setting } from '../../../src/sim/setting';
import type { Call } from '../../../src/tcp/calls';

export const CLIENT = 0;
export const SERVER = 1;

/** A client and a server that listens; `head` is the profile or variant of both. */
export function pair(head = ''): Setting {
  const roles = rolesOf(check(createParser().parse(`${head}\nclient -> server SYN`)));
  return { ...roles, roles: roles.roles.map((role, end) => ({ ...role, listens: end === SERVER })) };
}

const NOTHING: Bounds = { faults: [], calls: [], crashes: [], forges: [], isnRepeats: false };

/** Bounds from a list such as `lose 2, client connect, server send 5`. */
export function bounds(text: string): Bounds {
  return text.split(', ').reduce<Bounds>((all, item) => {
    const [word = '', second = '', third] = item.split(' ');
    if (word === 'lose' || word === 'delay' || word === 'duplicate') {
      const fault = { kind: word, most: Number(second), flags: undefined, data: false, from: undefined } as const;
      return { ...all, faults: [...all.faults, fault] };
    }
    const end = (name: string): number => (name === 'client' ? CLIENT : SERVER);
    if (word === 'isn') return { ...all, isnRepeats: true };
    if (word === 'crash') return { ...all, crashes: [...all.crashes, { end: end(second), most: Number(third) }] };
    if (word === 'forge') {
      const skill = third === 'blind' ? 'blind' : 'guessed';
      return { ...all, forges: [...all.forges, { most: Number(second), skill, spoofing: undefined }] };
    }
    const count = third === undefined ? undefined : Number(third);
    return { ...all, calls: [...all.calls, { end: end(word), call: second as Call, count }] };
  }, NOTHING);
}

export const claims = (name: ClaimName): Claim => ({ kind: 'named', name });

/** A whole search. */
export function searched(setting: Setting, text: string, claim?: Claim, states = 300_000): Searched {
  const work = search(initialWorld(setting), setting, bounds(text), claim, { states });
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
