import { KernelError } from "../errors.ts";

/**
 * Compiles each build once a process; a failure is not kept, so the next call tries again.
 * @throws KernelError QT_KERNEL_UNAVAILABLE
 */
export function compiledOnce<Name extends string>(
  bytesOf: (name: Name) => Promise<Uint8Array<ArrayBuffer>>,
): (name: Name) => Promise<WebAssembly.Module> {
  const modules = new Map<Name, Promise<WebAssembly.Module>>();
  const compile = async (name: Name): Promise<WebAssembly.Module> => {
    try {
      return await WebAssembly.compile(await bytesOf(name));
    } catch (cause) {
      modules.delete(name);
      throw new KernelError("QT_KERNEL_UNAVAILABLE", `The code '${name}' did not load: ${cause}.`, { cause });
    }
  };
  return (name) => {
    const module = modules.get(name) ?? compile(name);
    modules.set(name, module);
    return module;
  };
}
