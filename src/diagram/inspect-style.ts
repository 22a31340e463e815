/** The style sheet of the ruler and the state diagram, for page and file. */
import { confined, type Look } from './style';

const PHASES = ['opening', 'open', 'closing', 'waiting'] as const;

export function inspectSheet({ colour: c, sans, mono }: Look): string {
  const rules: [string, string][] = [
    ['.part-text', `fill:${c('text')};font-size:10.5px`],
    ['.part .fill', `stroke:${c('back')};stroke-width:1`],
    ['.part-acknowledged .fill,.part-received .fill', `fill:${c('muted')};fill-opacity:.28`],
    ['.part-in-flight .fill', `fill:${c('closing')};fill-opacity:.5`],
    ['.part-may-send .fill,.part-window .fill', `fill:${c('open')};fill-opacity:.36`],
    [
      '.part-not-yet .fill,.part-beyond .fill',
      `fill:${c('muted')};fill-opacity:.08;stroke:${c('rule')};stroke-dasharray:3 3`,
    ],
    ['.part-held .fill,.part-sacked .fill', `fill:${c('opening')};fill-opacity:.75`],
    ['.point', `stroke:${c('text')};stroke-width:1.2;fill:none`],
    ['.point-name', `fill:${c('muted')};font-family:${mono};font-size:10.5px`],
    ['.point-value', `fill:${c('text')};font-family:${mono};font-size:10.5px;font-weight:600`],
    ['.wrap-line', `stroke:${c('text')};stroke-width:1.2;stroke-dasharray:2 2;fill:none`],
    ['.wrap-text', `fill:${c('text')};font-size:10px;paint-order:stroke;stroke:${c('back')};stroke-width:3px`],
    ['.edge-line', `stroke:${c('muted')};stroke-width:1.1;fill:none`],
    ['.edge-head', `fill:${c('muted')}`],
    [
      '.edge-text',
      `fill:${c('muted')};font-family:${sans};font-size:10px;paint-order:stroke;stroke:${c('back')};stroke-width:4px;stroke-linejoin:round`,
    ],
    ['.edge.walked .edge-line', `stroke:${c('accent')};stroke-width:2.4;stroke-opacity:.4`],
    ['.edge.walked .edge-head', `fill:${c('accent')};fill-opacity:.5`],
    ['.edge.last .edge-line', `stroke:${c('accent')};stroke-width:1.6;stroke-dasharray:5 3`],
    ['.edge.last .edge-head,.edge.lit .edge-head', `fill:${c('accent')}`],
    ['.edge.lit .edge-line', `stroke:${c('accent')};stroke-width:2.6`],
    ['.edge.lit .edge-text', `fill:${c('text')};font-weight:600`],
    ['.box', `fill:${c('back')};stroke:${c('muted')};stroke-width:1.1`],
    ['.box-text', `fill:${c('muted')};font-size:10.5px;letter-spacing:.02em`],
    ['.compact .box-text', 'font-size:9px;letter-spacing:0'],
    ['.visited .box-text', `fill:${c('text')}`],
    ['.here .box', 'stroke-width:2.2'],
    ['.here .box-text', 'font-weight:600'],
    ['.closed.here .box', `stroke:${c('text')}`],
    ['.flag-box', `fill:${c('text')};stroke:${c('back')}`],
    ['.flag-text', `fill:${c('back')};font-size:9.5px;font-weight:600`],
  ];
  for (const p of PHASES) {
    rules.push([`.state-box.${p}.visited .box`, `stroke:${c(`${p}-text`)}`]);
    rules.push([`.state-box.${p}.here .box`, `fill:${c(p)};fill-opacity:.16`]);
    rules.push([`.flag.${p} .flag-box`, `fill:${c(`${p}-text`)}`]);
  }
  return confined(rules);
}
