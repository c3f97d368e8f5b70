export { setAddresses, setShape } from "./memory";
export { findRange, highestCost, lowestCost, resetRange, setCostForm, storeCosts, sumSubsets, widenRange, costs } from "./cost";
export { fillLowCost, setQuadratic } from "./quadratic";
export { setTable } from "./table";
export { setDiagonal } from "./diagonal";
export { applyLayer, setUniform } from "./layer";
export { costOverlap, expectation, histogram, norm, tileMass, weighAdjoint } from "./measure";
export { mixerOverlap } from "./mixer-overlap";
