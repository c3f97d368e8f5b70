import { expect, test, vi } from "vitest";
import { hasWasmSimd } from "./simd.ts";

test("an engine with SIMD is known, and one that refuses the module", () => {
  expect(hasWasmSimd()).toBe(true);
  const validate = vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
  expect(hasWasmSimd()).toBe(false);
  validate.mockRestore();
});
