import type { Pieces } from './pieces';
import type { CallName, IcmpErrorName } from './vocabulary';

/**
 * The syntax tree of one line. Every position is a column in the line (UTF-16 units, from 0, end exclusive), never a
 * line number: so a line's tree depends on its text alone and can be kept as long as the text stays the same.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Word extends Span {
  /** The text with its meaning: names as written, keywords in lower case, flags and states in their RFC form. */
  readonly text: string;
}

/** A string literal: `text` with escapes resolved, `bytes` as UTF-8 (with `\xHH` as single bytes). */
export interface Str extends Span {
  readonly text: string;
  readonly bytes: Uint8Array;
}

export interface Num extends Span {
  /** As written, an integer in [0, 2^53); range is the checker's business. */
  readonly value: number;
}

/** A length of time. `2MSL` keeps its unit, as MSL is the profile's to say. */
export interface Duration extends Span {
  readonly value: number;
  readonly unit: 'us' | 'ms' | 's' | 'min' | 'h' | 'MSL';
}

/** `{Accept: text/html, -Host}`: header fields, and those that are not filled in. */
export interface SaidFields extends Span {
  readonly items: readonly (Span & { readonly name: Word; readonly value?: Word | Str; readonly without?: boolean })[];
}

/** The body of a message: a string, so many octets, or chunks of so many. */
export type SaidBody =
  | (Span & { readonly kind: 'text'; readonly text: Str })
  | (Span & { readonly kind: 'len' | 'chunked'; readonly numbers: readonly Num[] });

/** One message of a layer above TCP: a request with method and target, or a response with its status. */
export interface SaidSyntax extends Span {
  /** One of `LAYER_WORDS`; where it is left out behind `+`, that of the message before. */
  readonly layer: Word;
  readonly method?: Word;
  readonly target?: Word;
  readonly status?: Num;
  readonly fields?: SaidFields;
  readonly body?: SaidBody;
}

/** `http GET / + GET /b`: messages that are written in one go. */
export interface Saying extends Span {
  readonly items: readonly SaidSyntax[];
}

/** Sequence arithmetic: numbers, names, `+` and `-`, left-associative, and parentheses. */
export type Expr =
  | (Span & { readonly kind: 'number'; readonly value: number })
  | (Span & { readonly kind: 'name'; readonly name: string })
  | (Span & { readonly kind: 'sum'; readonly left: Expr; readonly op: '+' | '-'; readonly right: Expr })
  /** `client.rcv.nxt`: a variable of an endpoint, lower case, as `expect` names them. */
  | (Span & { readonly kind: 'variable'; readonly who: EndRef; readonly variable: Word });

/** `client` or `client:50001`; where no arrow tells the other side of a connection, also `client:50001-server:80`. */
export interface EndRef extends Span {
  readonly host: Word;
  readonly port?: Num;
  readonly peer?: EndRef;
}

export type Arrow = 'deliver' | 'lose' | 'hold';

/** `+200ms` (after the last event) or `@1.5s` (from the start) before a segment, a user call or a flight's end. */
export interface Timing extends Span {
  readonly from: 'last' | 'start';
  readonly duration: Duration;
}

/** `key=value` on a host line; `wscale` alone is written as a key without a value. */
export interface Setting extends Span {
  readonly key: Word;
  readonly value?: Num | Duration | Word;
}

/** `seq=EXPR` and its like: the span covers key and value. */
export interface Field extends Span {
  readonly expr: Expr;
}

export interface Flags extends Span {
  /** The bits of wire/flags.ts. */
  readonly bits: number;
  readonly names: readonly Word[];
}

export type OptionSyntax =
  | (Span & { readonly kind: 'mss' | 'wscale'; readonly value: Num })
  | (Span & { readonly kind: 'sackok' })
  | (Span & { readonly kind: 'ts'; readonly val: Expr; readonly ecr: Expr })
  | (Span & {
      readonly kind: 'sack';
      readonly blocks: readonly (Span & { readonly left: Expr; readonly right: Expr })[];
    })
  /** Hexadecimal digits; the empty string asks for a cookie. */
  | (Span & { readonly kind: 'fastopen'; readonly cookie: string })
  /** Bytes of the option list as they stand in the header, hexadecimal digits. */
  | (Span & { readonly kind: 'raw'; readonly bytes: string });

/** `<mss 1460, wscale 7>`; an empty list is written `<>`. */
export interface OptionList extends Span {
  readonly items: readonly OptionSyntax[];
}

