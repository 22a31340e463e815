import { check } from '../../src/check/check';
import { diagram } from '../../src/diagram/build';
import { layout } from '../../src/diagram/layout';
import { createParser } from '../../src/script/parser';
import { generate } from './generate';
const trace = check(createParser().parse(generate(10_000)));
const used = (): number => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
let a = 0, b = 0;
for (let i = 0; i < 150; i++) { const s = used(); const d = diagram(trace); const m = used(); layout(d.index, 760, 'symbolic'); const e = used(); a += m - s; b += e - m; }
console.log('diagram', (a / 150).toFixed(3), 'layout', (b / 150).toFixed(3));
