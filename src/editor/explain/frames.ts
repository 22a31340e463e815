/** Frames of HTTP/2 on a line: which of them each of its messages has become, and what a frame says. */
import type { Message } from '../../layers';
import type { SaidSyntax } from '../../script';
import { sourceLink } from '../../trace';
import type { Say } from '../../words/words';
import type { Whole } from './said';
import { recordsOf } from './sealed';

interface Carried {
  readonly frame: Message;
  readonly around: Message | undefined;
}

/** The frames of messages, and those that they carry inside, each with what carries it. */
function framesIn(messages: readonly Message[]): Carried[] {
  return messages.flatMap((message): Carried[] =>
    message.frame === undefined
      ? (message.inside ?? []).filter((one) => one.frame !== undefined).map((frame) => ({ frame, around: message }))
      : [{ frame: message, around: undefined }],
  );
}

/** The frames that each message of a line has become; undefined where none are frames. */
export function framesOfLine(items: readonly SaidSyntax[], messages: readonly Message[]): Whole[] | undefined {
  const all = framesIn(messages);
  if (all.length === 0) return undefined;
  let next = 0;
  return items.map((said): Whole => {
    const isHttp = said.frame === undefined;
    const wanted = said.frame?.text ?? 'HEADERS';
    const first = all.findIndex(({ frame }, i) => i >= next && frame.frame?.name === wanted);
    if (first < 0 || said.message !== undefined) return { said, message: undefined, around: [] };
    const stream = all[first]?.frame.stream;
    let end = first + 1;
    // A header block goes on in CONTINUATION; a message of HTTP is DATA, too.
    for (; end < all.length; end++) {
      const { frame } = all[end] ?? {};
      const goesOn = frame?.frame?.name === 'CONTINUATION' || (isHttp && frame?.frame?.name === 'DATA');
      if (!goesOn || frame.stream !== stream) break;
    }
    const own = all.slice(first, end);
    next = end;
    const around = own.flatMap((one, i) => (one.around === own[i - 1]?.around ? [] : (one.around ?? [])));
    const frames = own.map(({ frame }) => frame);
    return { said, message: frames.find(({ head }) => head !== undefined) ?? frames[0], around, frames };
  });
}

/** The representation of each field in a block: the index that it comes from, `+` where it goes into the table, `-` where not. */
export function formsOf(message: Message): string {
  const signs = { indexed: '', indexing: '+', without: '-', never: '!', size: '=' } as const;
  return (message.frame?.block?.fields ?? []).map(({ form, index }) => `${index}${signs[form]}`).join(' ');
}

/** A frame's meaning, its octets, and its header block field by field. */
export function frameText({ frames = [], around }: Whole, say: Say): string[] {
  return frames
    .flatMap((message, i) => {
      const { frame, name, from, to } = message;
      if (frame === undefined) return [];
      const sizes = { size: to - from, payload: frame.length, flags: frame.flags.toString(16).padStart(2, '0') };
      const { block } = frame;
      const fields = (block?.fields ?? []).map(
        ({ form, name: key, value, index }) =>
          `- \`${form === 'size' ? '' : `${key}: ${value}`.replaceAll('`', "'")}\` ${say(`said/hpack-${form}`, { index })}`,
      );
      return [
        `**${name}**`,
        ...(frame.name === 'UNKNOWN' ? [] : [say(`h2-frame/${frame.name}`)]),
        ...(frame.name === 'PREFACE' ? [] : [say('said/frame-sizes', sizes)]),
        ...(block === undefined
          ? []
          : [say('said/frame-block', { size: block.size, list: block.listSize }), fields.join('\n')]),
        ...(i > 0 || around.length === 0 ? [] : [say('said/inside', { ...recordsOf(around) })]),
      ];
    })
    .concat(link('RFC 9113 §6'));
}

function link(source: string): string {
  const url = sourceLink(source);
  return url === undefined ? source : `[${source}](${url})`;
}
