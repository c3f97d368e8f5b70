import { expect, test } from "vitest";
import { csvLine } from "./csv.ts";

test("numbers stand as they are, texts are quoted where they must be, and null is empty", () => {
  expect(csvLine([1, -0.5, null, "plain", 'say "no"', "a,b", "two\r\nlines"])).toBe(
    '1,-0.5,,plain,"say ""no""","a,b","two\r\nlines"\r\n',
  );
});

test("a text that would be a formula stays a text", () => {
  expect(csvLine(["=1+1", "+49", "-", "@x", "\tx"])).toBe("'=1+1,'+49,'-,'@x,'\tx\r\n");
});