export interface FlowStatement extends Span {
  readonly kind: 'flow';
  readonly title: Str;
}
/** `snd.nxt=x+1`, `wscale=off`, `rto=300ms`: what is known of a side in the middle of a connection. */
export interface Fact extends Span {
  readonly key: Word;
  /** A number, which may be named; for switches `on` or `off`, and no value for `on`. */
  readonly value?: Expr | Duration | Word;
}
/** `given A STATE key=value …`: the flow begins in the middle of a connection; a key that is left out is not known. */
export interface GivenStatement extends Span {
  readonly kind: 'given';
  readonly who: EndRef;
  readonly state: Word;
  readonly facts: readonly Fact[];
}
/** `A forgets [B]`: the host crashed or dropped the connection in silence; its TCB is gone, and nothing was sent. */
export interface ForgetStatement extends Span {
  readonly kind: 'forget';
  readonly time?: Timing;
  readonly who: EndRef;
  readonly verbSpan: Span;
  /** The other side, where it must be said. */
  readonly peer?: EndRef;
}
export interface ProfileStatement extends Span {
  readonly kind: 'profile' | 'variant';
  readonly name: Word;
}
export interface HostStatement extends Span {
  readonly kind: 'host';
  readonly name: Word;
  /** An IPv4 or IPv6 address as written (an IPv6 address with a port stands in brackets; kept without them). */
  readonly address?: Word;
  readonly port?: Num;
  readonly settings: readonly Setting[];
}
export interface LetStatement extends Span {
  readonly kind: 'let';
  readonly name: Word;
  readonly expr: Expr;
}
export interface SegmentStatement extends Span {
  readonly kind: 'segment';
  readonly time?: Timing;
  readonly from: EndRef;
  readonly to: EndRef;
  readonly arrow: Arrow;
  readonly arrowSpan: Span;
  readonly flags?: Flags;
  readonly seq?: Field;
  readonly ack?: Field;
  readonly win?: Field;
  readonly urg?: Field;
  readonly len?: Field;
  /** Fields of the header as they stand in it, where the line writes them. */
  readonly checksum?: Field;
  readonly doff?: Field;
  readonly reserved?: Field;
  /** Fields of the IP header: `IP_FIELDS`. */
  readonly dscp?: Field;
  readonly id?: Field;
  readonly security?: Field;
  /** `ecn=ect0`: the word is one of `ECN_WORDS`. */
  readonly ecn?: Span & { readonly value: Word };
  readonly payload?: Str;
  /** In place of a payload. */
  readonly saying?: Saying;
  /** `altered N`: octet N of the payload, from 1, is changed on the way, and the checksum made good. */
  readonly altered?: Num;
  readonly options?: OptionList;
  readonly resend?: Word;
  readonly as?: Word;
  /** Whose address the segment bears: without a port, that of the connection between the two hosts. */
  readonly spoofing?: EndRef;
  /** Rule ids after `violates`, as written, without or with the `tcp/` before them. */
  readonly violates?: readonly Word[];
  /** `supposed`: not captured, and yet it must have been; fields left out are not judged. */
  readonly supposed?: Word;
}
export interface FlightStatement extends Span {
  readonly kind: 'deliver' | 'drop' | 'duplicate';
  readonly time?: Timing;
  readonly name: Word;
}
export interface CallStatement extends Span {
  readonly kind: 'call';
  readonly time?: Timing;
  readonly who: EndRef;
  readonly call: CallName;
  readonly callSpan: Span;
  /** `client connect server`, `server close client:50001`: the other side, where it must be said. */
  readonly peer?: EndRef;
  /** Bytes of `send N` or `receive N`. */
  readonly count?: Num;
  readonly payload?: Str;
  readonly saying?: Saying;
}
/** An ICMP error about a connection reaches a host, whose IP layer hands it to TCP. */
export interface IcmpStatement extends Span {
  readonly kind: 'icmp';
  readonly time?: Timing;
  readonly who: EndRef;
  /** One of `ICMP_ERRORS`. */
  readonly error: Span & { readonly text: IcmpErrorName };
  /** The other side, where it must be said. */
  readonly peer?: EndRef;
}
export interface WaitStatement extends Span {
  readonly kind: 'wait';
  readonly duration: Duration;
}
export type Expectation =
  | (Span & { readonly kind: 'state'; readonly who: EndRef; readonly state: Word })
  | (Span & { readonly kind: 'variable'; readonly who: EndRef; readonly variable: Word; readonly expr: Expr })
  /** `client http IDLE`: the state of a side in a layer above TCP. */
  | (Span & { readonly kind: 'layer'; readonly who: EndRef; readonly layer: Word; readonly state: Word })
  /** `client owes SYN,ACK`; without flags: `client owes nothing`. */
  | (Span & { readonly kind: 'owes'; readonly who: EndRef; readonly flags?: Flags });
