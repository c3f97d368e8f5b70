// QOKit's fixed LABS schedule (qokit/assets/QAOA_with_fixed_parameters_p_opt.json), angles rounded to four digits:
// gamma_k = g_k / N, phase exp(-i (gamma/2) E); overlap is the probability of all optimal sequences.

export const labsSchedules = [
  { g: [0.9593], betas: [-0.2412] },
  { g: [0.4668, 0.9459, 1.1999, 1.4144], betas: [-0.203, -0.1914, -0.2032, -0.1617] },
  {
    g: [0.3556, 0.7424, 0.935, 1.0163, 1.0618, 1.1183, 1.2357, 1.4053],
    betas: [-0.1982, -0.1663, -0.1628, -0.1687, -0.1784, -0.1883, -0.1903, -0.1288],
  },
] as const;

/** Least energy and the overlaps at p = 1, 4, 8. */
export const labsGoldens: Readonly<Record<number, { minimum: number; overlaps: readonly number[] }>> = {
  12: { minimum: 10, overlaps: [0.0231731151, 0.0552997025, 0.1139471391] },
  16: { minimum: 24, overlaps: [0.0052433397, 0.0205712526, 0.0339356199] },
  20: { minimum: 26, overlaps: [0.0002535895, 0.0013130049, 0.003412056] },
  24: { minimum: 36, overlaps: [2.85388e-5, 0.0003430735, 0.0012276069] },
};
