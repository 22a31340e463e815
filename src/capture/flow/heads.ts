/** A body up to this length, octets, is told whole; of a longer one nothing is. */
const MOST_OF_BODY = 1024;
/** A head of HTTP/1 is no longer than this, octets, and its first line names the protocol within this. */
const MOST_OF_HEAD = 65_536;
const MOST_OF_LINE = 8000;
/** Text of other protocols: the most octets of a segment, and of a direction. */
const MOST_OF_TEXT = 256;
const MOST_OF_OTHERS = 16_384;

/** The client's first octets of HTTP/2 (RFC 9113 §3.4). */
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
/** The name of the protocol in a first line of HTTP/1 (RFC 9112 §2.3), each character an octet. */
const HTTP1 = codesOf('HTTP/1.');
const [LF, CR] = [10, 13];
/** Octets of the head of a record (RFC 8446 §5.1), and of a frame (RFC 9113 §4.1). */
const RECORD_HEAD = 5;
const FRAME_HEAD = 9;
/** The head of a frame with SETTINGS, without the last octet of its length. */
const SETTINGS = '\0\0\x04\0\0\0\0\0';
const APPLICATION_DATA = 23;
const DATA = 0;

type Protocol = 'undecided' | 'http1' | 'chunk' | 'chunk-end' | 'preface' | 'h2' | 'tls' | 'other';

/**
 * Reads the heads of HTTP and TLS in the octets of one direction, and says which octets a flow tells: all that a layer needs
 * to read its messages. It knows heads and lengths only, and takes each octet once.
 */
export class HeadReader {
  /** True if sealed records may be opened. */
  hasKeys = false;
  protocol: Protocol = 'undecided';
  /** Methods of requests that have no response yet. */
  readonly asked: string[] = [];
  /** Octets that come next and are told, or left out. */
  private toTell = 0;
  private toSkip = 0;
  /** The octets of the head that has come so far. */
  private head: number[] = [];
  private others = 0;
  /** The place behind the last head in the octets that were taken last. */
  private lastHead = 0;

  begin(): void {
    this.protocol = 'undecided';
    this.asked.length = this.toTell = this.toSkip = 0;
    this.head = [];
  }

  /** Octets that are not known: bodies may lack some, heads may not. */
  pass(count: number): void {
    const skipped = Math.min(this.toSkip, count);
    this.toSkip -= skipped;
    const rest = count - skipped;
    if (rest > this.toTell) this.protocol = 'other';
    this.toTell = Math.max(0, this.toTell - rest);
  }

  /** The number of the first of these octets that are told. */
  take(octets: Uint8Array, peer: HeadReader): number {
    let told = 0;
    let began = { at: 0, told: 0 };
    this.lastHead = 0;
    for (let at = 0; at < octets.length;) {
      if (this.toSkip > 0) {
        const count = Math.min(this.toSkip, octets.length - at);
        this.toSkip -= count;
        at += count;
      } else if (this.toTell > 0) {
        const count = Math.min(this.toTell, octets.length - at);
        this.toTell -= count;
        told = at += count;
      } else if (this.protocol === 'other') return Math.max(told, at + this.textIn(octets.subarray(at)));
      else {
        if (this.head.length === 0) began = { at, told };
        this.head.push(octets[at] ?? 0);
        told = this.lastHead = ++at;
        this.look(peer);
        // Octets that turn out to be no head may be text.
        if (this.isOther()) ({ at, told } = began);
      }
    }
    return told;
  }

  /** Of the octets that were taken last, only these are told: without a head, nothing behind it can be read. */
  cut(told: number): void {
    if (told >= this.lastHead) return;
    this.protocol = 'other';
    this.others = Infinity;
    this.toTell = this.toSkip = 0;
  }

  private isOther(): boolean {
    return this.protocol === 'other';
  }

  private textIn(octets: Uint8Array): number {
    const text = octets.subarray(0, MOST_OF_TEXT);
    if (this.others > MOST_OF_OTHERS || !isText(text)) return 0;
    this.others += text.length;
    return text.length;
  }

  /** Looks at the head that has come so far. */
  private look(peer: HeadReader): void {
    if (this.protocol === 'undecided') this.decide(peer);
    switch (this.protocol) {
      case 'preface':
        if (this.head.length === PREFACE.length) this.go('h2');
        break;
      case 'tls':
        if (this.head.length === RECORD_HEAD) this.record();
        break;
      case 'h2':
        if (this.head.length === FRAME_HEAD) this.frame();
        break;
      case 'http1':
        if (this.isWhole()) this.message(peer);
        break;
      case 'chunk':
        if (this.head.at(-1) === LF) this.chunk();
        break;
      case 'chunk-end':
        if (this.head.at(-1) === LF) this.go(/^\r?\n$/.test(textOf(this.head)) ? 'http1' : 'chunk-end');
        break;
      case 'undecided':
      case 'other':
        break;
    }
    if (this.head.length > MOST_OF_HEAD) this.go('other');
  }

  /** True if an empty line ends the head (RFC 9112 §2.1). */
  private isWhole(): boolean {
    const { head } = this;
    return head.at(-1) === LF && (head.at(-2) === LF || (head.at(-2) === CR && head.at(-3) === LF));
  }

