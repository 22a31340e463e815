import type { Segment } from '../../wire';

/** What the checker goes on with: mended, a header is right by itself; options that are mended have bytes of their own. */
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

/** The segment that its receiver drops: the header's mistakes stay as they are written. */
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
