/** The notation of tcpdump, since its first releases. */
import { ACK, type Block, CWR, ECE, FIN, type Options, PSH, RST, SYN, URG, seq } from '../../wire';
import { type Printed, type PrintedSocket, type Reading, numberOf, portOf, timeOf } from './printed';

/** Letters of `Flags [S.]`; `e` is AE (RFC 9768), which is no control bit. */
const LETTERS: Readonly<Record<string, number>> = {
  F: FIN,
  S: SYN,
  R: RST,
  P: PSH,
  '.': ACK,
  U: URG,
  E: ECE,
  W: CWR,
  e: 0,
};

/** The text before the addresses: a number, a time, a link header, `IP` or `IP6`; all of it may be absent. */
const NUMBER = /^\s*(?:\d+\s{2})?\s*/;
const TIME = /^(?:(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+|\d{1,2}:\d\d:\d\d\.\d+|\d+\.\d{6,9})\s+)?/;
/** `-v` has the IP header in a line of its own. */
const IP_LINE =
  /\bIP6? \((?:[^()]|\([^()]*\))*\bproto(?:col)? TCP \(6\)|\bIP6 \((?:[^()]|\([^()]*\))*\bnext-header TCP \(6\)/;
const SOCKETS = /(?:^|\s)([\w.:%-]+)\.([\w-]+) > ([\w.:%-]+)\.([\w-]+): (?=Flags \[|[SFPRWEU.]+ )/;
const FLAGS = /^(?:Flags \[([A-Za-z.]*)\]|([SFPRWEU.]+))(?:,? |,?$)/;
/** `seq 1:101`, and of older releases `1:101(100)`. */
const SEQ = /(?:\bseq |^)(\d+)(?::(\d+))?(?:\((\d+)\))?/;
const ACK_NUMBER = /\back (\d+)/;
const WINDOW = /\bwin (\d+)/;
const URGENT = /\burg (\d+)/;
const LENGTH = /\blength (\d+)/;
const OPTIONS = /\boptions \[([^\]]*)\]?|<([^>]*)>?/;
const IP_ID = /\bid (\d+)/;
const FRAME = /\blength (\d+): /;

/** Reads the lines of tcpdump in a text. Lines of octets, and of other protocols, are left out. */
export function readTcpdump(texts: readonly string[]): Reading {
  const segments: Printed[] = [];
  const lines = new Set<number>();
  let above: { readonly line: number; readonly at: number | undefined; readonly id: number | undefined } | undefined;
  for (const [line, text] of texts.entries()) {
    const rest = text.replace(NUMBER, '');
    const at = timeOf(TIME.exec(rest)?.[1] ?? '');
    const body = rest.replace(TIME, '');
    const segment = segmentOf(body, line, at ?? (above?.line === line - 1 ? above.at : undefined));
    if (segment !== undefined) {
      const id = above?.line === line - 1 ? above.id : undefined;
      if (above?.line === line - 1) lines.add(line - 1);
      segments.push({ ...segment, id });
      lines.add(line);
    } else if (IP_LINE.test(body)) above = { line, at, id: numberOf(IP_ID.exec(body)?.[1]) };
  }
  return { segments, lines };
}

function segmentOf(body: string, line: number, at: number | undefined): Printed | undefined {
  const sockets = SOCKETS.exec(body);
  if (sockets === null) return undefined;
  const [whole, source, sourcePort, destination, destinationPort] = sockets;
  const [from, to] = [socketOf(source, sourcePort), socketOf(destination, destinationPort)];
  const said = body.slice(sockets.index + whole.length);
  const letters = FLAGS.exec(said);
  const flags = letters === null ? undefined : flagsOf(letters[1] ?? letters[2] ?? '');
  if (from === undefined || to === undefined || letters === null || flags === undefined) return undefined;
  const fields = said.slice(letters[0].length);
  // Options and what follows them have numbers of their own.
  const bare = fields.replace(OPTIONS, '');
  const numbers = SEQ.exec(bare);
  const first = numberOf(numbers?.[1]);
  const ack = numberOf(ACK_NUMBER.exec(bare)?.[1]);
  return {
    line,
    at,
    source: from,
    destination: to,
    // Older releases print no point where they print the number.
    flags: ack === undefined ? flags : flags | ACK,
    seq: first,
    ack,
    win: numberOf(WINDOW.exec(bare)?.[1]),
    urg: numberOf(URGENT.exec(bare)?.[1]),
    len: lengthOf(bare, numbers),
    options: optionsOf(OPTIONS.exec(fields)),
    id: undefined,
    wire: numberOf(FRAME.exec(body.slice(0, sockets.index))?.[1]),
  };
}

/** The payload's length: as said at the end, or by the numbers; 0 where a line of an older release has neither. */
function lengthOf(fields: string, numbers: RegExpExecArray | null): number | undefined {
  const said = numberOf(LENGTH.exec(fields)?.[1]) ?? numberOf(numbers?.[3]);
  if (said !== undefined) return said;
  const [first, last] = [numberOf(numbers?.[1]), numberOf(numbers?.[2])];
  return first === undefined || last === undefined ? 0 : (last - first) >>> 0;
}

function socketOf(host: string | undefined, port: string | undefined): PrintedSocket | undefined {
  const number = portOf(port ?? '');
  return host === undefined || number === undefined ? undefined : { host, port: number };
}

function flagsOf(letters: string): number | undefined {
  if (letters === 'none') return 0;
  let flags = 0;
  for (const letter of letters) {
    const flag = LETTERS[letter];
    if (flag === undefined) return undefined;
    flags |= flag;
  }
  return flags;
}

/** `[mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7]`, and of older releases `<mss 1460,sackOK,timestamp 1 0,nop,wscale 7>`. */
function optionsOf(list: RegExpExecArray | null): Options {
  const text = list?.[1] ?? list?.[2] ?? '';
  const mss = numberOf(/\bmss (\d+)/.exec(text)?.[1]);
  const wscale = numberOf(/\bwscale (\d+)/.exec(text)?.[1]);
  const times = /\b(?:TS val|timestamp) (\d+)(?: ecr)? (\d+)/.exec(text);
  const [val, ecr] = [numberOf(times?.[1]), numberOf(times?.[2])];
  const cookie = /\btfo +(?:cookiereq|cookie ([\da-f]+))/.exec(text);
  const sack = [...text.matchAll(/\{(\d+):(\d+)\}/g)].flatMap(([, left, right]): Block[] => {
    const [l, r] = [numberOf(left), numberOf(right)];
    return l === undefined || r === undefined ? [] : [{ left: seq(l), right: seq(r) }];
  });
  return {
    ...(mss === undefined ? {} : { mss: mss & 0xffff }),
    ...(wscale === undefined ? {} : { wscale: wscale & 0xff }),
    ...(/\bsackOK\b/.test(text) ? { sackOk: true } : {}),
    ...(sack.length === 0 ? {} : { sack }),
    ...(val === undefined || ecr === undefined ? {} : { ts: { val: seq(val), ecr: seq(ecr) } }),
    ...(cookie === null ? {} : { fastopen: cookie[1] ?? '' }),
  };
}
