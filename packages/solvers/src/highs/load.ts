import type { Highs } from "highs";

let loading: Promise<Highs> | undefined;

/** The WebAssembly instance of this thread; there is one. */
export function loadHighs(): Promise<Highs> {
  loading ??= import("highs").then((module) => {
    // The package is typed as CommonJS, where the loader is one `default` deeper than in the module Node loads.
    const load = module.default as unknown as typeof module.default.default;
    return load();
  });
  return loading;
}
