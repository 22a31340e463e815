/** The style sheet of a drawing, for page and file. Colours and fonts are parameters. */

import { PALETTES, type Colour, type Theme } from './palettes';

export interface Look {
  readonly colour: (name: Colour) => string;
  readonly sans: string;
  readonly mono: string;
  /** Opacity of rows after the current one, 0 to 1. */
  readonly later: string;
}

const PHASES = ['closed', 'opening', 'open', 'closing', 'waiting'] as const;
const LEVELS = ['error', 'warning', 'open', 'hint'] as const;

/** The style sheet; every rule applies to elements inside `.tf` only. */
export function sheet({ colour: c, sans, mono, later }: Look): string {
  const rules: [string, string][] = [
    ['text', `fill:${c('text')};font-family:${sans};font-size:12px`],
    ['.hit', 'fill:none;pointer-events:all'],
    ['.strip', `fill:${c('back')}`],
    ['.current .strip', `fill:${c('highlight')}`],
    ['.highlight', `fill:${c('highlight')};stroke:${c('highlight-line')}`],
    ['.rule', `stroke:${c('rule')};fill:none`],
    ['.heading', `fill:${c('muted')};font-size:12px;font-weight:600`],
    ['.number', `fill:${c('muted')};font-size:10.5px;font-variant-numeric:tabular-nums`],
    ['.wire,.tick', `stroke:${c('text')};stroke-width:1.4;fill:none`],
    ['.tick', `stroke:${c('muted')}`],
    ['.head', `fill:${c('text')}`],
    ['.packet', `fill:${c('accent')}`],
    ['.wire.lost,.wire.not-sent,.drop .wire,.open .wire,.flying .wire', `stroke:${c('muted')};stroke-dasharray:5 4`],
    // A dotted line: the segment was not captured.
    ['.supposed .wire', 'stroke-dasharray:.1 4;stroke-width:2;stroke-linecap:round'],
    ['.cross', `stroke:${c('lost')};stroke-width:2;fill:none;stroke-linecap:round`],
    ['.no-entry', `stroke:${c('lost')};stroke-width:1.8;fill:${c('back')};stroke-linecap:round`],
    // Text has a halo in the background colour, so that lines do not cross letters in any font.
    [
      '.label,.second,.fate,.event,.heading,.state,.call-text,.small,.caption',
      `paint-order:stroke;stroke:${c('back')};stroke-width:5px;stroke-linejoin:round`,
    ],
    ['.heading', 'stroke-width:16px'],
    ['.heading.line', 'stroke-width:3px'],
    ['.current .label,.current .second,.current .fate,.current .event', `stroke:${c('highlight')}`],
    ['.current .state,.current .call-text,.current .small', `stroke:${c('highlight')}`],
    ['.flags', 'font-weight:600'],
    ['.numbers', `font-family:${mono};font-size:11.5px`],
    ['.second,.fate,.event', `fill:${c('muted')};font-size:11px`],
    ['.call-text,.small', `fill:${c('muted')};font-family:${mono};font-size:11px`],
    ['.small', 'font-size:10.5px'],
    ['.state', 'font-size:10.5px;letter-spacing:.02em'],
    ['.band.closed', `stroke:${c('closed')};stroke-width:1.5;stroke-dasharray:2 4;fill:none`],
    ['.state.presumed', 'font-style:italic'],
    ['.two-msl', `stroke:${c('waiting')};stroke-width:1.5;stroke-dasharray:1.5 3;fill:none`],
    ['.pause', `stroke:${c('rule')};stroke-dasharray:1 4;stroke-width:2;stroke-linecap:round;fill:none`],
    ['.clock .face', `fill:${c('back')};stroke:${c('muted')};stroke-width:1.2`],
    ['.clock .hand', `fill:none;stroke:${c('muted')};stroke-width:1.2;stroke-linecap:round`],
    ['.note-box', `fill:${c('note')};stroke:${c('note-line')}`],
    ['.note-text', 'font-size:12px'],
    ['.expect-box', `fill:${c('back')};stroke:${c('error')}`],
    ['.expect-text', `font-family:${mono};font-size:11px`],
    ['.host-name', 'font-size:13px;font-weight:600'],
    ['.host-address', `fill:${c('muted')};font-family:${mono};font-size:11px`],
    ['.chip-text', 'font-size:10.5px;letter-spacing:.02em'],
    ['.sign', `fill:none;stroke:${c('sign')};stroke-width:1.7;stroke-linecap:round`],
    ['.timeout', `stroke:${c('waiting')};stroke-width:1.3;stroke-dasharray:3 2.5;fill:none`],
    ['.bulk', `fill:${c('accent')};fill-opacity:.16;stroke:${c('accent')};stroke-opacity:.45`],
    ['.bulk.light', 'fill-opacity:.07'],
    ['.current .bulk', 'fill-opacity:.28;stroke-opacity:1'],
    ['.bulk-text', 'font-size:11px;font-weight:600'],
    ['.chevron .face', `fill:${c('back')};stroke:${c('rule')}`],
    ['.chevron .hand', `fill:none;stroke:${c('muted')};stroke-width:1.5;stroke-linecap:round`],
    ['.ghost', 'cursor:pointer'],
    ['.ghost-box', 'fill:none;pointer-events:all'],
    ['.row .ghost .wire', `stroke:${c('muted')};stroke-width:1.2;stroke-dasharray:1.5 4;stroke-linecap:round`],
    ['.row .ghost .head', `fill:${c('muted')}`],
    ['.ghost-text', `fill:${c('muted')};font-size:11px;font-style:italic`],
    ['.row .ghost:hover .wire', `stroke:${c('accent')}`],
    ['.row .ghost:hover .head,.ghost:hover .ghost-text', `fill:${c('accent')}`],
    ['.held', 'cursor:pointer'],
    ['.held .face', `fill:${c('back')};stroke:${c('open-text')}`],
    ['.held .hand', `fill:none;stroke:${c('open-text')};stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round`],
    ['.held.now .face', `fill:${c('accent')};stroke:${c('accent')};stroke-width:3`],
    ['.held.now .hand', `stroke:${c('back')}`],
    ['.toggle', 'cursor:pointer'],
    ['.caption', `fill:${c('muted')};font-family:${mono};font-size:11px`],
    ['.bracket', `stroke:${c('muted')};stroke-width:1.2;fill:none`],
    ['.generated .number', 'font-style:italic'],
    ['.generated .flags', 'font-weight:500'],
    ['.generated .wire', 'stroke-width:1.1'],
    ['.tie', 'opacity:0;pointer-events:none'],
    ['.tie rect', `fill:none;stroke:${c('accent')};stroke-dasharray:4 3`],
    ['.tie path', `fill:none;stroke:${c('accent')};stroke-width:1.5`],
    ['.tie circle', `fill:${c('accent')}`],
    ['.row:hover .tie,.row.current .tie', 'opacity:1'],
    ['.window', `fill:${c('accent')};opacity:.1`],
    ['.window.used', `opacity:.28`],
    ['.cut-gap', `fill:${c('back')}`],
    ['.cut', `stroke:${c('muted')};stroke-width:1.2;fill:none`],
    ['.time', `fill:${c('muted')};font-size:9.5px`],
    ['.differs', `fill:${c('accent')};opacity:.7`],
    ['.difference', `stroke:${c('accent')};stroke-dasharray:6 4;fill:none`],
    ['.difference-box', `fill:${c('back')};stroke:${c('accent')}`],
    ['.difference-text', `fill:${c('accent')};font-size:11px;font-weight:600`],
    ['.title', 'font-size:15px;font-weight:600'],
    ['.left-out', `fill:${c('muted')};font-size:11px;font-style:italic`],
    ['.current .wire', `stroke:${c('accent')};stroke-width:2`],
    ['.current .head', `fill:${c('accent')}`],
    ['.current .number', `fill:${c('text')};font-weight:600`],
    ['.later', `opacity:${later}`],
  ];
  for (const p of PHASES) {
    if (p !== 'closed') rules.push([`rect.band.${p}`, `fill:${c(p)}`]);
    if (p !== 'closed')
      rules.push([`rect.band.presumed.${p}`, `fill:none;stroke:${c(p)};stroke-width:1.5;stroke-dasharray:2 2.5`]);
    rules.push([`.state.${p},.chip.${p} .chip-text`, `fill:${c(`${p}-text`)}`]);
    rules.push([`.chip.${p} .pill`, `fill:none;stroke:${c(`${p}-text`)}`]);
  }
  for (const level of LEVELS) {
    if (level === 'open') {
      // `open` has the colour of a hint and is hollow: nothing is decided.
      rules.push(['.icon.open .shape', `fill:${c('back')};stroke:${c('hint')};stroke-width:1.4`]);
      rules.push(['.icon.open .sign', `stroke:${c('hint')};stroke-width:1.4`]);
      continue;
    }
    rules.push([`.icon.${level} .shape`, `fill:${c(level)}`]);
    if (level === 'hint') continue;
    rules.push([`.rule-name.${level}`, `fill:${c(level)}`]);
    rules.push([`.has-${level} .wire`, `stroke:${c(level)}`], [`.has-${level} .head`, `fill:${c(level)}`]);
  }
  return confined(rules);
}

/** CSS text of rules, each a list of selectors and a body, limited to elements inside `.tf`. */
export function confined(rules: readonly (readonly [string, string])[]): string {
  return rules
    .map(([selectors, body]) => {
      const inside = selectors.split(',').map((s) => `.tf ${s}`);
      return `${inside.join(',')}{${body}}`;
    })
    .join('\n');
}

/** The look of files: font families that exist on every system. */
export function fileLook(theme: Theme): Look {
  const colours = PALETTES[theme];
  return {
    colour: (name) => colours[name],
    sans: "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans','Noto Sans','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif",
    mono: "ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono',monospace",
    later: theme.startsWith('hc') ? '.75' : '.42',
  };
}
