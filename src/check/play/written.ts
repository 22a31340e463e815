import { type EndId, endpointOf, infoOf, nextIss } from '../../sim';
import {
  ACK,
  type IpHeader,
  type Options,
  RST,
  type RawHeader,
  SYN,
  type Segment,
  type Seq,
  add,
  decodeOptions,
  encodeOptions,
  fromHex,
  has,
  seq,
} from '../../wire';
import { ECN_WORDS, type Field, type FieldKey, IP_FIELDS, type IpFieldKey, type SegmentStatement } from '../../script';
import type { Given, Tcb } from '../../tcp';
import type { Aspect } from '../../tcp/rules/rule';
import { evaluate } from './evaluate';
import { bind, soleName } from './names';
import { sayingOctets } from './say';
import { nearSegment } from './near-name';
import { addBase, report, type Player } from './player';
import { absoluteEdge, absoluteOf } from '../judge/relative';
import {
  FILLED_ACK,
  FILLED_FLAGS,
  FILLED_LEN,
  FILLED_OPTIONS,
  FILLED_SEQ,
  FILLED_WIN,
  FLOW_RULES,
  edit,
} from '../../trace';

/** The largest payload of one segment over IPv4, bytes: 65535 less two headers of 20 bytes. */
const MAX_LEN = 65_495;

const IP_BITS: Readonly<Record<IpFieldKey, number>> = { dscp: 6, id: 16, security: 16 };

/** The fields that a line gives, evaluated once. */
export class Written {
  readonly named = { seq: false, ack: false };
  /** Fields whose written value is out of range; no rule is reported about them. */
  readonly said = new Set<Aspect>();
  private readonly seq: Seq | undefined;
  private readonly ack: Seq | undefined;
  private readonly win: number | undefined;
  private readonly urg: number | undefined;
  private readonly len: number | undefined;
  private readonly options: Options | undefined;
  /** The option list as bytes, if a part of it is given with `raw`. */
  private optionBytes: Uint8Array | undefined;
  /** Header fields given explicitly. */
  readonly raw: RawHeader | undefined;
  private readonly ip: IpHeader | undefined;
  private readonly again: Segment | undefined;
  /** The payload that the line writes, as text or as messages. */
  private readonly octets: Uint8Array | undefined;

  constructor(
    private readonly p: Player,
    private readonly s: SegmentStatement,
    from: EndId,
  ) {
    this.again = this.resent();
    this.seq = this.sequence('seq', from);
    this.ack = this.knowing(s.seq, from, () => this.sequence('ack', from));
    this.win = this.window(from);
    this.urg = this.field('urg', 65535);
    this.len = this.field('len', MAX_LEN);
    this.octets = s.payload?.bytes ?? (s.saying === undefined ? undefined : sayingOctets(p, from, s.saying));
    if ((this.octets?.length ?? 0) > MAX_LEN) this.len = MAX_LEN;
    this.options = this.optionList(from);
    this.raw = this.header();
    this.ip = this.ipHeader(from);
  }

  given(): Given {
    const { s, again } = this;
    // A string shorter than `len=` is the beginning of the payload.
    const data = this.octets ?? (this.len === undefined ? again?.data : undefined);
    return {
      flags: s.flags?.bits ?? again?.flags,
      seq: this.seq ?? again?.seq,
      ack: this.ack,
      win: this.win,
      urg: this.urg ?? again?.urg,
      len: Math.max(data?.length ?? 0, this.len ?? (data === undefined ? (again?.len ?? 0) : 0)),
      data,
      options: this.options ?? again?.options,
      ecn: ECN_WORDS.find((w) => w === s.ecn?.value.text),
      ip: this.ip,
    };
  }

  /** FILLED_… bits: the fields that the line leaves out. */
  filled(segment: Segment): number {
    const { s } = this;
    let bits = 0;
    if (s.flags === undefined) bits |= FILLED_FLAGS;
    if (s.seq === undefined) bits |= FILLED_SEQ;
    if (s.ack === undefined && has(segment, ACK)) bits |= FILLED_ACK;
    if (s.win === undefined && !has(segment, RST)) bits |= FILLED_WIN;
    if (s.len === undefined) bits |= FILLED_LEN;
    if (s.options === undefined && Object.keys(segment.options).length > 0) bits |= FILLED_OPTIONS;
    return bits;
  }

