import type { Pieces } from './pieces';
import type { ExploreStatement } from './explore-syntax';
import type { Saying } from './said-syntax';
import type { Num, Span, Str, Word } from './tokens';
import type { CallName, FramesWord, IcmpErrorName, TapWord } from './vocabulary';

export type { Num, Span, Str, Word } from './tokens';

/** A duration. `2MSL` keeps its unit, as the MSL depends on the profile. */
export interface Duration extends Span {
  readonly value: number;
  readonly unit: 'us' | 'ms' | 's' | 'min' | 'h' | 'MSL';
}

/** Sequence arithmetic: numbers, names, `+` and `-`, left-associative, and parentheses. */
export type Expr =
  | (Span & { readonly kind: 'number'; readonly value: number })
  | (Span & { readonly kind: 'name'; readonly name: string })
  | (Span & { readonly kind: 'sum'; readonly left: Expr; readonly op: '+' | '-'; readonly right: Expr })
  /** A variable of an endpoint in lower case: `client.rcv.nxt`. */
  | (Span & { readonly kind: 'variable'; readonly who: EndRef; readonly variable: Word });

/**
 * An endpoint: `client` or `client:50001`. In statements without an arrow also with the other side:
 * `client:50001-server:80`.
 */
export interface EndRef extends Span {
  readonly host: Word;
  readonly port?: Num;
  readonly peer?: EndRef;
}

/** The fate of a segment: `->` arrives, `-x` is lost, `~>` stays in flight, `?>` is unknown (open). */
export type Arrow = 'deliver' | 'lose' | 'hold' | 'open';

/** The time of a segment, user call or end of a flight: `+200ms` after the last event, or `@1.5s` after the start. */
export interface Timing extends Span {
  readonly from: 'last' | 'start';
  readonly duration: Duration;
}

/** `key=value` on a `host` line. `wscale` alone is a key without a value. */
export interface Setting extends Span {
  readonly key: Word;
  readonly value?: Num | Duration | Word;
}

/** A field such as `seq=EXPR`; the span covers key and value. */
export interface Field extends Span {
  readonly expr: Expr;
}

