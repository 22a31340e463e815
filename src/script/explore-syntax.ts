/** The syntax tree of `explore`. */
import type { EndRef, Expectation, Flags, Num, Span, Word } from './syntax';
import type { ExploredCall, ForgeSkill, NamedClaim } from './vocabulary';

/** An event that `explore` allows in one future. */
export type Allowed =
  /** `lose 2 SYN from client`. */
  | (Span & {
      readonly kind: 'fault';
      readonly fault: 'lose' | 'delay' | 'duplicate';
      readonly most: Num;
      readonly flags?: Flags;
      readonly data?: Word;
      readonly from?: EndRef;
    })
  /** `crash server 1`. */
  | (Span & { readonly kind: 'crash'; readonly who: EndRef; readonly most: Num })
  /** `forge 1 blind spoofing client`. */
  | (Span & {
      readonly kind: 'forge';
      readonly most: Num;
      readonly skill: Word & { readonly text: ForgeSkill };
      readonly spoofing?: EndRef;
    })
  /** `isn repeats`. */
  | (Span & { readonly kind: 'isn' })
  /** `client send 5`. */
  | (Span & {
      readonly kind: 'call';
      readonly who: EndRef;
      readonly call: Word & { readonly text: ExploredCall };
      readonly count?: Num;
      readonly peer?: EndRef;
    });
export type ClaimSyntax =
  /** `never client CLOSED with server ESTABLISHED`: a claim about states in which all `items` are true. */
  | (Span & { readonly kind: 'never' | 'always' | 'finally'; readonly items: readonly Expectation[] })
  | (Span & { readonly kind: 'named'; readonly name: Word & { readonly text: NamedClaim } });
/** `explore ALLOWED, …: CLAIM`: a claim about all futures of the flow from this line on. */
export interface ExploreStatement extends Span {
  readonly kind: 'explore';
  readonly allowed: readonly Allowed[];
  readonly claim: ClaimSyntax;
}
