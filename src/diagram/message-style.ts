/**
 * The style sheet of messages' arrows and of highlighted related rows, used besides the diagram's own sheet if there
 * are messages.
 */
import { confined, type Look } from './style';

export function messageSheet({ colour: c }: Look): string {
  return confined([
    ['.detail', `fill:${c('muted')};font-size:11px`],
    ['text.detail', `paint-order:stroke;stroke:${c('back')};stroke-width:5px;stroke-linejoin:round`],
    ['.current text.detail', `stroke:${c('highlight')}`],
    ['.message-line', `stroke:${c('text')};stroke-width:1.8;fill:none;stroke-linejoin:round`],
    ['.message-head', `fill:${c('text')}`],
    ['.message-rest', `stroke:${c('muted')};stroke-width:1.8;stroke-dasharray:4 4;fill:none`],
    ['.message-tick', `stroke:${c('text')};stroke-width:1.4;fill:none`],
    ['.message-ack', `fill:${c('back')};stroke:${c('muted')};stroke-width:1.3`],
    ['.message.kin .message-line', `stroke:${c('accent')};stroke-width:2.6`],
    ['.message.kin .message-tick', `stroke:${c('accent')};stroke-width:1.8`],
    ['.message.kin .message-head', `fill:${c('accent')}`],
    ['.message-hit', 'fill:none;stroke:transparent;stroke-width:12;pointer-events:stroke;cursor:pointer'],
    ['.row:not(.current) .wire.stub', `stroke:${c('muted')};stroke-width:1.2`],
    ['.row:not(.current) .head.stub', `fill:${c('muted')}`],
    ['.row.kin .second:not(.rules),.row.kin .fate', `fill:${c('accent')};font-weight:600`],
  ]);
}

/** The style sheet of locks at encrypted messages. */
export function lockSheet({ colour: c }: Look): string {
  return confined([
    ['.lock .shackle', `fill:none;stroke:${c('text')};stroke-width:1.5`],
    ['.lock .body', `fill:${c('text')};stroke:${c('text')};stroke-width:1.2`],
    ['.lock.open .body', 'fill:none'],
  ]);
}

/** The style sheet of stream lanes: each lane has a colour and a hatching, and stalls are hatched across all lanes. */
export function streamSheet({ colour: c }: Look): string {
  const hues = (['accent', 'open', 'closing', 'waiting'] as const).map((hue, i): [string, string] => [
    `.stream.hue-${i}`,
    `color:${c(hue)}`,
  ]);
  return confined([
    ...hues,
    ['.stream.folded', `color:${c('muted')}`],
    ['.stream-bar', 'fill:currentColor;fill-opacity:.22;stroke:currentColor;stroke-width:1'],
    ['.stream.open .stream-bar', 'stroke-dasharray:3 2'],
    ['.stream-hatch', 'fill:none;stroke:currentColor;stroke-width:1'],
    ['.stream-tick', `fill:none;stroke:${c('text')};stroke-width:2`],
    ['.stream-number', `fill:${c('text')};font-size:9.5px;paint-order:stroke;stroke:${c('back')};stroke-width:3px`],
    ['.stall-box', `fill:${c('lost')};fill-opacity:.1;stroke:none`],
    ['.stall-hatch', `fill:none;stroke:${c('lost')};stroke-width:1.2`],
  ]);
}
