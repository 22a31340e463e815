/**
 * Capture files, from octets to connections, and from flows to octets. The room is pure: octets come in chunks from a source that its caller has
 * opened, and time is that of the file.
 *
 * Reading is one pass (`read.ts`). `file/gunzip.ts` decompresses; `file/reader.ts` knows the form of the file by its first
 * octets and takes it apart chunk by chunk: `file/pcap.ts` a classic file, `file/pcapng.ts` the blocks of a section. Each
 * frame goes to one sink, in an object that is filled anew. `file/link.ts` and `file/ip.ts` find the TCP segment in it,
 * through tags, labels and tunnels. `connections/tracker.ts` gives the segment to an incarnation of its connection and
 * adds a row to the columns of `file/columns.ts`. Memory is that of the columns: 38 octets a packet.
 *
 * `export/export.ts` writes a flow as a pcapng file: `export/seen.ts` says which segments a tap sees, `export/octets.ts` makes
 * frames of them, `export/comments.ts` puts headings, notes and findings to frames, `file/pcapng-out.ts` writes the blocks.
 *
 * `paste/pasted.ts` makes a capture of an analyser's text: `paste/tcpdump.ts` and `paste/wireshark.ts` read its lines,
 * `paste/conversation.ts` gives the segments their numbers on the wire.
 *
 * A packet is made a value only when its connection is opened: `packetsOf` reads those records again, by their offsets
 * (`file/packet.ts`). `explain/` then says what both hosts must have sent and taken, and `flow/` writes that as a flow.
 *
 * A key log of TLS may lie beside a capture (`keys.ts`), or in it: the flow has its lines as `keylog`.
 *
 * No octets make it throw. A broken record ends reading with a problem, and all before it stays. Lengths are bounded by
 * named limits; fragments are counted, not joined; a frame that was cut short keeps what is there.
 */
export type { Connection, Ended, Opened } from './connections';
export { type Exported, exportFlow } from './export/export';
export type { ExportWords } from './export/comments';
export { TAPS, type TapSide } from './export/seen';
export {
  type Comment,
  FRAME_CUT,
  FROM_SERVER,
  HEAD_CUT,
  ICMP_ERROR,
  type IcmpError,
  type Instant,
  type Packet,
  type PacketTable,
  type Problem,
  type ProblemId,
  type Progress,
  RECEIVED,
  SENT,
  type Socket,
  type Source,
  type Through,
  inMemory,
  socketText,
} from './file';
export type { Evidence, Explanation, Passage, TapPlace } from './explain';
export {
  type Begun,
  type OpenAs,
  type OpenedConnection,
  type OtherCapture,
  type Outcome,
  type Part,
  type Run,
  type Unopened,
  type Verdict,
  openConnection,
  openConnections,
  openInSlices,
  opening,
  outcomesOf,
} from './flow';
export { type PastedFlow, pastedFlow } from './flow';
export { isKeyLog, keyLogNames } from './keys';
export { type Name, type Names, namesOf } from './names';
export { notesOf } from './notes';
export { type Analyser, type Pasted, pasted } from './paste';
export { type Capture, type Counts, type Sighting, packetsOf, readCapture, readOctets, sightingsIn } from './read';
