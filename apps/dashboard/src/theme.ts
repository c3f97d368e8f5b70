import { Anchor, createTheme, type MantineColorsTuple } from "@mantine/core";

/** Grey is normal: the accent is a muted blue, used for what can be acted on. */
const slate: MantineColorsTuple = [
  "#eef2f7",
  "#dbe3ec",
  "#b6c6d8",
  "#8da6c3",
  "#6b8bb1",
  "#5579a6",
  "#4870a2",
  "#39608f",
  "#2f5580",
  "#204a73",
];

export const theme = createTheme({
  primaryColor: "slate",
  colors: { slate },
  // White text on it, and it on the dark page: 5.1 : 1 and 3.0 : 1.
  primaryShade: { light: 8, dark: 6 },
  fontFamily: "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif",
  defaultRadius: "sm",
  autoContrast: true,
  components: { Anchor: Anchor.extend({ defaultProps: { underline: "always" } }) },
});

/**
 * Colours of meaning: Okabe–Ito, distinguishable with any colour vision, one set a scheme so that each keeps a contrast of
 * at least 3 : 1 against its background. Never used without a shape or a word beside them.
 */
export const meaning = {
  plan: "light-dark(#0072b2, #56b4e9)",
  baseline: "light-dark(#6b7280, #9aa3af)",
  price: "light-dark(#8a5a00, #e69f00)",
  metal: "light-dark(#a3477f, #cc79a7)",
  warning: "light-dark(#9a5b00, #e69f00)",
  alarm: "light-dark(#b83a00, #ff7f4d)",
  good: "light-dark(#00694d, #4cc9a0)",
} as const;
