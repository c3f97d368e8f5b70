import type { WriteLink } from "@qtwin/twin";
import { expect, test, vi } from "vitest";
import type { LinkOptions } from "./plant-link.ts";
import { keepReleaseLink } from "./release-link.ts";

const options = {} as LinkOptions;
/** Every promise that can go on has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function plantLink(name: string, done: string[], works = true): WriteLink {
  const release = async (assets?: readonly string[]): Promise<void> => {
    if (!works) throw new Error("the connection is gone");
    done.push(`${name} ${assets?.join(",") ?? "all"}`);
  };
  return { release, close: async () => void done.push(`${name} closed`) } as Partial<WriteLink> as WriteLink;
}

test("a release goes over the connection that is open already", async () => {
  const done: string[] = [];
  const open = vi.fn(async () => plantLink("kept", done));
  const stop = new AbortController();
  const link = keepReleaseLink(options, stop.signal, open);
  await settled();
  await link.release([]);
  await link.release(["f1", "f2"]);
  expect(open).toHaveBeenCalledTimes(1);
  stop.abort();
  await link.close();
  expect(done).toEqual(["kept all", "kept f1,f2", "kept closed"]);
});

test("when that connection fails a new one is tried at once", async () => {
  const done: string[] = [];
  let opened = 0;
  const open = async (): Promise<WriteLink> => {
    opened += 1;
    return plantLink(`link ${opened}`, done, opened > 1);
  };
  const stop = new AbortController();
  const link = keepReleaseLink(options, stop.signal, open);
  await settled();
  await link.release([]);
  expect(done).toEqual(["link 2 all", "link 2 closed"]);
});

test("an unreachable plant is told in the words of its connector", async () => {
  const stop = new AbortController();
  const link = keepReleaseLink(options, stop.signal, async () =>
    Promise.reject(new Error("no answer at opc.tcp://x")),
  );
  await expect(link.release([])).rejects.toThrow("no answer at opc.tcp://x");
  stop.abort();
  await link.close();
});
