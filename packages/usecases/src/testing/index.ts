export { exampleFacts, exampleParameters } from "../energy/example-facts.ts";
export { type UseCaseContract, useCaseContract } from "./use-case-contract.ts";
