import type { RejectedCertificate } from "@qtwin/connectors/opcua";
import type { Command } from "commander";
import { print, say } from "../say.ts";

interface TrustFlags {
  readonly list?: boolean;
  readonly json?: boolean;
}

export function registerTrust(program: Command): void {
  program
    .command("trust")
    .description("accept the certificate of a plant's OPC UA server")
    .argument("<site>", "site id, or path of a site.json")
    .argument("[thumbprint]", "of the certificate to trust; compare it with the plant's first")
    .option("--list", "show the certificates that were refused and wait")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
A certificate nobody has trusted is refused and kept in rejected/. Compare its thumbprint with the one the plant's
administrator reads at the server, then trust it:
  qtwin trust foundry --list
  qtwin trust foundry 3f2a…`,
    )
    .action(runTrust);
}

interface Rejected extends RejectedCertificate {
  readonly identity: string;
}

const describe = ({ identity, thumbprint, subject, hosts, validToMs }: Rejected): readonly string[] => [
  `${thumbprint}  (${identity})`,
  `  ${subject}; ${hosts}`,
  `  valid until ${new Date(validToMs).toISOString().slice(0, 10)}`,
];

async function runTrust(siteName: string, thumbprint: string | undefined, flags: TrustFlags): Promise<void> {
  const [{ loadSite, sitePaths }, { homeOf }, { listRejected, trustCertificate }] = await Promise.all([
    import("@qtwin/loop"),
    import("@qtwin/server"),
    import("@qtwin/connectors/opcua"),
  ]);
  const home = homeOf();
  const site = loadSite(siteName);
  const { reader, writer } = sitePaths(home.dir, site.id).pki;
  const folders = { reader, writer };
  const rejected = Object.entries(folders).flatMap(([identity, dir]) =>
    listRejected(dir).map((certificate): Rejected => ({ ...certificate, identity })),
  );
  if (thumbprint === undefined || flags.list) {
    const none = rejected.length === 0 ? ["No certificate waits to be trusted."] : [];
    return print(flags.json, { rejected }, [...rejected.flatMap(describe), ...none]);
  }
  const wanted = thumbprint.replaceAll(":", "").toLowerCase();
  const hits = rejected.filter((certificate) => certificate.thumbprint === wanted);
  // Throws with its fix when no identity has seen the certificate.
  const trusted =
    hits.length === 0
      ? [trustCertificate(reader, wanted)]
      : hits.map(({ identity }) => trustCertificate(folders[identity as keyof typeof folders], wanted));
  const recorded = await record(site.id, wanted, trusted[0]!.subject);
  print(
    flags.json,
    { trusted, recorded },
    trusted.map(({ subject }) => `Trusted: ${subject} (${wanted})`),
  );
}

/** The audit log knows who trusted what; while no database runs the entry waits for the next start. */
async function record(siteId: string, thumbprint: string, subject: string): Promise<boolean> {
  const { homeOf, makeHome, openBacklog, ownerOf, withStore } = await import("@qtwin/server");
  const { userInfo } = await import("node:os");
  const home = homeOf();
  const event = {
    siteId,
    atMs: Date.now(),
    actor: `os:${userInfo().username}`,
    action: "certificate.trust",
    subject: thumbprint,
    details: { subject },
  };
  if (ownerOf(home) !== null) {
    await withStore(home, say, ({ store }) => store.audit.append(event));
    return true;
  }
  makeHome(home);
  openBacklog(home, "api").keep({ kind: "audit", event });
  return false;
}
