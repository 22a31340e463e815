/** The virtual module with every `*.test.ts` of this folder, made by the build. */
declare module 'suite:all';
