import { useCaseContract } from "../testing/index.ts";
import { exampleFacts } from "./example-facts.ts";
import { energy } from "./index.ts";

useCaseContract({
  useCase: energy,
  facts: {
    "a whole day": () => exampleFacts(),
    "the middle of the shift": () => exampleFacts({ startHour: 8, metalT: 6 }),
    "after a weekend": () => exampleFacts({ cold: true }),
    "a night": () => exampleFacts({ startHour: 22, hours: 6, metalT: 4 }),
  },
});
