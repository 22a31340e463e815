/**
 * HTTP/2 at both ends of a connection (RFC 9113), with header blocks that are really compressed (RFC 7541).
 *
 * An `H2End` is one side: what it has said (`out`), what has reached it (`in`), and its streams. It is a value.
 *
 * - `huffman.ts`, `table.ts`, `hpack.ts`: header blocks both ways. Tables are values; a block is decoded on behind mistakes.
 * - `read.ts`: octets of one direction into frames, however they are cut; a block that came in several frames is decoded with its
 *   last one. `frame.ts`: one frame, the tree of its fields, and the rules that its octets break by themselves. `content.ts`: a
 *   block's fields as a message of HTTP.
 * - `judge.ts`, `rules.ts`: may its sender say this frame now, by what the side that judges knows?
 * - `after.ts`: the side behind a frame: streams (§5.1), windows (§6.9), settings (§6.5), answers that are owed (§5.4).
 * - `write.ts`: wishes as octets, messages of HTTP among them. `next.ts`: frames that are due, and those that may be said.
 * - `speak.ts`: all of that in one: `progressH2` for octets, `heardH2` for a frame that the peer has written, `spokenH2`.
 */
export { PREFACE } from './begin';
export { FLAG, HEAD, nameOfFrame } from './frame';
export { h2State, newH2, settingOf, stateOfStream, streamOf, streamsOf } from './end';
export { type Encoded, decodeBlock, encodeBlock } from './hpack';
export { atEndH2, judge } from './judge';
export {
  CODES,
  type CodeName,
  FRAMES,
  FRAME_WORDS,
  type FrameName,
  H2_STATES,
  type H2State,
  SETTINGS,
  type SettingName,
  STREAM_STATES,
  type StreamState,
  settingName,
} from './names';
export { codeName, codeNumber, settingNumber } from './numbers';
export { type NextH2, frameText, isUnanswered, nextH2, nextStream } from './next';
export { NO_H2, readingFrom } from './read';
export { endFramed, hearFramed, hearFramedOther, spokenFramed, writeFramed } from './side';
export { type Answer, answerTo } from './answers';
export { H2_RULES, type H2RuleId } from './rules';
export { type H2Progress, type H2Wishes, type JudgedFrame, heardH2, progressH2, spokenH2 } from './speak';
export { EMPTY_TABLE, STATIC, entryAt, sizeOfEntry } from './table';
export type {
  Block,
  BlockOf,
  Entry,
  Frame,
  Framed,
  Framing,
  H2End,
  H2Field,
  H2Half,
  H2Reading,
  H2Stream,
  H2Wish,
  HpackField,
  Owed,
  Passed,
  Sealing,
  Setting,
  Table,
} from './types';
export { type FrameProblem, type H2Written, type Speaking, frameOctets } from './write';
