export {
  type ConnectorContract,
  type ContractSource,
  connectorContract,
} from "./connector-contract.ts";
export { measurement, pointSpec, rawMeasurement } from "./samples.ts";
