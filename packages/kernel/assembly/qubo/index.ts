export { bifurcate, setOscillators } from "./bifurcate";
export { energyOfBest, setBest } from "./best";
export { setBlocks } from "./blocks";
export { setComponents, takeBetterParts } from "./components";
export { seedRandom } from "./random";
export { currentEnergy, flip, moveTo, select, setProblem } from "./state";
export { setNegativeLogs, sweep } from "./sweep";
export { beginRelink, beginTabu, endBans, relink, setTabu, tabu } from "./tabu";
