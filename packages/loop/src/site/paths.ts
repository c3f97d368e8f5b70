import { join } from "node:path";

/** Folders and files of one site in the data directory. */
export interface SitePaths {
  readonly siteDir: string;
  /** The simulated plant's own folder. */
  readonly plantDir: string;
  readonly endpointsFile: string;
  /** Socket of the simulated plant's operator panel. */
  readonly panelSocket: string;
  /** Certificates, trust lists and rejected certificates of the three identities. */
  readonly pki: { readonly reader: string; readonly writer: string; readonly mqtt: string };
}

/** @param homeDir the data directory (`QTWIN_HOME`) */
export function sitePaths(homeDir: string, siteId: string): SitePaths {
  const siteDir = join(homeDir, "sites", siteId);
  const plantDir = join(siteDir, "plant");
  const pki = (identity: string): string => join(siteDir, "pki", identity);
  return {
    siteDir,
    plantDir,
    endpointsFile: join(plantDir, "endpoints.json"),
    panelSocket: join(plantDir, "panel.sock"),
    pki: { reader: pki("reader"), writer: pki("writer"), mqtt: pki("mqtt") },
  };
}
