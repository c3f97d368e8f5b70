export { exchange } from "./exchange";
export { matrix1 } from "./matrix1";
export { matrix2 } from "./matrix2";
export { addPaired, overlap, scale } from "./overlap";
export { turn } from "./turn";
