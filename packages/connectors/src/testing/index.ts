export * from "./mosquitto.ts";
