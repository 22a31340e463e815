/** The three lines of a handshake, with which most examples begin. */
export const OPEN = [
  'client -> server  SYN      seq=x',
  'server -> client  SYN,ACK  seq=y    ack=x+1',
  'client -> server  ACK      seq=x+1  ack=y+1',
];

/** Example flows by rule. */
export type Examples = Readonly<Record<string, string>>;

export const flow = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
export const opened = (...lines: readonly string[]): string => flow(...OPEN, ...lines);

/** A flow with a handshake in which the SYN,ACK offers a window of `window` bytes. */
export const openedWith = (window: number, ...lines: readonly string[]): string =>
  flow(...OPEN.map((line) => (line.includes('SYN,ACK') ? `${line}  win=${window}` : line)), ...lines);
