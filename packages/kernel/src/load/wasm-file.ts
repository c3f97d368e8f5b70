export type WasmFile =
  | "state-f32.wasm"
  | "state-f32-plain.wasm"
  | "state-f64.wasm"
  | "state-f64-plain.wasm"
  | "subspace-f32.wasm"
  | "subspace-f32-plain.wasm"
  | "subspace-f64.wasm"
  | "subspace-f64-plain.wasm"
  | "gates.wasm"
  | "enumerate.wasm"
  | "assignment-i32.wasm"
  | "assignment-f64.wasm";
