import { type Seq, add, distance } from '../../wire';

/** Numbers further from their base than this are written as they are. */
const NEAR = 2 ** 30;

/** The first number of each host that the flow is about, and the name that the flow has for it. */
export interface Base {
  readonly name: string;
  readonly number: Seq;
}

/** A sequence number as an expression: `x+1461`; without a base, or far from it, the number itself. */
export function numberText(number: Seq, base: Base | undefined): string {
  if (base === undefined) return String(number);
  const ahead = distance(base.number, number);
  if (ahead === 0) return base.name;
  if (ahead < NEAR) return `${base.name}+${ahead}`;
  const behind = distance(number, base.number);
  return behind < NEAR && add(number, behind) === base.number ? `${base.name}-${behind}` : String(number);
}
