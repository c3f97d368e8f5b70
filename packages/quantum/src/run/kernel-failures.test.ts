import { KernelError } from "@qtwin/kernel";
import { expect, it } from "vitest";
import { withKernelFailures } from "./kernel-failures.ts";

it.each(["QT_KERNEL_UNAVAILABLE", "QT_KERNEL_WORKER_FAILED"] as const)(
  "%s becomes an error of kind unavailable, with the kernel's own fix",
  async (code) => {
    const thrown = new KernelError(code, "What happened.");
    await expect(withKernelFailures(() => Promise.reject(thrown))).rejects.toMatchObject({
      kind: "unavailable",
      code: "QT_QUANTUM_NO_KERNEL",
      message: "What happened.",
      fix: thrown.fix,
    });
  },
);
