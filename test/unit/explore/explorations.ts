import { check, rolesOf } from '../../../src/check/check';
import { replay } from '../../../src/explore/replay';
import { search, type Searched } from '../../../src/explore/search';
import type { Reached } from '../../../src/explore/table';
import type { Bounds, Claim, ClaimName, Path } from '../../../src/explore/types';
import { linesOf } from '../../../src/compose/lines';
import { createParser } from '../../../src/script/parser';
import { initialWorld, type Setting } from '../../../src/sim/setting';
import type { Call } from '../../../src/tcp/calls';

export const CLIENT = 0;
export const SERVER = 1;

/** A client, and a server that listens unless `listens` is false; `head` is the profile or variant of both. */
export function pair(head = '', listens = true): Setting {
  const roles = rolesOf(check(createParser().parse(`${head}\nclient -> server SYN`)));
  return { ...roles, roles: roles.roles.map((role, end) => ({ ...role, listens: listens && end === SERVER })) };
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
export function searched(setting: Setting, text: string, claim?: Claim, states = 300_000, reached?: Reached): Searched {
  const work = search(initialWorld(setting), setting, bounds(text), claim, { states }, reached);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** A way as the text of a flow. */
export function told(setting: Setting, head: string, text: string, path: Path, listens = true) {
  const { happened, world } = replay(initialWorld(setting), setting, bounds(text), path);
  const refs = new Map([
    [CLIENT, ['client', 'server'] as const],
    [SERVER, ['server', 'client'] as const],
  ]);
  const lines = linesOf(happened, {
    cast: setting.cast,
    configs: setting.configs,
    refs,
    taken: new Set(),
    inFlight: new Map(),
    forger: 'mallory',
    isnRepeats: bounds(text).isnRepeats,
    clock: 0,
  });
  return {
    lines,
    world,
    flow: [head, 'host client', 'host server', listens ? 'server:80 listen' : '', ...lines].join('\n'),
  };
}
