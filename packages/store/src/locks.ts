/** Advisory locks shared by all processes on one database; the first number is Qtwin's. */
export const locks = {
  migrate: [7810245, 1],
  /** Also in the function `qtwin.add_event`. */
  events: [7810245, 2],
  audit: [7810245, 3],
};
