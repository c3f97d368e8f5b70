export * from "./foundry-plant.ts";
export { freePort } from "./free-port.ts";
export * from "./mosquitto.ts";
