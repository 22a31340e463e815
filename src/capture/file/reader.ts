import { BROKEN, type FrameSink, type Problem, type ReaderState, type Section, UNKNOWN } from './frame';
import { isPcap, pcapSection } from './pcap';
import { isPcapng, pcapngSection } from './pcapng';
import { Window } from './window';

/** How many octets of the file must be there to know its form. */
const MAGIC = 4;

/**
 * Reads a capture file chunk by chunk and hands on its frames, each once it is whole. It keeps no frame: memory is
 * bounded by the longest record.
 */
export class FrameReader {
  private readonly window = new Window();
  private readonly state;
  /** The octets that must be there before it is worth to look again. */
  private wanted = MAGIC;
  /** Why reading ended before the end of the file; undefined as long as it has not. */
  problem: Problem | undefined;

  constructor(sink: FrameSink) {
    this.state = newState(sink);
  }

  /** The file's own statements, and the number of frames so far. */
  get said(): Pick<ReaderState, 'began' | 'dropped' | 'comments' | 'secrets' | 'sections'> & {
    readonly frames: number;
  } {
    return { ...this.state, frames: this.state.frame.number };
  }

  /** Takes the next octets of the file, however it is cut. After a problem they are not looked at. */
  push(chunk: Uint8Array): void {
    if (this.problem !== undefined) return;
    this.window.push(chunk);
    this.readRecords();
    this.window.keep();
  }

  private readRecords(): void {
    const { window, state } = this;
    while (window.size >= this.wanted) {
      const section = state.sections.at(-1) ?? this.firstSection();
      if (section === undefined) return;
      const wanted = section.step(window, state);
      if (wanted === BROKEN) {
        this.problem = { id: 'capture/broken', args: { offset: window.offset, frame: state.frame.number } };
        return;
      }
      // A record of no octets does not exist: one more is wanted.
      this.wanted = Math.max(1, wanted);
    }
  }

  /** Says that no octets are left. */
  end(): void {
    if (this.problem !== undefined) return;
    const { window, state } = this;
    if (state.sections.length === 0 && window.offset + window.size === 0)
      this.problem = { id: 'capture/empty', args: {} };
    else if (state.sections.length === 0) this.problem = { id: 'capture/not-a-capture', args: {} };
    else if (window.isUnfinished)
      this.problem = { id: 'capture/ends-early', args: { offset: window.offset, frame: state.frame.number } };
  }

  private firstSection(): Section | undefined {
    const { window, state } = this;
    const { view, start } = window;
    const isNew = isPcapng(view, start);
    if (!isNew && !isPcap(view, start)) {
      this.problem = { id: 'capture/not-a-capture', args: {} };
      return undefined;
    }
    const section = isNew ? pcapngSection(window) : pcapSection(window);
    if (section === undefined) this.wanted = window.size + 1;
    else state.sections.push(section);
    return section;
  }
}

function newState(sink: FrameSink): ReaderState {
  const bytes = new Uint8Array(0);
  const frame = { number: 0, offset: 0, at: 0, link: 0, wire: 0, direction: UNKNOWN, bytes, start: 0, end: 0 };
  return { frame, sink, began: undefined, dropped: 0, comments: [], secrets: [], sections: [] };
}

/**
 * Reads single records again, of a file that has been read, by their offsets in ascending order.
 *
 * @param sections those that the first reading found
 * @param sink gets the frames of these records; their numbers and times are not those of the file
 */
export class RecordReader {
  private readonly window = new Window();
  private readonly state;
  private next = 0;
  private section = 0;

  constructor(
    private readonly sections: readonly Section[],
    private readonly offsets: readonly number[],
    sink: FrameSink,
  ) {
    this.state = newState(sink);
  }

  get isDone(): boolean {
    return this.next >= this.offsets.length;
  }

  push(chunk: Uint8Array): void {
    this.window.push(chunk);
    this.readRecords();
    this.window.keep();
  }

  private readRecords(): void {
    const { window, sections, offsets } = this;
    while (!this.isDone) {
      const offset = offsets[this.next] ?? 0;
      if (window.offset < offset) window.skip(offset - window.offset);
      while ((sections[this.section + 1]?.from ?? Infinity) <= offset) this.section++;
      const wanted = window.size === 0 ? 1 : (sections[this.section]?.step(window, this.state) ?? BROKEN);
      if (wanted > 0) return;
      this.next++;
    }
  }
}
