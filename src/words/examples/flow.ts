/** Three lines that open a connection: what most examples begin with. */
export const OPEN = [
  'client -> server  SYN      seq=x',
  'server -> client  SYN,ACK  seq=y    ack=x+1',
  'client -> server  ACK      seq=x+1  ack=y+1',
];

/** Flows by the rule that they break (or show). */
export type Examples = Readonly<Record<string, string>>;

export const flow = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
export const opened = (...lines: readonly string[]): string => flow(...OPEN, ...lines);

/** The same where the server's SYN,ACK offers a window of so many bytes. */
export const openedWith = (window: number, ...lines: readonly string[]): string =>
  flow(...OPEN.map((line) => (line.includes('SYN,ACK') ? `${line}  win=${window}` : line)), ...lines);
