/**
 * Flows made of flows, as text.
 *
 * `branch` asks what if a segment is lost, late, doubled or forged, and lets the rest go on (`go-on.ts`): what was written as long as
 * both sides would still do it, then the engines. `finishing` and `closing` write what brings a flow to rest, or closes it.
 * `writeOut` turns a run into the lines that it stands for, which give the same worlds. `rewritten` changes a field of a line.
 *
 * What is written is checked before it is offered: these functions take a trace and give text, in slices where it takes long.
 */
export { type WhatIf, branchInSlices, typedDelay } from './branch';
export { closingInSlices, finishingInSlices } from './finish';
export { rewrite } from './rewrite';
export { writeOut } from './write-out';