export interface ExpectStatement extends Span {
  readonly kind: 'expect';
  readonly items: readonly Expectation[];
}
export interface SectionStatement extends Span {
  readonly kind: 'section';
  readonly title: Str;
}
export interface NoteStatement extends Span {
  readonly kind: 'note';
  readonly over: readonly EndRef[];
  readonly text: Str;
}

/** `client => server "…"`: a whole message, which the engines cut into segments and acknowledge. */
export interface MessageStatement extends Span {
  readonly kind: 'message';
  readonly time?: Timing;
  readonly from: EndRef;
  readonly to: EndRef;
  readonly arrowSpan: Span;
  readonly payload?: Str;
  readonly saying?: Saying;
  /** Bytes, where the message is told by its length alone. */
  readonly len?: Num;
}
/** The engines play on: until nothing is left to do, until all of `until` holds, or for a time. */
export interface RunStatement extends Span {
  readonly kind: 'run';
  readonly until?: readonly Expectation[];
  readonly duration?: Duration;
}
/** What happens to a segment that is still to be sent. */
export interface FaultStatement extends Span {
  readonly kind: 'fault';
  readonly fault: 'lose' | 'delay' | 'duplicate';
  /** `every 10th` goes on for ever; `next` and `3rd` mean one segment. */
  readonly every: boolean;
  /** 1 for `next`. */
  readonly nth: number;
  /** Of which segments: those with these flags, or those with data; of all where neither is written. */
  readonly flags?: Flags;
  readonly data: boolean;
  readonly who: EndRef;
  /** How much later a delayed segment arrives. */
  readonly by?: Duration;
}
/** A scheduled arrival comes about, or is lost: `deliver next from client`. */
export interface TransitStatement extends Span {
  readonly kind: 'transit';
  readonly fate: 'deliver' | 'drop';
  /** 1 for `next`, in the order in which they would arrive. */
  readonly nth: number;
  readonly flags?: Flags;
  readonly data: boolean;
  readonly who: EndRef;
}
/** Bits a second; the span covers number and unit. */
export interface Rate extends Span {
  readonly bits: number;
}
/** The path between two hosts, for what the engines send. */
export interface LinkStatement extends Span {
  readonly kind: 'link';
  readonly a: EndRef;
  readonly b: EndRef;
  readonly delay?: Span & { readonly value: Duration };
  readonly rate?: Span & { readonly value: Rate };
  /** Which segments of the link are lost, counted from 1 in the order in which they are sent, either way. */
  readonly loss?: Span & { readonly value: readonly Num[] };
}

export type Statement =
  | MessageStatement
  | RunStatement
  | FaultStatement
  | TransitStatement
  | LinkStatement
  | GivenStatement
  | ForgetStatement
  | FlowStatement
  | ProfileStatement
  | HostStatement
  | LetStatement
  | SegmentStatement
  | FlightStatement
  | CallStatement
  | IcmpStatement
  | WaitStatement
  | ExpectStatement
  | SectionStatement
  | NoteStatement;

/** `open`: right or wrong by what the flow does not show; never a failure. */
export type Level = 'error' | 'warning' | 'open' | 'hint';
export type Args = Readonly<Record<string, string | number>>;

export interface SyntaxFinding extends Span {
  /** `syntax/…`, or `tcp/…` where the rule catalogue has the rule; also the id of its message. */
  readonly rule: string;
  readonly level: Level;
  readonly args: Args;
  /** `RFC 9293 §3.3.2`, where a standard stands behind it. */
  readonly source?: string;
  /** What to write in place of the span, where one thing is right. */
  readonly fix?: {
    readonly title: string;
    readonly args: Args;
    readonly edits: readonly (Span & { readonly newText: string })[];
  };
}

/** One line as it was read. Depends on `text` alone. */
export interface Line {
  readonly text: string;
  /** Absent on blank and comment lines, and where nothing could be made of the line. */
  readonly statement?: Statement;
  /** Names of hosts in the statement, in order; absent where there are none. */
  readonly hosts?: readonly Word[];
  /** Something on the line could not be read: what was read is played, and no rule speaks about it. */
  readonly broken: boolean;
  /** From `#` to the end of the line. */
  readonly comment?: Span;
  readonly findings: readonly SyntaxFinding[];
}

/** A whole text, line by line; the same text on a line gives the same `Line` object within one parser. */
export interface Script {
  readonly lines: readonly Line[];
  /** The same lines in pieces that scripts before and behind an edit share; absent where nobody will edit it. */
  readonly pieces?: Pieces<Line>;
}
