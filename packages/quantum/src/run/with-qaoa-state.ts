import { type KernelOptions, openKernel, type QaoaState, type QaoaStateOptions } from "@qtwin/kernel";

/** Opens a kernel and a state on it for one use, and gives memory and threads back whatever happens. */
export async function withQaoaState<Result>(
  options: KernelOptions & QaoaStateOptions,
  use: (state: QaoaState) => Promise<Result>,
): Promise<Result> {
  const kernel = await openKernel(options);
  try {
    const state = kernel.createQaoaState(options);
    return await use(state).finally(() => state.free());
  } finally {
    await kernel.close();
  }
}