export interface Flags extends Span {
  /** The control bits of `wire/flags.ts`, combined with bitwise OR. */
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
  /** Hexadecimal digits; empty for a cookie request. */
  | (Span & { readonly kind: 'fastopen'; readonly cookie: string })
  /** The bytes of the option list as hexadecimal digits. */
  | (Span & { readonly kind: 'raw'; readonly bytes: string });

/** An option list: `<mss 1460, wscale 7>`; `<>` if empty. */
export interface OptionList extends Span {
  readonly items: readonly OptionSyntax[];
}

export interface FlowStatement extends Span {
  readonly kind: 'flow';
  readonly title: Str;
}
/** One `key=value` of a `given` statement: `snd.nxt=x+1`, `wscale=off`, `rto=300ms`. */
export interface Fact extends Span {
  readonly key: Word;
  /**
   * A number (an expression), a duration, or `on` or `off` for a switch; absent for a switch without a value, which is
   * on.
   */
  readonly value?: Expr | Duration | Word;
}
/** `given A STATE key=value …`: the flow begins in the middle of a connection. Values of omitted keys are unknown. */
export interface GivenStatement extends Span {
  readonly kind: 'given';
  readonly who: EndRef;
  readonly state: Word;
  readonly facts: readonly Fact[];
}
/** `A forgets [B]`: the host crashed or dropped the connection silently. Its TCB is gone, and nothing was sent. */
export interface ForgetStatement extends Span {
  readonly kind: 'forget';
  readonly time?: Timing;
  readonly who: EndRef;
  readonly verbSpan: Span;
  /** The other side of the connection, if given. */
  readonly peer?: EndRef;
}
export interface ProfileStatement extends Span {
  readonly kind: 'profile' | 'variant';
  readonly name: Word;
}
export interface HostStatement extends Span {
  readonly kind: 'host';
  readonly name: Word;
  /** An IPv4 or IPv6 address as written, without the brackets of `[IPv6]:port`. */
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
  /** Header fields with explicit values, which are encoded unchanged. */
  readonly checksum?: Field;
  readonly doff?: Field;
  readonly reserved?: Field;
  /** Fields of the IP header: `IP_FIELDS`. */
  readonly dscp?: Field;
  readonly id?: Field;
  readonly security?: Field;
  /** `ecn=ect0`; the word is one of `ECN_WORDS`. */
  readonly ecn?: Span & { readonly value: Word };
  readonly payload?: Str;
  /** Messages of a layer above TCP, in place of a payload. */
  readonly saying?: Saying;
  /** `altered N`: octet N of the payload, from 1, is changed in transit, and the checksum is recomputed. */
  readonly altered?: Num;
  readonly options?: OptionList;
  readonly resend?: Word;
  readonly as?: Word;
  /**
   * The host whose address is forged as the source. Without a port, the port of the connection between the two hosts is
   * used.
   */
  readonly spoofing?: EndRef;
  /** Rule ids after `violates`, as written, with or without `tcp/`. */
  readonly violates?: readonly Word[];
  /** `supposed`: the segment is not in the capture but must have been sent. Omitted fields are not checked. */
  readonly supposed?: Word;
  /** `frame 53, 61`: the frames of the capture that the line represents. The span includes the word `frame`. */
  readonly frames?: Span & { readonly numbers: readonly Num[] };
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
  /** The other side of the connection, if given: `client connect server`, `server close client:50001`. */
  readonly peer?: EndRef;
  /** Number of bytes of `send N` or `receive N`. */
  readonly count?: Num;
  readonly payload?: Str;
  readonly saying?: Saying;
  /** `fails`: the call is meant to fail. */
  readonly fails?: Word;
}
/** An ICMP error about a connection reaches a host, whose IP layer passes the error to TCP. */
export interface IcmpStatement extends Span {
  readonly kind: 'icmp';
  readonly time?: Timing;
  readonly who: EndRef;
  /** The name of the ICMP error, one of `ICMP_ERRORS`. */
  readonly error: Span & { readonly text: IcmpErrorName };
  /** `mtu=N`: the next-hop MTU of "fragmentation needed" (RFC 1191 §4). */
  readonly mtu?: Num;
  /** The other side of the connection, if given. */
  readonly peer?: EndRef;
}
export interface WaitStatement extends Span {
  readonly kind: 'wait';
  readonly duration: Duration;
}
export type Expectation =
  | (Span & { readonly kind: 'state'; readonly who: EndRef; readonly state: Word })
  | (Span & { readonly kind: 'variable'; readonly who: EndRef; readonly variable: Word; readonly expr: Expr })
  /** `client.rto = 200ms`. */
  | (Span & {
      readonly kind: 'duration';
      readonly who: EndRef;
      readonly variable: Word;
      readonly duration: Duration;
    })
  /** `client http IDLE`, `client h2 1 open`: the state of a side, or of one of its streams, in a layer above TCP. */
  | (Span & {
      readonly kind: 'layer';
      readonly who: EndRef;
      readonly layer: Word;
      readonly stream?: Num;
      readonly state: Word;
    })
  /** `client owes SYN,ACK`; without flags: `client owes nothing`. */
  | (Span & { readonly kind: 'owes'; readonly who: EndRef; readonly flags?: Flags })
  /** `client owes tls alert bad_record_mac`: the side must send these messages next. */
  | (Span & { readonly kind: 'owes-message'; readonly who: EndRef; readonly saying: Saying })
  /** `server knows master-secret`, `wire lacks plaintext`; `who` is absent for the wire. */
  | (Span & { readonly kind: 'knows'; readonly who?: EndRef; readonly lacks: boolean; readonly secret: Word });
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

/** `client => server "…"`: a message, which the simulation sends in segments and acknowledges. */
export interface MessageStatement extends Span {
  readonly kind: 'message';
  readonly time?: Timing;
  readonly from: EndRef;
  readonly to: EndRef;
  readonly arrowSpan: Span;
  readonly payload?: Str;
  readonly saying?: Saying;
  /** `client => server tls`: a whole TLS handshake. */
  readonly handshake?: Word;
  /** Length in bytes, for a message given without its text. */
  readonly len?: Num;
}
/** `run`: the simulation continues until no event is left, until all expectations of `until` hold, or for a time. */
export interface RunStatement extends Span {
  readonly kind: 'run';
  readonly until?: readonly Expectation[];
  readonly duration?: Duration;
}
/** `lose`, `delay` or `duplicate`: the fate of a segment that is not sent yet. */
export interface FaultStatement extends Span {
  readonly kind: 'fault';
  readonly fault: 'lose' | 'delay' | 'duplicate';
  /** True for `every 10th`, which applies again and again; `next` and `3rd` apply once. */
  readonly every: boolean;
  /** The ordinal; 1 for `next`. */
  readonly nth: number;
  /** Only segments with these flags count; all if neither `flags` nor `data` is given. */
  readonly flags?: Flags;
  /** True if only segments with data count. */
  readonly data: boolean;
  readonly who: EndRef;
  /** Extra delay of a delayed segment. */
  readonly by?: Duration;
}
/** `deliver next from client`, `drop …`: a scheduled arrival takes place now, or the segment is lost. */
export interface TransitStatement extends Span {
  readonly kind: 'transit';
  readonly fate: 'deliver' | 'drop';
  /** The ordinal, in the order of scheduled arrivals; 1 for `next`. */
  readonly nth: number;
  readonly flags?: Flags;
  readonly data: boolean;
  readonly who: EndRef;
}
/** A rate in bits per second; the span covers number and unit. */
export interface Rate extends Span {
  readonly bits: number;
}
/** `link`: the path between two hosts for segments that the simulation sends. */
export interface LinkStatement extends Span {
  readonly kind: 'link';
  readonly a: EndRef;
  readonly b: EndRef;
  readonly delay?: Span & { readonly value: Duration };
  readonly rate?: Span & { readonly value: Rate };
  /** Ordinals of the segments that are lost, counted from 1 over both directions in the order of sending. */
  readonly loss?: Span & { readonly value: readonly Num[] };
  /** The largest packet that the link carries, bytes with IP header. */
  readonly mtu?: Span & { readonly value: Num };
  /** `icmp=off`: the link sends no ICMP error for a packet that is too large. */
  readonly icmp?: Span & { readonly value: Word };
  /** The largest MSS in a SYN after the link: the link lowers a larger one (MSS clamping). */
  readonly clamp?: Span & { readonly value: Num };
}

/** `certificate NAME "shop.example" by CA ca from 2025-01-01 until 2035-01-01 key=ring1`: a certificate that a host can have. */
export interface CertificateStatement extends Span {
  readonly kind: 'certificate';
  readonly name: Word;
  /** Names and addresses of the subject, separated by commas; for a CA its name. */
  readonly subject: Str;
  /** The issuer's certificate; the certificate's own name if it is self-signed. */
  readonly by?: Word;
  /** `ca`: the certificate may sign others. */
  readonly ca?: Word;
  /**
   * Days as `YYYY-MM-DD`. The certificate is valid from the beginning of the day `from` to the beginning of the day
   * `until`.
   */
  readonly from?: Word;
  readonly until?: Word;
  /** The name of one of the built-in keys, such as `ring1`. */
  readonly key?: Word;
}
/** `today 2026-01-01`: the date at which the flow takes place. */
export interface TodayStatement extends Span {
  readonly kind: 'today';
  readonly day: Word;
}
/** `leak server`: an observer on the wire has the host's private key from this line on. */
export interface LeakStatement extends Span {
  readonly kind: 'leak';
  readonly who: EndRef;
}
/** `keylog "CLIENT_RANDOM …"`: a line of an NSS key log (SSLKEYLOGFILE), for keys that the flow does not compute. */
export interface KeylogStatement extends Span {
  readonly kind: 'keylog';
  readonly text: Str;
}

/** `capture "x.pcapng" connection=3 tap=client frames=missing`: the capture that the lines come from. */
export interface CaptureStatement extends Span {
  readonly kind: 'capture';
  readonly file: Str;
  /** The number of the connection in the capture, from 1. */
  readonly connection?: Span & { readonly value: Num };
  readonly tap?: Span & { readonly value: Word & { readonly text: TapWord } };
  /**
   * `missing`: the capture lacks frames of this connection that passed the tap; `cut`: the capture lacks a part of
   * their headers.
   */
  readonly frames?: Span & { readonly value: Word & { readonly text: FramesWord } };
}

/** `task "Mend the last ACK."`: the flow is an exercise. */
export interface TaskStatement extends Span {
  readonly kind: 'task';
  readonly text: Str;
}
export type Aim =
  /** `client CLOSED, server.rcv.nxt = x+1`: holds at the end of the flow. */
  | (Span & { readonly kind: 'holds'; readonly items: readonly Expectation[] })
  /**
   * `client -> server FIN`: the flow has such a segment, after the segments of the goals before. Without flags and
   * `data`, any segment counts.
   */
  | (Span & {
      readonly kind: 'sent';
      readonly from: EndRef;
      readonly to: EndRef;
      readonly arrow: 'deliver' | 'lose';
      readonly arrowSpan: Span;
      readonly flags?: Flags;
      readonly data?: Word;
    })
  /**
   * Rule ids as written, with or without `tcp/`: no line violates these rules (`without`), or a line does (`breaks`).
   */
  | (Span & { readonly kind: 'without' | 'breaks'; readonly rules: readonly Word[] })
  /** `keep`: the hosts, segments and expectations of the original exercise are unchanged. */
  | (Span & { readonly kind: 'keep' });
/** `goal AIM`: a condition that the flow of an exercise must satisfy. */
export interface GoalStatement extends Span {
  readonly kind: 'goal';
  readonly aim: Aim;
}

export type Statement =
  | ExploreStatement
  | TaskStatement
  | GoalStatement
  | CertificateStatement
  | TodayStatement
  | LeakStatement
  | KeylogStatement
  | CaptureStatement
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

/** The level of a finding. `open`: the rule can't be decided from the flow; such a finding is never a failure. */
export type Level = 'error' | 'warning' | 'open' | 'hint';
export type Args = Readonly<Record<string, string | number>>;

export interface SyntaxFinding extends Span {
  /** The rule's id, which is also the id of its message: `syntax/…`, or `tcp/…` for a rule of the catalogue. */
  readonly rule: string;
  readonly level: Level;
  readonly args: Args;
  /** Document and section, `RFC 9293 §3.3.2`; absent for rules of the language only. */
  readonly source?: string;
  /** The correction, if there is exactly one: a title and edits. */
  readonly fix?: {
    readonly title: string;
    readonly args: Args;
    readonly edits: readonly (Span & { readonly newText: string })[];
  };
}

/** One line after reading; depends on `text` alone. */
export interface Line {
  readonly text: string;
  /** Absent for a blank or comment line, and for a line of which nothing could be read. */
  readonly statement?: Statement;
  /** Names of hosts in the statement, in text order; absent if there are none. */
  readonly hosts?: readonly Word[];
  /** True if a part of the line could not be read. The rest is simulated, and no rule is reported for the line. */
  readonly broken: boolean;
  /** The comment, from `#` to the end of the line. */
  readonly comment?: Span;
  readonly findings: readonly SyntaxFinding[];
}

/** A whole text as lines. Within one parser, equal texts of a line give the same `Line` object. */
export interface Script {
  readonly lines: readonly Line[];
  /**
   * The same lines in pieces that are shared with the scripts before and after an edit; absent for a script that is not
   * edited.
   */
  readonly pieces?: Pieces<Line>;
}