  private resent(): Segment | undefined {
    const { p, s } = this;
    if (s.resend === undefined) return undefined;
    const binding = p.scope.names.get(s.resend.text);
    if (binding?.kind === 'segment') return binding.sent.segment;
    const right = nearSegment(p, s.resend, s.resend.text);
    const meant = right === undefined ? undefined : p.scope.names.get(right);
    return meant?.kind === 'segment' ? meant.sent.segment : undefined;
  }

  private evaluated(field: Field): { value: number; named: boolean } | undefined {
    return evaluate(this.p, field.expr);
  }

  private sequence(key: 'seq' | 'ack', from: EndId): Seq | undefined {
    const field = this.s[key];
    if (field === undefined) return undefined;
    const name = soleName(field.expr);
    if (key === 'seq' && name !== undefined && this.bindsHere(name, from)) {
      this.named.seq = true;
      return undefined;
    }
    if (name !== undefined) this.suppose(key, name, from);
    const meant = absoluteOf(this.p, this.s, key, from);
    if (meant !== undefined) return meant;
    const value = this.evaluated(field);
    if (value === undefined) return undefined;
    this.named[key] = value.named;
    if (value.value > 0xffff_ffff)
      this.outOfRange(key, field, value.value, 0xffff_ffff, 32, value.value % 0x1_0000_0000);
    return seq(value.value % 0x1_0000_0000);
  }

  /** In `seq=y ack=y+1` on a SYN the name is bound while the rest of the line is evaluated. */
  private knowing<T>(field: Field | undefined, from: EndId, evaluation: () => T): T {
    const { p } = this;
    const name = soleName(field?.expr);
    if (name === undefined || this.s.ack === undefined || !this.bindsHere(name, from)) return evaluation();
    const { scope } = p;
    const { tcb } = endpointOf(p.world, from);
    const value = tcb.state === 'CLOSED' || tcb.state === 'LISTEN' ? nextIss(p, from) : tcb.iss;
    bind(p, name, { kind: 'number', value });
    const found = evaluation();
    p.scope = scope;
    return found;
  }

  /**
   * Binds the names in the first segment of a flow that begins in the middle of a connection, as in articles about
   * closing (`FIN,ACK seq=u ack=v`), to numbers of an assumed connection. The beginning itself is reported once,
   * elsewhere.
   */
  private suppose(key: 'seq' | 'ack', name: string, from: EndId): void {
    const { p, s } = this;
    const bits = s.flags?.bits;
    if (bits === undefined || (bits & (SYN | RST)) !== 0 || p.scope.names.has(name)) return;
    const to = infoOf(p, from).peer;
    const unopened = (end: EndId): boolean => {
      const { tcb, ended, lastHeard } = endpointOf(p.world, end);
      return (tcb.state === 'CLOSED' || tcb.state === 'LISTEN') && ended === 'never' && lastHeard === undefined;
    };
    if (!unopened(from) || !unopened(to)) return;
    const end = key === 'seq' ? from : to;
    const value = add(nextIss(p, end), 1);
    addBase(p, end, value, name);
    bind(p, name, { kind: 'number', value });
  }

  /**
   * True if `seq=x` binds an unbound `x` to the sender's initial sequence number: on a SYN, and on a reply whose SYN
   * flag was forgotten.
   */
  private bindsHere(name: string, from: EndId): boolean {
    const flags = this.s.flags?.bits;
    const { tcb } = endpointOf(this.p.world, from);
    const answers = tcb.state === 'SYN-RECEIVED' && tcb.sndNxt === tcb.iss && ((flags ?? 0) & RST) === 0;
    const syn = answers || (flags === undefined ? isOpening(tcb) : (flags & SYN) !== 0);
    return syn && !this.p.scope.names.has(name);
  }

  private field(key: Exclude<FieldKey, 'seq' | 'ack'>, most: number, bits = 16): number | undefined {
    const field = this.s[key];
    const value = field === undefined ? undefined : this.evaluated(field);
    if (field === undefined || value === undefined) return undefined;
    if (value.value <= most) return value.value;
    this.outOfRange(key, field, value.value, most, bits, most);
    return most;
  }

