import { afterEach, expect, it, vi } from "vitest";
import { compileShared } from "../threads/compile-shared.ts";
import { wasmBytes as bytesInBrowser } from "./browser.ts";
import { compileFile, compileState } from "./compile.ts";

const { wasmBytes } = vi.hoisted(() => ({ wasmBytes: vi.fn<(file: string) => Promise<Uint8Array>>() }));
vi.mock("#load", () => ({ wasmBytes }));
afterEach(() => {
  wasmBytes.mockReset();
  vi.unstubAllGlobals();
});

/** The shortest module that imports a memory with a maximum. */
const empty = new Uint8Array([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 2, 16, 1, 3, ...new TextEncoder().encode("env"), 6],
  ...[...new TextEncoder().encode("memory"), 2, 1, 1, 2],
]);

it("reads and compiles each simulator once", async () => {
  wasmBytes.mockResolvedValue(empty);
  const [first, second] = [await compileState("state", "f64"), await compileState("state", "f64")];
  expect(second).toBe(first);
  expect(await compileShared("state-f64")).toBe(await compileShared("state-f64"));
  expect(wasmBytes).toHaveBeenCalledTimes(2);
});

it.each([
  ["a file", () => compileFile("gates.wasm")],
  ["a simulator", () => compileState("subspace", "f32")],
  ["a shared simulator", () => compileShared("state-f32")],
])("tries %s again after it did not load", async (_, load) => {
  wasmBytes.mockRejectedValueOnce(new Error("offline"));
  await expect(load()).rejects.toMatchObject({ code: "QT_KERNEL_UNAVAILABLE" });
  wasmBytes.mockResolvedValue(empty);
  expect(await load()).toBeInstanceOf(WebAssembly.Module);
});

it("takes the page of an error for no code, in a browser", async () => {
  vi.stubGlobal("fetch", async () => new Response("<!doctype html>", { status: 404 }));
  wasmBytes.mockImplementation(() => bytesInBrowser("enumerate.wasm"));
  await expect(compileFile("enumerate.wasm")).rejects.toMatchObject({
    code: "QT_KERNEL_UNAVAILABLE",
    message: expect.stringContaining("HTTP status 404"),
  });
});
