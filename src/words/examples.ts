/** For each rule a flow that breaks it, as its page prints it: test/fixtures/flows/rules, the first one of each rule. */
import flows from './examples.tcpflow';

export function exampleOf(rule: string): string | undefined {
  return flows
    .split(/^### /m)
    .find((flow) => flow.startsWith(`${rule}\n`))
    ?.slice(rule.length + 1)
    .trimEnd();
}