  private go(protocol: Protocol): void {
    this.protocol = protocol;
    this.head = [];
  }

  private decide({ protocol: peers }: HeadReader): void {
    const [first = 0, second] = this.head;
    if (first >= 20 && first <= APPLICATION_DATA) {
      if (second !== undefined) this.protocol = second === 3 ? 'tls' : 'other';
    } else if (peers === 'h2' || peers === 'preface') this.protocol = 'h2';
    else if (first === 0) this.settings();
    else this.decideByLine();
    if (this.protocol === 'other') this.head = [];
  }

  /** The first line of HTTP: a method and the preface show at its beginning, all else where it names the protocol or ends. */
  private decideByLine(): void {
    const { head } = this;
    if (head.length > MOST_OF_LINE) this.protocol = 'other';
    const isTelling = head.length <= PREFACE.length || head.at(-1) === LF || endsWith(head, HTTP1);
    if (!isTelling || this.isOther()) return;
    const line = textOf(head);
    const isMethod = line.length < 4 ? /^[A-Z]+ ?$/.test(line) : /^(?:[A-Z]{1,20} |[A-Z]{4,20}|HTTP\/)/.test(line);
    if (!isMethod) this.protocol = 'other';
    else if (PREFACE.startsWith(line)) this.protocol = line.length > 5 ? 'preface' : 'undecided';
    else if (/^(?:HTTP\/1\.|[A-Z]{1,20} \S* HTTP\/1\.)/.test(line)) this.protocol = 'http1';
    else if (line.endsWith('\n')) this.protocol = 'other';
  }

  /** A server of HTTP/2 may begin before its client has: with SETTINGS, on stream 0 (RFC 9113 §3.4). */
  private settings(): void {
    const head = textOf(this.head);
    const isSettings = SETTINGS.startsWith(head.slice(0, 2) + head.slice(3)) || head.length === 3;
    if (!isSettings) this.protocol = 'other';
    else if (head.length === FRAME_HEAD) this.protocol = 'h2';
  }

  private record(): void {
    const [type = 0, major, , high = 0, low = 0] = this.head;
    const length = high * 256 + low;
    const isRecord = type >= 20 && type <= APPLICATION_DATA && major === 3;
    if (!isRecord) this.go('other');
    else if (type === APPLICATION_DATA && !this.hasKeys) this.toSkip = length;
    else this.toTell = length;
    this.head = [];
  }

  private frame(): void {
    const [high = 0, middle = 0, low = 0, type] = this.head;
    const length = high * 65_536 + middle * 256 + low;
    this.head = [];
    if (type === DATA && length > MOST_OF_BODY) this.toSkip = length;
    else this.toTell = length;
  }

  /** A head of HTTP/1 is whole: the length of its body (RFC 9112 §6.3). */
  private message(peer: HeadReader): void {
    const head = textOf(this.head);
    const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(head)?.[1] ?? 0);
    const method = status >= 200 ? peer.asked.shift() : undefined;
    this.head = [];
    if (status === 0) this.asked.push(/^\S*/.exec(head)?.[0] ?? '');
    const isBare = status !== 0 && (status < 200 || status === 204 || status === 304 || method === 'HEAD');
    if (status === 101 || (method === 'CONNECT' && status < 300)) this.go('other');
    else if (isBare) return;
    else if (/\ntransfer-encoding:[^\n]*\bchunked\b/i.test(head)) this.go('chunk');
    else {
      const length = Number(/\ncontent-length:[ \t]*(\d{1,15})/i.exec(head)?.[1] ?? (status === 0 ? 0 : Infinity));
      this.body(length);
    }
  }

  private body(length: number): void {
    if (length > MOST_OF_BODY) this.toSkip = length;
    else this.toTell = length;
  }

  /** A line before a chunk (RFC 9112 §7.1); behind the last one trailers follow, and an empty line. */
  private chunk(): void {
    const line = textOf(this.head);
    const size = Number.parseInt(line, 16);
    if (line.trim() === '') this.head = [];
    else if (Number.isNaN(size)) this.go('other');
    else if (size === 0) this.go('chunk-end');
    else {
      this.head = [];
      this.body(size);
    }
  }
}

function codesOf(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0));
}

/** Octets as a text, each a character. */
function textOf(octets: readonly number[]): string {
  let text = '';
  for (const octet of octets) text += String.fromCharCode(octet);
  return text;
}

function endsWith(octets: readonly number[], end: readonly number[]): boolean {
  return end.every((octet, i) => octets[octets.length - end.length + i] === octet);
}

/** True if nearly all octets are characters of a text in UTF-8. */
function isText(octets: Uint8Array): boolean {
  let strange = 0;
  for (const octet of octets) if (octet < 9 || (octet > 13 && octet < 32) || octet === 127) strange++;
  const text = new TextDecoder('utf-8').decode(octets);
  // A character may be cut at the end.
  return strange * 32 <= octets.length && (text.split('\uFFFD').length - 1) * 32 <= octets.length + 31;
}
