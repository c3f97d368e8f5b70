export * from "./foundry-plant.ts";
export * from "./mosquitto.ts";
