import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** When a process started, as the system tells it: with the pid, it names a process for good. Null when it does not run. */
export function processStart(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 1) return null;
  try {
    return process.platform === "linux" ? linuxStart(pid) : askSystem(pid);
  } catch {
    return null;
  }
}

function linuxStart(pid: number): string | null {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The command in parentheses may hold spaces; state is the first field after it, start time the twentieth.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z") return null;
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot}/${fields[19]}`;
}

function askSystem(pid: number): string | null {
  const text =
    process.platform === "win32"
      ? execFileSync("powershell", ["-NoProfile", "-Command", `(Get-Process -Id ${pid}).StartTime.Ticks`], {
          encoding: "utf8",
        })
      : execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return text.trim() || null;
}

/** A process, told apart from a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
}

export const identityOf = (pid: number): ProcessIdentity | null => {
  const start = processStart(pid);
  return start === null ? null : { pid, start };
};

export const isRunning = ({ pid, start }: ProcessIdentity): boolean => processStart(pid) === start;
