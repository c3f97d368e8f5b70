export { setAddresses, setShape, setThread } from "./memory";
export { meanCost, setCenter } from "./center";
export { sumOf } from "./chunks";
export {
  costs, findRange, highestCost, lowestCost, preparePhase, resetRange, setCostForm, storeCosts, sumSubsets, widenRange,
} from "./cost";
export { fillLowCost, setQuadratic } from "./quadratic";
export { setTable } from "./table";
export { setDiagonal } from "./diagonal";
export { layerColumns, layerTiles, setUniform } from "./layer";
export { expectation, histogram, masses, norm, tileMass } from "./measure";
export { costOverlaps, walkColumns, walkTiles, weighTiles } from "./adjoint";
export { fetched } from "./column-mixer";
