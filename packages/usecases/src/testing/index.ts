export { type UseCaseContract, useCaseContract } from "./use-case-contract.ts";