  /**
   * The window field. A written window above 65535 needs scaling: it is then taken as bytes and shifted. The window of
   * a SYN is never scaled (RFC 7323 §2.2, §2.3).
   */
  private window(from: EndId): number | undefined {
    const { win } = this.s;
    const value = win === undefined ? undefined : this.evaluated(win);
    if (win === undefined || value === undefined) return undefined;
    const shift = ((this.s.flags?.bits ?? 0) & SYN) === 0 ? endpointOf(this.p.world, from).tcb.opening.rcvShift : 0;
    const isOctets = win.expr.kind === 'number' && this.p.roles.windows.get(from)?.takenScaled === true;
    if (isOctets && shift > 0) return Math.min(65535, Math.floor(value.value / 2 ** shift));
    if (value.value <= 65535) return value.value;
    const right = Math.min(65535, Math.floor(value.value / 2 ** shift));
    const rule = FLOW_RULES[shift === 0 ? 'tcp/window-needs-scale' : 'tcp/field-range'];
    this.outOfRange('win', win, value.value, 65535, 16, right, rule);
    return right;
  }

  private outOfRange(
    key: FieldKey,
    field: Field,
    written: number,
    max: number,
    bits: number,
    right: number,
    rule = FLOW_RULES['tcp/field-range'],
  ): void {
    this.said.add(key);
    report(this.p, rule, field, {
      args: { field: key, written, max, bits, right },
      fix: {
        title: 'fix/set-field',
        args: { text: `${key}=${right}` },
        edits: [edit(this.p.line, field, `${key}=${right}`)],
      },
    });
  }

  private header(): RawHeader | undefined {
    const { s, again } = this;
    const checksum = this.field('checksum', 0xffff);
    const doff = this.field('doff', 15, 4);
    const reserved = this.field('reserved', 15, 4);
    const options = s.options === undefined ? again?.raw?.options : this.optionBytes;
    const raw = {
      ...(checksum === undefined ? {} : { checksum }),
      ...(doff === undefined ? {} : { doff }),
      ...(reserved === undefined ? {} : { reserved }),
      ...(options === undefined ? {} : { options }),
    };
    return Object.keys(raw).length === 0 ? undefined : raw;
  }

  /** Fields of the IP header. The DSCP stays that of the connection's last segment until a line gives another one. */
  private ipHeader(from: EndId): IpHeader | undefined {
    const last = endpointOf(this.p.world, from).lastSent?.segment.ip?.dscp;
    const ip: { -readonly [K in keyof IpHeader]: IpHeader[K] } = last === undefined ? {} : { dscp: last };
    for (const key of IP_FIELDS) {
      const bits = IP_BITS[key];
      const value = this.field(key, 2 ** bits - 1, bits);
      if (value !== undefined) ip[key] = value;
    }
    return Object.keys(ip).length === 0 ? undefined : ip;
  }

  private optionList(from: EndId): Options | undefined {
    const { s } = this;
    if (s.options === undefined) return undefined;
    let options: { -readonly [K in keyof Options]: Options[K] } = {};
    let bytes: number[] | undefined;
    const number = (expr: Field['expr']): Seq =>
      seq(this.evaluated({ start: expr.start, end: expr.end, expr })?.value ?? 0);
    const edge = (expr: Field['expr']): Seq => absoluteEdge(this.p, expr, from) ?? number(expr);
    for (const item of s.options.items) {
      switch (item.kind) {
        case 'mss':
          options.mss = Math.min(65535, item.value.value);
          break;
        case 'wscale':
          options.wscale = Math.min(255, item.value.value);
          break;
        case 'sackok':
          options.sackOk = true;
          break;
        case 'ts':
          options.ts = { val: number(item.val), ecr: number(item.ecr) };
          break;
        case 'sack':
          options.sack = item.blocks.map((b) => ({ left: edge(b.left), right: edge(b.right) }));
          break;
        case 'fastopen':
          options.fastopen = item.cookie;
          break;
        case 'raw':
          // Options before `raw` are encoded first, so that the bytes follow them directly.
          bytes = [...(bytes ?? []), ...encodeOptions(options), ...fromHex(item.bytes)];
          options = {};
          break;
      }
    }
    if (bytes === undefined) return options;
    this.optionBytes = Uint8Array.from([...bytes, ...encodeOptions(options)]);
    return decodeOptions(this.optionBytes);
  }
}

export function isOpening(tcb: Tcb): boolean {
  return tcb.state === 'CLOSED' || tcb.state === 'LISTEN' || tcb.state === 'SYN-SENT' || tcb.state === 'SYN-RECEIVED';
}
