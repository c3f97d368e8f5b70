export { setArrays, setGroups, setShape } from "./shape";
export { fillLowCost, loadCosts, setDiagonal, setLowRooms, setTileRooms, setWeights } from "./cost";
export { setHeadRoom } from "./head";
export { setColumnBuffer, sweepColumns } from "./columns";
export { setMixer } from "./mixer";
export { costOverlapOfTiles, mixerOverlapOfTiles, sweepTiles, sweepTilesBack } from "./tiles";
export { groverLayer, groverLayerBack } from "./grover";
export {
  expectation, findRange, highestCost, histogram, lowestCost, norm, setUniform, tileMass, weighAdjoint,
} from "./measure";
