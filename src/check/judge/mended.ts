import type { Segment } from '../../wire';

/** The segment with which the flow continues: without explicit header fields, and with the bytes of corrected options. */
export function withRightHeader(played: Segment, written: Segment): Segment {
  if (played.raw === undefined) return played;
  const { raw, ...rest } = played;
  const { reserved, options } = raw;
  const kept = {
    ...(reserved === undefined ? {} : { reserved }),
    ...(options === undefined || played.options !== written.options ? {} : { options }),
  };
  return Object.keys(kept).length === 0 ? rest : { ...rest, raw: kept };
}

/** The segment that its receiver drops, with its header fields as written. */
export function withWrittenHeader(played: Segment, { raw }: Segment): Segment {
  if (raw === undefined) return played;
  const { checksum, doff } = raw;
  return {
    ...played,
    raw: {
      ...played.raw,
      ...(checksum === undefined ? {} : { checksum }),
      ...(doff === undefined ? {} : { doff }),
    },
  };
}
