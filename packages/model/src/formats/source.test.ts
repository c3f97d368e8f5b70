import { describe, expect, test } from "vitest";
import { openSource } from "./open-source.ts";
import { firstLine, selectedProblem } from "./source.ts";

describe("a file of several problems", () => {
  const asked = (problem?: string) => openSource("", "mkp.txt", problem);

  test("gives the only one or the one that is named", () => {
    expect(selectedProblem(asked(), ["only"])).toBe("only");
    expect(selectedProblem(asked("b"), ["a", "b"])).toBe("b");
  });

  test.each([
    [undefined, "The file holds 2 problems, which one is not said."],
    ["c", "The file holds 2 problems, none is 'c'."],
  ])("lists the keys when none fits: %s", (problem, message) => {
    expect(() => selectedProblem(asked(problem), ["a", "b"])).toThrow(
      expect.objectContaining({
        code: "QT_MODEL_UNKNOWN_PROBLEM",
        message,
        where: "mkp.txt",
        fix: "Name one as 'mkp.txt#KEY': a, b.",
      }),
    );
  });
});

test("the head of bytes ends before a character that is cut", () => {
  const bytes = new TextEncoder().encode(`${"x".repeat(65_535)}ü`);
  expect(openSource(bytes, "f").head).toBe("x".repeat(65_535));
  expect(openSource(bytes, "f").text.endsWith("ü")).toBe(true);
  expect(openSource(Uint8Array.of(0xff, 0), "f").head).toBe("");
});

test("the first line that says something is neither empty nor a comment", () => {
  expect(firstLine(openSource("\r\n# a\r\n b\n", "f"), /^#/)).toBe(" b");
});
