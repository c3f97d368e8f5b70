export { parity, popcount } from "@qtwin/kernel";
