/** The virtual module that the build makes of every `*.test.ts` in this folder. */
declare module 'suite:all';
