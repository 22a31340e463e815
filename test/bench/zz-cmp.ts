import { check } from '../../src/check/check';
import { diagram } from '../../src/diagram/build';
import { svg } from '../../src/diagram/export';
import { layout } from '../../src/diagram/layout';
import { createParser } from '../../src/script/parser';
import { english } from '../../src/words/words';
import { generate } from './generate';

const used = (): number => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
function least(runs: number, work: () => unknown): number {
  let best = Infinity;
  for (let i = 0; i < runs; i++) { const start = used(); work(); best = Math.min(best, used() - start); }
  return best;
}
const text = generate(10_000);
const script = createParser().parse(text);
const out: Record<string, number> = {};
out['check'] = least(9, () => check(script));
const trace = check(script);
const small = check(createParser().parse(generate(1000)));
out['layout'] = least(9, () => layout(diagram(trace).index, 760, 'symbolic'));
out['screen'] = least(9, () => svg(trace, { say: english, width: 760, from: 0, to: 60 }));
out['file'] = least(5, () => svg(small, { say: english, width: 760 }));
const parser = createParser();
const base = parser.parse(text);
void base;
const lines = text.split('\n');
lines[5000] = (lines[5000] ?? '').replace(/win=64240/, 'win=64239');
const after = lines.join('\n');
let t = check(parser.parse(text));
out['edit'] = least(15, () => { t = check(parser.parse(after), t); t = check(parser.parse(text), t); });
console.log(JSON.stringify(out));
