const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** @param rule what stands below the head: how the columns are aligned, as Markdown has it */
export const markdownTable = (
  head: readonly string[],
  rule: string,
  rows: readonly (readonly string[])[],
): string => [line(head), rule, ...rows.map(line)].join("\n");
