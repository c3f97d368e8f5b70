import { expect, test } from "vitest";
import { formatsOf, type Locale, unknownText } from "./formats.ts";

const winter = Date.UTC(2023, 0, 9, 23);
const of = (locale: Locale) => formatsOf(locale, "Europe/Berlin");

test.each([
  ["en", "12,345.7", "€1,234.50", "10/01", "January 2023"],
  ["de", "12.345,7", "1.234,50\u00A0€", "10.01.", "Januar 2023"],
  ["fr", "12\u00A0345,7", "1\u00A0234,50\u00A0€", "10/01", "janvier 2023"],
] as const)("%s has its own forms of numbers, money and local days", (locale, number, eur, day, month) => {
  const formats = of(locale);
  expect(formats.number(12345.67, 1)).toBe(number);
  expect(formats.eur(1234.5)).toBe(eur);
  // 23:00 UTC is the next day at the plant.
  expect(formats.shortDay(winter)).toBe(day);
  expect(formats.month(winter)).toBe(month);
});

test("what is not known is told so, and nothing is shown as minus zero", () => {
  const { number, eur, quantity } = of("en");
  expect([number(null, 1), eur(null), quantity(null, "kW")]).toEqual([unknownText, unknownText, unknownText]);
  expect([number(-0.04, 1), eur(-0.001)]).toEqual(["0.0", "€0.00"]);
});

test("an instant carries its offset: the repeated hour of autumn is told apart", () => {
  const first = Date.UTC(2023, 9, 29, 0, 30);
  expect(of("de").instant(first)).toBe("29.10.2023, 02:30 UTC+2");
  expect(of("de").instant(first + 3_600_000)).toBe("29.10.2023, 02:30 UTC+1");
});
