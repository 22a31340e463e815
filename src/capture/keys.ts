/** Key logs of TLS (SSLKEYLOGFILE) beside capture files. */

const CAPTURE = /\.(?:pcapng|pcap|cap)(?:\.gz)?$/i;
const ENDINGS = ['.keys', '.keylog', '.log'];
const LINE = /^(?:RSA|CLIENT_[A-Z_0-9]+|SERVER_[A-Z_0-9]+|EXPORTER_SECRET) [0-9a-f]{16,64} [0-9a-f]+\s*$/im;

/** The names that a capture's key log may have, beside it: `x.keys`, `x.keylog`, `x.log` for `x.pcap`. */
export function keyLogNames(file: string): readonly string[] {
  const name = file.replace(CAPTURE, '');
  return name === file ? [] : ENDINGS.map((ending) => name + ending);
}

/** True if a line of the text is that of a key log. */
export function isKeyLog(text: string): boolean {
  return LINE.test(text);
}
