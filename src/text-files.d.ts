/** Files that the bundler includes as text. */

declare module '*.tcpflow' {
  const text: string;
  export default text;
}

declare module '*.md' {
  const text: string;
  export default text;
}
