import { LogLevel, setDebugLogger, setErrorLogger, setLogLevel, setWarningLogger } from "node-opcua";

/**
 * node-opcua prints to the console, and `--json` commands own standard output. What it reports there arrives
 * here as an error or a status anyway, with its fix.
 */
export function silenceLibrary(): void {
  setLogLevel(LogLevel.Emergency);
  for (const setLogger of [setDebugLogger, setErrorLogger, setWarningLogger]) setLogger(() => undefined);
}
