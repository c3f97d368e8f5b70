import type { Random } from "@qtwin/core";

/** Numbers that break careless readers. */
const evilNumbers = [
  "-1",
  "0",
  "99999999999",
  "1e999",
  "-1e999",
  "NaN",
  "Infinity",
  "0x10",
  "1.5",
  "1e-400",
  "9007199254740993",
  "--3",
  "1,5",
];
const evilTexts = [
  "",
  " ",
  "\n",
  "\t",
  "\0",
  "é",
  "\u2028",
  "[",
  "]",
  "{",
  "}",
  '"',
  "<=",
  ">=",
  "=",
  ":",
  "\\",
  "*",
  "#",
  "free",
  "inf",
];

type Mutation = (text: string, random: Random) => string;

const place = (text: string, random: Random): number => random.integer(text.length + 1);

/** Replaces one word of the text. */
function replaceWord(text: string, random: Random, by: (word: string) => string): string {
  const words = [...text.matchAll(/\S+/g)];
  if (words.length === 0) return text;
  const word = words[random.integer(words.length)]!;
  return text.slice(0, word.index) + by(word[0]) + text.slice(word.index + word[0].length);
}

function cut(text: string, random: Random): readonly [number, number] {
  const from = place(text, random);
  return [from, Math.min(text.length, from + 1 + random.integer(20))];
}

const lines = (text: string, random: Random, change: (list: string[], at: number) => void): string => {
  const list = text.split("\n");
  change(list, random.integer(list.length));
  return list.join("\n");
};

const mutations: readonly Mutation[] = [
  (text, random) => text.slice(0, place(text, random)),
  (text, random) => {
    const [from, to] = cut(text, random);
    return text.slice(0, from) + text.slice(to);
  },
  (text, random) => {
    const [from, to] = cut(text, random);
    return text.slice(0, to) + text.slice(from, to) + text.slice(to);
  },
  (text, random) => {
    const at = place(text, random);
    return text.slice(0, at) + evilTexts[random.integer(evilTexts.length)] + text.slice(at);
  },
  (text, random) => {
    const at = place(text, random);
    return text.slice(0, at) + String.fromCharCode(random.integer(256)) + text.slice(at + 1);
  },
  (text, random) => replaceWord(text, random, () => evilNumbers[random.integer(evilNumbers.length)]!),
  (text, random) => replaceWord(text, random, (word) => word.slice(0, random.integer(word.length))),
  (text, random) => replaceWord(text, random, (word) => word + word),
  (text, random) => lines(text, random, (list, at) => list.splice(at, 1)),
  (text, random) => lines(text, random, (list, at) => list.splice(at, 0, list[at]!)),
  (text, random) =>
    lines(text, random, (list, at) => {
      const other = random.integer(list.length);
      [list[at], list[other]] = [list[other]!, list[at]!];
    }),
];

/** A text with one to three things wrong in it. */
export function mutateText(text: string, random: Random): string {
  let mutated = text;
  for (let count = 1 + random.integer(3); count > 0; count--)
    mutated = mutations[random.integer(mutations.length)]!(mutated, random);
  return mutated;
}

/** Bytes with one to three things wrong in them. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let mutated = Uint8Array.from(bytes);
  for (let count = 1 + random.integer(3); count > 0 && mutated.length > 0; count--) {
    const at = random.integer(mutated.length);
    const kind = random.integer(4);
    if (kind === 0) mutated = mutated.slice(0, at);
    else if (kind === 1) mutated = Uint8Array.of(...mutated.subarray(0, at), ...mutated.subarray(at + 1));
    else if (kind === 2) mutated[at] = random.integer(256);
    else mutated[at] = mutated[at]! ^ (1 << random.integer(8));
  }
  return mutated;
}
