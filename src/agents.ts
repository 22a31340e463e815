/** The tools for models as a part of its own, loaded when a tool is called first: the other side of its door. */
export * as door from './agent';
